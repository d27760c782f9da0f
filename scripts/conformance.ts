import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

// Runs the wire-fault runner against the library, or with GATEWAY=1 against the gateway, and fails when any cell does.
const root = resolve(import.meta.dirname, '..');
const runner = process.env['STEADFAST_FAULT_MATRIX'] ?? resolve(root, '../shared/fault-matrix');
if (!existsSync(join(runner, 'run.mjs'))) {
  console.log(`Skipped: there is no fault runner in ${runner}; name its folder in STEADFAST_FAULT_MATRIX.`);
  process.exit(0);
}

const gateway = process.env['GATEWAY'] !== undefined;
const adapter = join(root, 'test/conformance', gateway ? 'gateway.ts' : 'library.ts');
const [filter = '.'] = process.argv.slice(2);
const port = await freePort();
const provider = spawn(process.execPath, [join(runner, 'provider.mjs'), String(port)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((ready) => provider.stdout.once('data', ready));

let failed = false;
for (const variant of [undefined, 'fallback']) {
  for (const format of ['openai', 'anthropic']) {
    const name = `${gateway ? 'gateway' : 'library'}, ${format}${variant === undefined ? '' : `, ${variant}`}`;
    console.log(`\n${name}`);
    failed = (await run(format, variant)) !== 0 || failed;
  }
}
provider.kill();
console.log(failed ? '\nNot every cell passes.' : '\nEvery cell passes.');
process.exit(failed ? 1 : 0);

function run(format: string, variant: string | undefined): Promise<number> {
  const environment = { ...process.env, PROV: `http://127.0.0.1:${port}`, VARIANT: variant ?? '' };
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  return ended(
    spawn(process.execPath, [...flags, join(runner, 'run.mjs'), adapter, format, filter], {
      env: environment,
      stdio: 'inherit',
    }),
  );
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
