import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '@steadfast/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'steadfast-chat-'));
});
afterAll(() => rm(home, { recursive: true }));

const bin = new URL('../bin.ts', import.meta.url).pathname;
const command = [process.execPath, '-C', '@steadfast/source', bin, 'chat'];

interface Talk {
  /** Waits until the output holds a text, from what was last waited for on. */
  until(text: string): Promise<void>;
  type(text: string): void;
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly stdout: () => string;
  readonly ended: Promise<number | null>;
}

function talk(argv: readonly string[], environment: Record<string, string> = {}): Talk {
  const [program = '', ...words] = argv;
  const child = spawn(program, words, {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, OLLAMA_HOST: '127.0.0.1:9', TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let stdout = '';
  let seen = 0;
  const waiting = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const until = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        const at = output.indexOf(text, seen);
        if (at < 0) return;
        seen = at + text.length;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    until,
    type: (text) => void child.stdin.write(text),
    child,
    output: () => output,
    stdout: () => stdout,
    ended,
  };
}

async function piped(
  input: string,
  words: readonly string[] = [],
): Promise<{ code: number | null; stdout: string; output: string }> {
  const chat = talk([...command, ...words]);
  chat.child.stdin?.end(input);
  const code = await chat.ended;
  return { code, stdout: chat.stdout(), output: chat.output() };
}

test('lines of a pipe are asked one after another, plainly, and commands are not asked', async () => {
  const { code, stdout, output } = await piped('Is it **bold**?\n\n/retry\n/modle\n/help\nfirst \\\nsecond\n//slash', [
    '-m',
    'sim/echo',
  ]);
  expect(code).toBe(0);
  expect(stdout).toBe('Is it **bold**?\nIs it **bold**?\nfirst \nsecond\n/slash\n');
  expect(output).toContain('Did you mean /model?');
  expect(output).toMatch(/sim\/echo · \d+ ms · \d+ in, \d+ out · cost not known · 1 attempt\n/);
  expect(output).not.toContain('\u001B');
});

test('what was said is kept for its owner alone, gone on with when asked to, and not kept when told so', async () => {
  const path = join(home, '.local', 'state', 'steadfast', 'chat.jsonl');
  await rm(path, { force: true });
  await piped('one\n', ['-m', 'sim/echo', '--no-history']);
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await piped('one\n/retry\n', ['-m', 'sim/echo']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await piped('/save on.md\n', ['-m', 'sim/echo', '--continue']);
  expect(await readFile(join(home, 'on.md'), 'utf8')).toBe('**You:** one\n\none\n');
  expect((await piped('/save on.md\n', ['-m', 'sim/echo'])).output).toContain('Not written');
  await piped('two\n/save new.md', ['-m', 'sim/echo']);
  expect(await readFile(join(home, 'new.md'), 'utf8')).toBe('**You:** two\n\ntwo\n');
  await writeFile(path, 'nonsense\n');
  const { stdout, output } = await piped('three\n', ['-m', 'sim/echo']);
  expect(stdout).toBe('three\n');
  expect(output).toContain('What is said is not kept: Line 1 of');
});

test('a failed turn is told, is not remembered, and is the exit code of a pipe; the next one goes on', async () => {
  const words = ['-m', 'anthropic/claude-haiku-5-5', '--no-history'];
  const { code, stdout, output } = await piped('one\n/model sim/echo\ntwo\n/save turns.md\n', words);
  expect({ code, stdout }).toEqual({ code: 5, stdout: 'two\n' });
  expect(output).toContain('ANTHROPIC_API_KEY');
  expect(output).toContain('no answer');
  expect(await readFile(join(home, 'turns.md'), 'utf8')).not.toContain('one');
  expect(await piped('one\n', ['-m', 'opnai/x'])).toMatchObject({
    code: 2,
    output: expect.stringContaining('openai/x'),
  });
  expect(await piped('', ['-m', 'sim/echo'])).toMatchObject({ code: 0, stdout: '' });
});

test('a signal stops a piped chat with its own exit code', async () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const chat = talk([...command, '-m', 'sim/slow', '--no-history']);
    chat.type('one two three four five six seven eight nine ten\nnext\n');
    await chat.until('one');
    chat.child.kill(signal);
    expect(await chat.ended).toBe(code);
    expect(chat.output()).not.toContain('next');
  }
});

