import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { exitCodes } from './exit-code.ts';

const examples = `
Examples:
  steadfast serve                                   a gateway for every OpenAI and Anthropic client, on port 4000
  steadfast ask "Why is the sky blue?"              one question, the answer streams to stdout
  steadfast chat                                    a conversation, with tools and a history
  git diff | steadfast ask "Review this." -m anthropic/claude-haiku-5-5
  steadfast sim --faults rate-limit,ok              a provider that fails as told

Exit codes: 0 done, 1 failed, 2 wrong usage, 4 budget spent, 5 the provider failed or refused the key,
            130 interrupted (SIGINT), 143 ended (SIGTERM); serve and sim end with 0 when a signal lets them finish`;

const configHelp = 'the configuration (default: STEADFAST_CONFIG, else steadfast.yaml here or in the config directory)';

/** Runs the command `steadfast` and sets the process's exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
}

/** All commands; what they do is loaded only when one of them runs. */
function program(): Command {
  const root = new Command('steadfast')
    .description('LLM calls that hold: any model of any provider behind one call.')
    .version(version(), '--version', 'print the version')
    .addHelpText('after', examples)
    .showHelpAfterError('(run it with --help for what there is)')
    .exitOverride();
  root.addCommand(serve().copyInheritedSettings(root));
  root.addCommand(ask().copyInheritedSettings(root));
  root.addCommand(chat().copyInheritedSettings(root));
  root.addCommand(models().copyInheritedSettings(root));
  root.addCommand(config().copyInheritedSettings(root));
  root.addCommand(doctor().copyInheritedSettings(root));
  root.addCommand(explain().copyInheritedSettings(root));
  root.addCommand(sim().copyInheritedSettings(root));
  root.addCommand(demo().copyInheritedSettings(root), { hidden: true });
  return root;
}

function serve(): Command {
  return new Command('serve')
    .description('start the gateway')
    .option('--config <file>', configHelp)
    .option('--port <number>', 'the port to listen on; 0 takes a free one (default: 4000)', wholeNumber)
    .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
    .option(
      '--token <token>',
      'what callers must show (default: STEADFAST_TOKEN, else one kept in the config directory)',
    )
    .option('--no-auth', 'let everybody in who reaches the address; only on this machine')
    .option('--fallback <models>', 'models to ask when the one asked for cannot answer, separated by commas', list)
    .option('--records <file>', 'add a line of JSON to this file for each call, without what was said; - is stderr')
    .option('--drain <seconds>', 'how long running calls may go on after SIGTERM (default: 30)', wholeNumber)
    .action(async (options) => {
      const { serveCommand } = await import('./commands/serve.ts');
      await serveCommand(options);
    });
}

function ask(): Command {
  return new Command('ask')
    .description('ask a model one question')
    .argument('[question...]', 'what to ask; standard input is added to it')
    .option('-m, --model <name>', 'provider/model, or a name from the configuration (default: the first there)')
    .option('--config <file>', configHelp)
    .option('--fallback <models>', 'models to ask when that one cannot answer, separated by commas', list)
    .option('--system <text>', 'instructions to the model')
    .option('--json', 'print the whole reply as JSON instead of its text')
    .option('--timeout <seconds>', 'give up after so long', wholeNumber)
    .option('-v, --verbose', 'tell of each attempt on stderr')
    .action(async (words, options) => {
      const { askCommand } = await import('./commands/ask.ts');
      await askCommand(words, options);
    });
}

function chat(): Command {
  return new Command('chat')
    .description('talk to a model; lines of a file or a pipe are asked one after another')
    .option('-m, --model <name>', 'provider/model, or a name from the configuration (default: the first there)')
    .option('--config <file>', configHelp)
    .option('--fallback <models>', 'models to ask when that one cannot answer, separated by commas', list)
    .option('--system <text>', 'instructions to the model')
    .option('--continue', 'go on with the last conversation')
    .option('--no-tools', 'offer the model no tools (the time, a calculator)')
    .option('--no-history', 'keep nothing of what is said')
    .action(async (options) => {
      const { chatCommand } = await import('./commands/chat.ts');
      await chatCommand(options);
    });
}

function models(): Command {
  return new Command('models')
    .description('list the models that are known here')
    .option('--search <word>', 'those alone whose name or provider holds this')
    .option('--json', 'print them as JSON')
    .option('--config <file>', configHelp)
    .action(async (options) => {
      const { modelsCommand } = await import('./commands/models.ts');
      await modelsCommand(options);
    });
}

function config(): Command {
  const parent = new Command('config').description('check, show and explain the configuration').exitOverride();
  const commands = () => import('./commands/config.ts');
  parent
    .command('check')
    .description('say what is wrong in the file, line by line')
    .argument('[file]', 'default: the file that is found')
    .action(async (file) => (await commands()).configCheckCommand(file));
  parent
    .command('print')
    .description('print the configuration that holds, without its secrets')
    .option('--resolved', 'with the defaults')
    .option('--json', 'as JSON instead of YAML')
    .option('--config <file>', configHelp)
    .action(async (options) => (await commands()).configPrintCommand(options));
  parent
    .command('schema')
    .description('print its JSON Schema, for editors')
    .action(async () => (await commands()).configSchemaCommand());
  parent
    .command('explain')
    .description('say what a setting does')
    .argument('[path]', 'such as models.fast.limits (default: list all)')
    .action(async (path) => (await commands()).configExplainCommand(path));
  return parent;
}

function doctor(): Command {
  return new Command('doctor')
    .description('look at Node, configuration, port, keys and local servers, and say how to mend what is wrong')
    .option('--config <file>', configHelp)
    .option('--port <number>', 'the port that the gateway is to listen on', wholeNumber)
    .option('--host <address>', 'the address')
    .action(async (options) => {
      const { doctorCommand } = await import('./commands/doctor.ts');
      await doctorCommand(options);
    });
}

function explain(): Command {
  return new Command('explain')
    .description('say in words what happened in calls, and why')
    .argument('<file>', 'records that serve --records wrote; - is standard input')
    .action(async (file) => {
      const { explainCommand } = await import('./commands/explain.ts');
      await explainCommand(file);
    });
}

function sim(): Command {
  return new Command('sim')
    .description('start a simulated provider (OpenAI, Anthropic and Ollama on the wire)')
    .option('--port <number>', 'the port to listen on; 0 takes a free one', wholeNumber, 4100)
    .option('--faults <names>', 'what happens to each request in turn, separated by commas; "ok" answers', list)
    .option('--rpm <number>', 'the requests it takes in a minute', wholeNumber)
    .option('--tokens-per-second <number>', 'how fast it speaks', wholeNumber)
    .option('--list', 'list the faults it can play')
    .action(async (options) => {
      const { simCommand } = await import('./commands/sim.ts');
      await simCommand(options);
    });
}

function demo(): Command {
  return new Command('demo').description('a conversation that survives').action(async () => {
    const { demoCommand } = await import('./commands/demo.ts');
    await demoCommand();
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number.');
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
