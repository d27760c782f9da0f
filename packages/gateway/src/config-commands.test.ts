import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { simulate } from '@steadfast/testkit';
import { asArray, asObject } from 'steadfast/model';
import { afterEach, expect, test } from 'vitest';
import { schemaText } from './config/schema.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Run {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the process once it has said this on stderr. */
  readonly endAfter?: string;
}

/** Runs the command in a folder of its own with these files. */
async function run(words: readonly string[], { files = {}, environment, endAfter }: Run = {}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-commands-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'home'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const root = dirname(dirname(dirname(import.meta.dirname)));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const bin = join(import.meta.dirname, 'bin.ts');
  const child = spawn(process.execPath, ['-C', '@steadfast/source', bin, ...words], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: join(folder, 'home'),
      OLLAMA_HOST: '127.0.0.1:9',
      VLLM_BASE_URL: 'http://127.0.0.1:9',
      LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
      LLAMACPP_BASE_URL: 'http://127.0.0.1:9',
      MISTRALRS_BASE_URL: 'http://127.0.0.1:9',
      NO_COLOR: '1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (endAfter !== undefined && stderr.includes(endAfter)) child.kill('SIGTERM');
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const yaml = `
providers:
  house: { type: openai-compatible, baseUrl: \${HOUSE}/v1, apiKey: \${HOUSE_SECRET} }
models:
  fast: { use: [house/echo, sim/echo], limits: { idleMs: 5000 } }
aliases: { gpt-4o: fast }
defaults: { deadlineMs: 60000, retry: { retries: 0 } }
gateway: { token: \${HOUSE_SECRET}, port: 0 }
`;
const files = { 'steadfast.yaml': yaml };
const secret = 'sk-the-secret-of-the-house';

test('check says that a file is valid, or what is not, and its exit code says so too', async () => {
  const environment = { HOUSE: 'http://127.0.0.1:9', HOUSE_SECRET: secret };
  expect(await run(['config', 'check'], { files, environment })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'steadfast.yaml is valid: 1 model, 1 provider, 1 alias.\n',
  });
  const broken = { 'other.yaml': 'models:\n  fast:\n    use: [sim/echo]\n    limits: { idelMs: 1 }\n' };
  expect(await run(['config', 'check', 'other.yaml'], { files: broken })).toEqual({
    code: 1,
    stdout:
      'other.yaml:4:15  models.fast.limits: unknown key "idelMs"; did you mean "idleMs"?\n    such as: idleMs: 60000\n',
    stderr: '',
  });
  const none = await run(['config', 'check']);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('there is no configuration')]);
});

test('print shows what holds, and no secret', async () => {
  const environment = { HOUSE: 'http://127.0.0.1:9', HOUSE_SECRET: secret };
  const { code, stdout, stderr } = await run(['config', 'print', '--resolved', '--json'], { files, environment });
  expect(code).toBe(0);
  expect(stdout + stderr).not.toContain(secret);
  expect(JSON.parse(stdout)).toMatchObject({
    providers: { house: { baseUrl: 'http://127.0.0.1:9/v1', apiKey: '[redacted]' } },
    models: {
      fast: {
        limits: { idleMs: 5_000, bodyMs: 600_000 },
        retry: { retries: 0, failureBaseMs: 500 },
        deadlineMs: 60_000,
      },
    },
    fallbacks: [],
    gateway: { host: '127.0.0.1', port: 0, token: '[redacted]', drainMs: 30_000 },
  });
  const plain = await run(['config', 'print'], { files, environment });
  expect(plain.stdout).toContain('apiKey: "[redacted]"');
  expect(plain.stdout).not.toContain('bodyMs');
});

test('schema prints the schema that the package ships', async () => {
  const { code, stdout } = await run(['config', 'schema']);
  expect(code).toBe(0);
  expect(stdout).toBe(schemaText());
  const shipped = await readFile(join(import.meta.dirname, '..', 'schema.json'), 'utf8');
  // Written anew by `npm run schema`.
  expect(shipped).toBe(stdout);
});

