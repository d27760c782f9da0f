import { parseArgs } from 'node:util';
import { boundsOf } from '../test/overload/bounds.ts';
import { fullLoad, ours, overload } from '../test/overload/overload.ts';

// Puts the library and the gateway under more than three times the load that a provider takes, on real sockets, and holds
// them to bounds: npm run overload -- [--seconds N] [--hint seconds|exact|none] [--only part-of-a-name]
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: String(fullLoad.seconds) },
    hint: { type: 'string', default: fullLoad.hint },
    only: { type: 'string', default: '' },
  },
});
const hint = values.hint === 'exact' || values.hint === 'none' ? values.hint : 'seconds';
const load = { ...fullLoad, hint, seconds: Number(values.seconds) } as const;
console.log(
  `${load.clients} callers, a provider that takes ${load.perSecond} requests a second, ${load.seconds} s; a refusal says ` +
    `${{ seconds: 'whole seconds', exact: 'milliseconds', none: 'nothing' }[hint]} of the wait.`,
);
let missed = 0;
for (const subject of ours.filter(({ name }) => name.includes(values.only))) {
  const figures = await overload(subject, load);
  console.log(`\n${subject.name}`);
  for (const { figure, value, bound, holds } of boundsOf(figures)) {
    missed += holds ? 0 : 1;
    console.log(`  ${figure.padEnd(42)}${value.padStart(10)}   ${bound.padEnd(18)}${holds ? 'holds' : 'MISSED'}`);
  }
  const { requests, refused, p50, p95, longest, failures, grownMb } = figures;
  console.log(
    `  ${requests} requests, ${refused} refused; p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms, longest ${Math.round(longest)} ms`,
  );
  if (grownMb !== undefined) console.log(`  the gateway's memory grew by ${grownMb.toFixed(0)} MB from its start on`);
  for (const [failure, count] of Object.entries(failures)) console.log(`  failed ${count} times: ${failure}`);
}
console.log(missed === 0 ? '\nEvery bound holds.' : `\n${missed} bounds are missed.`);
process.exitCode = missed === 0 ? 0 : 1;
