import { join } from 'node:path';
import { env, exit } from 'node:process';
import { parseArgs } from 'node:util';
import { FaultyProvider, hasRunner, noRunner } from '../test/conformance/fault-runner.ts';

// Runs the wire-fault runner against the library, or with GATEWAY=1 against the gateway, and fails when any cell does:
// npm run conformance -- [filter]
// With --peers both are run beside the published clients, under faults and under overload, and docs/conformance.md is
// written: npm run conformance -- --peers [--only part-of-a-name] [--faults] [--overload] [--seconds N]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    faults: { type: 'boolean', default: false },
    overload: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
  },
});
if (!hasRunner()) {
  console.log(noRunner);
  exit(0);
}
if (values.peers) {
  const { scoreboard } = await import('../test/conformance/peers/scoreboard.ts');
  const { only, faults, overload, seconds } = values;
  const all = !faults && !overload;
  await scoreboard({ only, faults: all || faults, overload: all || overload, seconds: Number(seconds) });
  exit(0);
}

const gateway = env['GATEWAY'] !== undefined;
const adapter = join(import.meta.dirname, '../test/conformance', gateway ? 'gateway.ts' : 'library.ts');
const [filter] = positionals;
using provider = await FaultyProvider.start();
let passed = true;
for (const variant of [undefined, 'fallback'] as const) {
  for (const format of ['openai', 'anthropic'] as const) {
    const name = `${gateway ? 'gateway' : 'library'}, ${format}${variant === undefined ? '' : `, ${variant}`}`;
    console.log(`\n${name}`);
    passed = (await provider.run({ adapter, format, variant, filter })) && passed;
  }
}
console.log(passed ? '\nEvery cell passes.' : '\nNot every cell passes.');
process.exitCode = passed ? 0 : 1;
