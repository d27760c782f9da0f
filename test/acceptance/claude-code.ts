import { join } from 'node:path';
import type { Program } from './program.ts';

// The binary's own launcher, so that the package's install script need not run.
const release = { package: '@anthropic-ai/claude-code', version: '2.1.330', entry: 'cli-wrapper.cjs' };

/** Claude Code, asking for a model that it knows and for one that only the gateway knows. */
export const claudeCode: readonly Program[] = [
  asking('Claude Code', 'claude-opus-5-5'),
  asking('Claude Code, any name', 'openai/gpt-6-luna'),
];

function asking(name: string, model: string): Program {
  return {
    name,
    release,
    model,
    speaks: 'messages',
    prepare: async (prompt, { home }, { url, token }) => ({
      arguments: ['-p', prompt, '--model', model, '--allowedTools', 'Bash'],
      environment: {
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_AUTH_TOKEN: token,
        CLAUDE_CONFIG_DIR: join(home, '.claude'),
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      },
    }),
    call: (tools, command) =>
      tools.some((tool) => tool.name === 'Bash') ? { name: 'Bash', input: { command } } : undefined,
  };
}
