import { parseArgs } from 'node:util';
import { boundsOf } from '../test/overload/bounds.ts';
import type { OverloadBound } from '../test/overload/bounds.ts';
import { outageRun } from '../test/overload/outage.ts';
import { fullLoad, ours, overload } from '../test/overload/overload.ts';
import type { OverloadFigures } from '../test/overload/overload.ts';

// Puts the library and the gateway under more than three times the load that a provider takes, on real sockets, and holds
// them to bounds: npm run overload -- [--seconds N] [--hint seconds|exact|none] [--only part-of-a-name]
// With --outage the provider is away for so many seconds instead, 30 where nothing is said.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    hint: { type: 'string', default: fullLoad.hint },
    only: { type: 'string', default: '' },
    outage: { type: 'boolean', default: false },
  },
});
const hint = values.hint === 'exact' || values.hint === 'none' ? values.hint : 'seconds';
const subjects = ours.filter(({ name }) => name.includes(values.only));
let missed = 0;

function print(title: string, bounds: readonly OverloadBound[]): void {
  console.log(`\n${title}`);
  for (const { figure, value, bound, holds } of bounds) {
    missed += holds ? 0 : 1;
    console.log(`  ${figure.padEnd(42)}${value.padStart(10)}   ${bound.padEnd(18)}${holds ? 'holds' : 'MISSED'}`);
  }
}

function printFacts({ requests, refused, p50, p95, longest, failures, grownMb }: OverloadFigures): void {
  const times = [p50, p95, longest].map((ms) => `${Math.round(ms)} ms`);
  console.log(`  ${requests} requests, ${refused} refused; p50 ${times[0]}, p95 ${times[1]}, longest ${times[2]}`);
  if (grownMb !== undefined) console.log(`  the gateway's memory grew by ${grownMb.toFixed(0)} MB from its start on`);
  for (const [failure, count] of Object.entries(failures)) console.log(`  failed ${count} times: ${failure}`);
}

if (values.outage) {
  const seconds = Number(values.seconds ?? 30);
  console.log(`100 calls a second come by chance; their provider, which takes 150, is away for ${seconds} s.`);
  for (const subject of subjects) {
    for (const manner of ['refuse', 'hang'] as const) {
      const how = manner === 'refuse' ? 'all are refused with 503' : 'nobody is answered';
      print(`${subject.name}, ${how}`, await outageRun(subject, manner, seconds));
    }
  }
} else {
  const load = { ...fullLoad, hint, seconds: Number(values.seconds ?? fullLoad.seconds) } as const;
  const said = { seconds: 'whole seconds', exact: 'milliseconds', none: 'nothing' }[hint];
  console.log(
    `${load.clients} callers, a provider that takes ${load.perSecond} requests a second, ${load.seconds} s; ` +
      `a refusal says ${said} of the wait.`,
  );
  for (const subject of subjects) {
    const figures = await overload(subject, load);
    print(subject.name, boundsOf(figures));
    printFacts(figures);
  }
}
console.log(missed === 0 ? '\nEvery bound holds.' : `\n${missed} bounds are missed.`);
process.exitCode = missed === 0 ? 0 : 1;
