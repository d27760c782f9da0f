import { answer, fault, faults, simulate } from '@steadfast/testkit';
import type { Simulation, Step } from '@steadfast/testkit';
import { exitCodes } from '../exit-code.ts';
import { onInterrupt } from '../interrupts.ts';
import { print, say, styled } from '../terminal.ts';

/** Options of `steadfast sim`. */
export interface SimOptions {
  readonly port: number;
  /** Names of faults, or `ok`; one for each request in turn, the last repeats. */
  readonly faults?: readonly string[];
  readonly rpm?: number;
  readonly tokensPerSecond?: number;
  readonly list?: true;
}

/** Starts a simulated provider and says where; runs until it is ended by a signal. */
export async function simCommand(options: SimOptions): Promise<void> {
  if (options.list === true) {
    for (const { name, description } of faults) print(`${name.padEnd(20)} ${description}\n`);
    return;
  }
  let simulation: Simulation;
  try {
    simulation = await start(options);
  } catch (error) {
    say(`${styled('red', 'steadfast:')} ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof RangeError ? exitCodes.usage : exitCodes.failed;
    return;
  }
  introduce(simulation.url, options);
  await new Promise<number>((resolve) => onInterrupt(resolve));
  await simulation.close();
}

function start({ port, faults: names, rpm, tokensPerSecond }: SimOptions): Promise<Simulation> {
  return simulate({
    port,
    script: names?.map(stepOf),
    limits: rpm === undefined ? undefined : { requestsPerMinute: rpm },
    pace: tokensPerSecond === undefined ? undefined : { tokensPerSecond },
  });
}

function stepOf(name: string): Step {
  return name === 'ok' ? answer() : fault(name);
}

function introduce(url: string, { faults: names, rpm, tokensPerSecond }: SimOptions): void {
  print(`${url}\n`);
  say(
    'Plays OpenAI (chat, responses, embeddings), Anthropic, Gemini and Ollama; any key is taken, and models say back what they are told.',
  );
  if (names !== undefined) say(`Each request in turn: ${names.join(', ')} (the last repeats).`);
  else
    say(
      'A model called fault/<name>, or the header x-sim-fault: <name>, asks for a fault; `steadfast sim --list` lists them.',
    );
  if (rpm !== undefined) say(`Takes ${rpm} requests a minute.`);
  if (tokensPerSecond !== undefined) say(`Speaks ${tokensPerSecond} tokens a second.`);
  say();
  say(`OPENAI_API_KEY=none OPENAI_BASE_URL=${url}/v1 steadfast ask "It holds." -m openai/echo -v`);
}
