// Measures Steadfast against what the machine allows and against its peers; see README.md.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { coat } from './cases/coat.mjs';
import { completeCall } from './cases/complete-call.mjs';
import { manyStreams } from './cases/many-streams.mjs';
import { memory } from './cases/memory.mjs';
import { relay } from './cases/relay.mjs';
import { startUp } from './cases/start-up.mjs';
import { storm } from './cases/storm.mjs';
import { stream } from './cases/stream.mjs';
import { translate } from './cases/translate.mjs';
import { Report } from './report.mjs';
import { placement, Worker } from './worker.mjs';

const root = dirname(import.meta.dirname);
const cases = {
  a: completeCall,
  b: stream,
  c: relay,
  d: startUp,
  e: storm,
  f: translate,
  g: coat,
  h: memory,
  i: manyStreams,
};
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});
const chosen = values.only === undefined ? Object.keys(cases) : values.only.split(',');
const unknown = chosen.filter((name) => cases[name] === undefined);
if (unknown.length > 0) {
  console.error(`bench: there is no case ${unknown.join(', ')}; there are ${Object.keys(cases).join(', ')}.`);
  process.exit(2);
}

if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
  console.log('Installing the peers that are measured beside us (once).');
  run('npm', ['ci', '--prefix', import.meta.dirname, '--ignore-scripts', '--no-audit', '--no-fund', '--silent']);
}
if (!values['no-build']) run('npm', ['run', '--silent', 'build']);

const load = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, ${placement}`);
console.log(`load average before: ${load()}`);

const report = new Report();
const upstream = new Worker('mock.mjs', 'beside');
const { result: port } = await upstream.ask('port');
/** How many rounds to run where a full run has so many. */
const plan = (rounds) => (values.quick ? Math.max(2, Math.round(rounds / 5)) : rounds);
for (const name of chosen) await cases[name]({ port, upstream, report, plan, quick: values.quick });
upstream.end();

console.log(`\nload average after: ${load()}`);
if (report.missed.length > 0) {
  console.log(`\n${report.missed.length} missed:`);
  for (const line of report.missed) console.log(`  ${line}`);
  process.exitCode = 1;
} else console.log('\nEvery bound holds.');

function run(command, options) {
  const { status } = spawnSync(command, options, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`bench: ${command} ${options.join(' ')} failed`);
  process.exit(1);
}
