import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from './program.ts';

const release = { package: '@openai/codex', version: '0.169.0', entry: 'bin/codex.js' };

/**
 * Codex, asking for a model that it knows, which gets one tool of free text for programs in JavaScript, and for one that
 * only the gateway knows, which gets functions.
 */
export const codex: readonly Program[] = [
  asking('Codex', 'gpt-6-astra'),
  asking('Codex, any name', 'anthropic/claude-opus-5-5'),
];

function asking(name: string, model: string): Program {
  return {
    name,
    release,
    model,
    speaks: 'responses',
    prepare: async (prompt, { home }, { url, token }) => {
      const settings = join(home, '.codex');
      await mkdir(settings);
      await writeFile(join(settings, 'config.toml'), settingsFor(model, url));
      // Its sandbox needs rights that containers do not always give; the only command that is run is the script's own.
      const freely = ['--sandbox', 'danger-full-access', '--skip-git-repo-check'];
      return {
        arguments: ['exec', ...freely, prompt],
        environment: { CODEX_HOME: settings, STEADFAST_TOKEN: token },
      };
    },
    call: (tools, command) => {
      if (tools.some((tool) => tool.name === 'exec_command')) return { name: 'exec_command', input: { cmd: command } };
      const exec = tools.find((tool) => tool.name === 'exec');
      if (exec === undefined) return undefined;
      const program = `const done = await tools.exec_command(${JSON.stringify({ cmd: command })});\ntext(done.output);\n`;
      return { name: 'exec', input: exec.form === 'text' ? program : { input: program } };
    },
  };
}

function settingsFor(model: string, url: string): string {
  return `model = "${model}"
model_provider = "steadfast"

[model_providers.steadfast]
name = "Steadfast"
base_url = "${url}/v1"
env_key = "STEADFAST_TOKEN"
wire_api = "responses"
`;
}
