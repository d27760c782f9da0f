import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath } from 'node:process';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const work = mkdtempSync(join(tmpdir(), 'steadfast-package-'));
const names = ['steadfast', 'testkit', 'gateway'] as const;
const { version }: { version: string } = JSON.parse(
  readFileSync(join(root, 'packages/steadfast/package.json'), 'utf8'),
);

/** The packed packages, as they would be published. */
let tarballs: Record<(typeof names)[number], string>;
/** A folder in which all of them are installed, and one that holds the library alone. */
let everything: string;
let alone: string;

function run(command: string, options: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, options, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${options.join(' ')} in ${cwd} failed:\n${stdout}${stderr}`);
}

function install(name: string, packages: readonly string[]): string {
  const folder = mkdtempSync(join(work, `${name}-`));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
  const { status, stdout, stderr } = spawnSync('npm', options, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return folder;
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.exec(stderr)?.[0];
  throw new Error(
    unreachable === undefined
      ? `npm could not install ${packages.join(' ')}:\n${stdout}${stderr}`
      : `The gateway's dependencies (undici, commander) are not in npm's cache, and npm could not reach its registry ` +
          `(${unreachable}). Run this once with a connection; after that the cache is enough.`,
  );
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

beforeAll(() => {
  run(join(root, 'node_modules/.bin/tsc'), ['-b'], root);
  run(execPath, [join(root, 'scripts/pack.ts'), '--to', work], root);
  const tarball = (name: string): string => join(work, `${name}-${version}.tgz`);
  tarballs = {
    steadfast: tarball('steadfast'),
    testkit: tarball('steadfast-testkit'),
    gateway: tarball('steadfast-gateway'),
  };
  everything = install('everything', Object.values(tarballs));
  alone = install('alone', [tarballs.steadfast]);
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

test.each(names)('the package %s is packed as tools expect it', async (name) => {
  const tarball = readFileSync(tarballs[name]);
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytes } });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('no test, source or map is packed', () => {
  const strange = filesIn(join(everything, 'node_modules'))
    .filter((file) => /node_modules\/(?:steadfast|@steadfast\/\w+)\//.test(file))
    .filter((file) => /\.test\.|\.map$|\.tsbuildinfo$|[^d]\.ts$|\/src\//.test(file));
  expect(strange).toEqual([]);
});

test('the library comes alone, and is small', () => {
  const files = filesIn(join(alone, 'node_modules'));
  const packages = files.filter((file) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file));
  const megabytes = files.reduce((sum, file) => sum + statSync(file).blocks * 512, 0) / 1e6;
  console.log(`steadfast installed: ${megabytes.toFixed(2)} MB in ${files.length} files`);
  expect(packages).toEqual([join(alone, 'node_modules/steadfast/package.json')]);
  expect(megabytes).toBeLessThan(3);
});

test('every door of the library opens, and quickly', () => {
  const manifest: { exports: Record<string, unknown> } = JSON.parse(
    readFileSync(join(alone, 'node_modules/steadfast/package.json'), 'utf8'),
  );
  // What needs a package that is not there is not opened by those who do not have it.
  const closed = new Set(['./package.json', './opentelemetry']);
  const doors = Object.keys(manifest.exports).filter((door) => !closed.has(door));
  const code = `
    const begun = performance.now();
    await import('steadfast');
    const importMs = performance.now() - begun;
    for (const door of ${JSON.stringify(doors)}) await import('steadfast' + door.slice(1));
    console.log(importMs.toFixed(1));`;
  const importMs = run(execPath, ['--input-type=module', '--eval', code], alone);
  console.log(`import 'steadfast': ${importMs.trim()} ms`);
  expect(Number(importMs)).toBeLessThan(1000);
});

test('the declarations say the same to a program that uses them', () => {
  const program = `
    import { ModelError, model, type Completion } from 'steadfast';
    import type { Model } from 'steadfast/model';
    import { startGateway } from '@steadfast/gateway';
    import { simulate } from '@steadfast/testkit';
    const asked: Model = model('sim/echo');
    export const answered: Completion = await asked.complete('Hello');
    export const failed: boolean = new Error() instanceof ModelError;
    export const started = [startGateway, simulate] as const;
    // @ts-expect-error: a request has messages, or is a string
    await asked.complete(5);`;
  writeFileSync(join(everything, 'program.ts'), program);
  const compiler = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,esnext.disposable',
    '--strict',
    '--noEmit',
  ];
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  expect(run(join(root, 'node_modules/.bin/tsc'), [...compiler, ...types, 'program.ts'], everything)).toBe('');
});

test('a reply streams through the installed library', () => {
  const program = `
    import { model } from 'steadfast';
    import { simulate } from '@steadfast/testkit';
    const provider = await simulate();
    const asked = model('openai/gpt-6-luna', { apiKey: 'sk-test', baseUrl: provider.url + '/v1' });
    for await (const text of (await asked.stream('It holds, word by word.')).text) process.stdout.write(text);
    await provider.close();`;
  expect(run(execPath, ['--input-type=module', '--eval', program], everything)).toBe('It holds, word by word.');
});

test('a reply streams through the installed gateway', () => {
  const program = `
    import { startGateway } from '@steadfast/gateway';
    import { simulate } from '@steadfast/testkit';
    const provider = await simulate();
    const environment = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: provider.url + '/v1' };
    const gateway = await startGateway({ port: 0, token: 'secret', environment });
    const reply = await fetch(gateway.url + '/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'openai/gpt-6-luna', stream: true, messages: [{ role: 'user', content: 'It holds.' }],
      }),
    });
    for (const line of (await reply.text()).split('\\n')) {
      if (line.startsWith('data: {')) process.stdout.write(JSON.parse(line.slice(6)).choices[0]?.delta.content ?? '');
    }
    await gateway.close();
    await provider.close();`;
  expect(run(execPath, ['--input-type=module', '--eval', program], everything)).toBe('It holds.');
});

test('the installed command tells its version and its commands', () => {
  const command = join(everything, 'node_modules/.bin/steadfast');
  expect(run(execPath, [command, '--version'], everything)).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(run(execPath, [command, '--help'], everything)).toContain('serve');
});
