import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'steadfast-'));
});
afterAll(() => rm(home, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Run {
  readonly input?: string;
  readonly environment?: Record<string, string>;
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  readonly onStdout?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

function run(words: readonly string[], { input, environment, onStderr, onStdout }: Run = {}): Promise<Outcome> {
  const bin = new URL('./bin.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['-C', '@steadfast/source', bin, ...words], {
    env: { PATH: process.env['PATH'], HOME: home, OLLAMA_HOST: '127.0.0.1:9', NO_COLOR: '1', ...environment },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      onStdout?.(stdout, kill);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onStderr?.(stderr, kill);
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin?.end(input);
  });
}

test('help tells what there is, with examples and exit codes, on stdout', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of ['serve', 'ask', 'sim', 'Examples:', 'Exit codes:']) expect(stdout).toContain(word);
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

test('wrong usage is 2 and says where help is', async () => {
  for (const words of [['nothing'], ['serve', '--port', 'x'], ['ask', '--nothing'], ['ask']]) {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
  }
  expect(await run(['ask', 'hi', '-m', 'opnai/x'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('openai/x'),
  });
});

test('ask works without any key: the answer is on stdout, what it comes from on stderr', async () => {
  const { code, stdout, stderr } = await run(['ask', 'It', 'holds.']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'It holds.\n' });
  expect(stderr).toContain('sim/echo');
});

test('ask adds what comes on standard input', async () => {
  expect(await run(['ask', '-m', 'sim/echo'], { input: 'from a pipe' })).toMatchObject({
    code: 0,
    stdout: 'from a pipe\n',
  });
  expect(await run(['ask', 'First.', '-m', 'sim/echo'], { input: 'Second.' })).toMatchObject({
    stdout: 'First.\n\nSecond.\n',
  });
});

test('ask prints JSON when asked to, with its attempts', async () => {
  const { code, stdout } = await run(['ask', 'hi', '-m', 'sim/echo', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    text: 'hi',
    model: 'sim/echo',
    finishReason: 'stop',
    attempts: [{ outcome: 'ok' }],
  });
});

test('ask tells what happens on the way, and falls back', async () => {
  const { code, stdout, stderr } = await run(['ask', 'hi', '-m', 'anthropic/x', '--fallback', 'sim/echo', '-v']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'hi\n' });
  expect(stderr).toContain('✗ auth');
  expect(stderr).toContain('anthropic/x is given up; asking sim/echo');
});

test('a missing key is exit code 5 and names the variable', async () => {
  const { code, stderr } = await run(['ask', 'hi', '-m', 'anthropic/claude-haiku-5-5']);
  expect(code).toBe(5);
  expect(stderr).toContain('ANTHROPIC_API_KEY');
});

test('an answer that breaks off is exit code 5 with what had come', async () => {
  const { code, stdout, stderr } = await run(['ask', 'hi', '-m', 'sim/cut']);
  expect(code).toBe(5);
  expect(stdout).toMatch(/^Well,.*\n$/);
  expect(stderr).toContain('steadfast:');
});

test('a signal ends a question with its own exit code', async () => {
  const kills: [NodeJS.Signals, number][] = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ];
  for (const [signal, expected] of kills) {
    // Once: a second signal may find the process already ending, with nobody left to answer it.
    let told = false;
    const onStdout = (_: string, kill: (signal: NodeJS.Signals) => void): void => {
      if (!told) kill(signal);
      told = true;
    };
    const { code } = await run(['ask', 'hi', '-m', 'sim/stall'], { onStdout });
    expect(code).toBe(expected);
  }
});

test('serve prints a line to paste that works, keeps its token to itself, and drains on SIGTERM', async () => {
  let answered: Promise<Outcome> | undefined;
  const outcome = await run(['serve', '--port', '0'], {
    environment: { OPENAI_API_KEY: 'sk-secret' },
    onStderr: (text, kill) => {
      const [line] = /^curl .*$/m.exec(text) ?? [];
      if (line === undefined || answered !== undefined) return;
      answered = shell(line);
      void answered.then(() => kill('SIGTERM'));
    },
  });
  expect((await answered)?.stdout).toContain('It holds.');
  expect(outcome.code).toBe(0);
  expect(outcome.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(outcome.stderr).toContain('OPENAI_API_KEY set');
  expect(outcome.stderr).toContain('ANTHROPIC_API_KEY');
  expect(outcome.stderr).not.toContain('sk-secret');
  const path = join(home, '.config', 'steadfast', 'token');
  const token = (await readFile(path, 'utf8')).trim();
  expect(outcome.stderr).not.toContain(token);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('serve writes a record of each call where it is told to, and explain says them in words', async () => {
  const file = join(home, 'records.jsonl');
  let answered: Promise<Outcome> | undefined;
  const { code } = await run(['serve', '--port', '0', '--records', file], {
    onStderr: (text, kill) => {
      const [line] = /^curl .*$/m.exec(text) ?? [];
      if (line === undefined || answered !== undefined) return;
      answered = shell(line);
      void answered.then(() => kill('SIGTERM'));
    },
  });
  expect(code).toBe(0);
  const written = await readFile(file, 'utf8');
  expect(written.trim().split('\n')).toHaveLength(1);
  expect(written).not.toContain('It holds.');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const told = await run(['explain', file]);
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toMatch(/^\d{4}-\S+Z sim\/echo was asked and answered after \d+ ms\..*\n$/);
  expect(await run(['explain', '-'], { input: `${written}nothing\n` })).toMatchObject({
    code: 1,
    stdout: told.stdout,
    stderr: '1 line is no record of a call.\n',
  });
  expect(await run(['explain', join(home, 'none')])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ENOENT'),
  });
});

test('serve refuses to let everybody in on an address that others reach', async () => {
  const { code, stderr } = await run(['serve', '--port', '0', '--host', '0.0.0.0', '--no-auth']);
  expect(code).toBe(1);
  expect(stderr).toContain('Without a token');
});

test('sim plays a provider, and lists its faults', async () => {
  const { stdout } = await run(['sim', '--list']);
  expect(stdout).toContain('429-seconds');
  expect(await run(['sim', '--faults', 'nothing'])).toMatchObject({ code: 2 });
  let asked: Promise<Outcome> | undefined;
  const outcome = await run(['sim', '--port', '0', '--faults', '503,ok'], {
    onStdout: (text, kill) => {
      asked = run(['ask', 'hi', '-m', 'openai/echo'], {
        environment: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: `${text.trim()}/v1` },
      });
      void asked.then(() => kill('SIGTERM'));
    },
  });
  expect(await asked).toMatchObject({ code: 0, stdout: 'hi\n', stderr: expect.stringContaining('✗ overloaded') });
  expect(outcome.code).toBe(0);
});

function shell(line: string): Promise<Outcome> {
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve) => {
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.on('close', (code) => resolve({ code, stdout, stderr: '' }));
  });
}