test('explain says what a setting does', async () => {
  expect(await run(['config', 'explain', 'models.fast.limits.idleMs'])).toEqual({
    code: 0,
    stdout: [
      'models.<name>.limits.idleMs',
      '  The longest silence within a stream, in milliseconds.',
      '  type     a whole number of at least 1',
      '  default  60000',
      '  example  idleMs: 60000',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect((await run(['config', 'explain', 'gateway'])).stdout).toContain('\n  gateway.drainMs: How long');
  expect((await run(['config', 'explain'])).stdout).toMatch(/^gateway\.port +The port/m);
  const unknown = await run(['config', 'explain', 'gateway.prot']);
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toContain('did you mean gateway.port');
});

test('ask takes a name of the configuration, falls back as it says, and never shows a secret', async () => {
  const house = await simulate();
  cleanups.push(() => house.close());
  const environment = { HOUSE: house.url, HOUSE_SECRET: secret };
  const { code, stdout } = await run(['ask', 'It holds.', '-m', 'gpt-4o', '--json'], { files, environment });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ model: 'house/echo' });
  expect(house.requests[0]?.headers['authorization']).toBe(`Bearer ${secret}`);
  const away = await run(['ask', 'It holds.'], { files, environment: { ...environment, HOUSE: 'http://127.0.0.1:9' } });
  expect([away.code, away.stdout]).toEqual([0, 'It holds.\n']);
  expect(away.stderr).toContain('fast (the first in steadfast.yaml)');
  const typo = await run(['ask', 'hi', '-m', 'fats'], { files, environment });
  expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('Did you mean "fast"?')]);
  for (const outcome of [away, typo]) expect(outcome.stdout + outcome.stderr).not.toContain(secret);
  const unset = await run(['ask', 'hi', '-m', 'fast'], { files });
  expect([unset.code, unset.stderr]).toEqual([1, expect.stringContaining('steadfast.yaml:3:46')]);
});

test('serve takes a program as configuration, and the command line wins over it', async () => {
  const program = `
import { defineConfig } from '@steadfast/gateway/config';
const idleMs: number = 5_000;
export default defineConfig({
  models: { fast: { use: ['sim/echo'], limits: { idleMs } } },
  gateway: { port: 1, token: '${secret}' },
});`;
  const words = ['serve', '--config', 'my.config.ts', '--port', '0'];
  const { code, stdout, stderr } = await run(words, { files: { 'my.config.ts': program }, endAfter: 'curl ' });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\n$/)]);
  expect(stderr).toContain('config  my.config.ts');
  expect(stderr).toContain('models  fast');
});

test('doctor finds nothing wrong, or says how to mend it', async () => {
  const house = await simulate();
  cleanups.push(() => house.close());
  const environment = { HOUSE: house.url, HOUSE_SECRET: secret, ANTHROPIC_API_KEY: secret };
  const well = await run(['doctor'], { files, environment });
  expect(well).toMatchObject({ code: 0, stderr: '' });
  expect(well.stdout).toMatch(/^✓ Node \d+\.\d+\.\d+$/m);
  expect(well.stdout).toContain('✓ configuration steadfast.yaml is valid\n');
  expect(well.stdout).toContain('✓ keys: ANTHROPIC_API_KEY, providers.house.apiKey\n');
  expect(well.stdout).toMatch(/^✓ house at http:\/\/127\.0\.0\.1:\d+\/v1: /m);
  expect(well.stdout).not.toContain(secret);
  expect(house.requests.map(({ method, path }) => [method, path])).toEqual([['GET', '/v1/models']]);

  const taken = createServer().listen(0, '127.0.0.1');
  cleanups.push(async () => taken.close());
  await new Promise((ready) => taken.once('listening', ready));
  const address = taken.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  const more = { 'steadfast.yaml': `${yaml}fallbacks: [openai/gpt-6-luna, ollama/qwen3]\n` };
  const away = { HOUSE: 'http://127.0.0.1:9', HOUSE_SECRET: secret };
  const ill = await run(['doctor', '--port', port], { files: more, environment: away });
  expect(ill.code).toBe(1);
  expect(ill.stdout).toContain(`✗ port ${port} on 127.0.0.1 cannot be listened on\n    fix: `);
  expect(ill.stdout).toContain('✗ models.fast.use[0]: house/echo: house does not answer on this machine\n    fix: ');
  expect(ill.stdout).toContain(
    '✗ fallbacks[0]: openai/gpt-6-luna has no key\n    fix: export OPENAI_API_KEY=<your key>\n',
  );
  expect(ill.stdout).toContain(
    'does not answer on this machine\n    fix: start it: `ollama serve`, or correct its baseUrl',
  );

  const broken = await run(['doctor'], { files: { 'steadfast.yaml': 'modles: {}' } });
  expect(broken.code).toBe(1);
  expect(broken.stdout).toContain('steadfast.yaml:1:1  unknown key "modles"; did you mean "models"?');
  expect(broken.stdout).toContain('✗ no key is set and no model server runs on this machine');
});