const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

test.skipIf(!hasTerminal)(
  'in a terminal Markdown is shown in styles, Ctrl-C stops a reply and then ends the chat',
  async () => {
    const line = [...command, '-m', 'sim/slow'].map((word) => `'${word}'`).join(' ');
    const chat = talk(['script', '-qec', line, '/dev/null'], { XDG_STATE_HOME: join(home, 'state') });
    await chat.until('> ');
    chat.type('one **two** three four five six seven eight nine ten\r');
    await chat.until('\u001B[1mtwo\u001B[22m');
    chat.type('\u0003');
    await chat.until('stopped; /retry asks again');
    await chat.until('> ');
    chat.type('/model sim/echo\r');
    await chat.until('from now on');
    await chat.until('> ');
    chat.type('/retry\r');
    await chat.until('ten');
    await chat.until('1 attempt');
    await chat.until('> ');
    chat.type('\u001B]0;title\u0007pasted\rlines\r');
    await chat.until('1 attempt');
    await chat.until('> ');
    chat.type('\u001B[A');
    await chat.until('lines');
    chat.type('\u0003\u0003');
    expect(await chat.ended).toBe(130);
    expect(await readFile(join(home, 'state', 'steadfast', 'chat.jsonl'), 'utf8')).toContain('pasted\\nlines');
  },
);

/** A real MCP server of the official SDK, as a program of its own. */
const program = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const say = (text) => async () => ({ content: [{ type: 'text', text }] });
server.registerTool('list', { description: 'Lists notes.', annotations: { readOnlyHint: true } }, say('three notes'));
server.registerTool('erase', { description: 'Erases notes.' }, say('all gone'));
await server.connect(new StdioServerTransport());
`;

test('tools are called: those that are built in, and those of MCP servers when a person says so', async () => {
  // There the program finds the SDK.
  const folder = await mkdtemp(join(import.meta.dirname, '../../../../node_modules/chat-test-'));
  const simulation = await simulate({ port: 0 });
  try {
    await writeFile(join(folder, 'notes.mjs'), program);
    const notes = { command: process.execPath, args: [join(folder, 'notes.mjs')], trustHints: true };
    const mcp = { notes, gone: { command: join(folder, 'none') }, empty: {} };
    const config = join(folder, 'steadfast.json');
    await writeFile(config, JSON.stringify({ chat: { mcp } }));
    const environment = { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: `${simulation.url}/v1` };
    const words = ['-m', 'openai/gpt-6-luna', '--config', config, '--no-history'];
    const chat = talk([...command, ...words], environment);
    chat.child.stdin?.end('What is the current_time?\nnotes_list\nnotes_erase\n');
    expect(await chat.ended).toBe(0);
    for (const line of [
      'The MCP server gone is left out',
      'chat.mcp.empty has to have either a command or a url',
      '⚙ current_time: ',
      '⚙ notes_list: three notes',
      '⚙ notes_erase: denied: ',
      'tool call',
    ])
      expect(chat.output()).toContain(line);
    if (!hasTerminal) return;
    const line = [...command, ...words].map((word) => `'${word}'`).join(' ');
    const person = talk(['script', '-qec', line, '/dev/null'], environment);
    await person.until('> ');
    person.type('notes_erase\r');
    await person.until('[y/N] ');
    person.type('y\r');
    await person.until('notes_erase: all gone');
    await person.until('> ');
    person.type('\u0004');
    expect(await person.ended).toBe(0);
  } finally {
    await simulation.close();
    await rm(folder, { recursive: true });
  }
});