test('doctor and models know every row: where each is, and what else of it can be asked for', async () => {
  const server = await simulate();
  cleanups.push(() => server.close());
  const here = { LMSTUDIO_BASE_URL: `${server.url}/v1`, MISTRALRS_BASE_URL: `${server.url}/v1` };
  const environment = { ...here, ZAI_API_KEY: secret, AZURE_API_KEY: secret };
  const more = { 'steadfast.yaml': 'fallbacks: [azure/gpt-4o, zai-coding/glm-5.3, z.ai/glm-5.3]' };
  const { stdout } = await run(['doctor'], { files: more, environment });
  expect(stdout).toContain('✓ keys: AZURE_API_KEY, ZAI_API_KEY\n');
  expect(stdout).toMatch(/^✓ LM Studio or mistral\.rs at http:\/\/127\.0\.0\.1:\d+\/v1: /m);
  const variables = 'AZURE_OPENAI_BASE_URL, AZURE_OPENAI_ENDPOINT, AZURE_RESOURCE_NAME';
  expect(stdout).toContain(
    `✗ fallbacks[0]: azure/gpt-4o has no address\n    fix: give its baseUrl, or set one of ${variables}\n`,
  );
  expect(stdout).toContain('✓ fallbacks[1]: zai-coding/glm-5.3\n✓ fallbacks[2]: z.ai/glm-5.3\n');
  const { stderr } = await run(['models'], { environment });
  expect(stderr).toContain('asked for as provider/model: azure/…, zai/…, zai-coding/….');
});

test('models lists what can be asked for by name', async () => {
  const house = await simulate();
  cleanups.push(() => house.close());
  const environment = { HOUSE: house.url, HOUSE_SECRET: secret, OPENAI_API_KEY: 'x' };
  const { code, stdout } = await run(['models', '--json'], { files, environment });
  expect(code).toBe(0);
  const models = asArray(JSON.parse(stdout)).map(asObject);
  const sources = new Map(models.map(({ name, source }) => [name, source]));
  expect(Object.fromEntries(sources)).toMatchObject({
    fast: 'config',
    'gpt-4o': 'alias',
    'openai/gpt-6-luna': 'key',
    'sim/echo': 'simulated',
  });
  expect([...sources.values()]).toContain('local');
  const found = await run(['models', '--search', 'GPT-4'], { files, environment });
  expect(found.stdout).toBe('gpt-4o  alias of fast\n');
});

test('help comes at once, without loading what commands need', async () => {
  const text = await readFile(join(import.meta.dirname, 'command-line.ts'), 'utf8');
  const loaded = [...text.matchAll(/^import .* from '([^']+)';/gm)].map(([, from]) => from);
  expect(loaded).toEqual(['node:fs', 'commander', './exit-code.ts']);
});
