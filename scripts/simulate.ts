import { parseArgs } from 'node:util';
import { chosenSeed } from 'steadfast/simulation';
import { buckets } from './simulate/buckets.ts';
import { budgets } from './simulate/budgets.ts';
import { deadPrimaries } from './simulate/dead-primary.ts';
import { experiments } from './simulate/experiments.ts';
import { hedging } from './simulate/hedging.ts';
import { noises } from './simulate/noise.ts';
import { outages } from './simulate/outage.ts';
import { overload } from './simulate/overload.ts';
import { holds, isWorse, printed } from './simulate/scenario.ts';
import type { Row, Scenario } from './simulate/scenario.ts';

// Runs the scenarios of the simulator, prints each figure beside its bound, and fails when any bound is missed:
// npm run simulate -- [--seed N] [--runs N] [--only part-of-a-name]
const { values } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const seed = values.seed === undefined ? chosenSeed() : Number(values.seed);
const runs = Number(values.runs);
const scenarios = [...buckets, overload, ...outages, ...noises, ...deadPrimaries, budgets, hedging, experiments].filter(
  ({ name }) => name.includes(values.only),
);

interface Worst {
  readonly row: Row;
  readonly seed: number;
}

/** The worst value that each figure had, and the seed that gave it. */
async function worstOf({ run }: Scenario): Promise<Worst[]> {
  const worst: Worst[] = [];
  for (let index = 0; index < runs; index += 1) {
    for (const [place, row] of (await run(seed + index)).entries()) {
      const known = worst[place];
      if (known === undefined || isWorse(row, known.row)) worst[place] = { row, seed: seed + index };
    }
  }
  return worst;
}

const print = (...columns: readonly string[]): void => {
  const [scenario = '', figure = '', value = '', bound = '', verdict = ''] = columns;
  console.log(`${scenario.padEnd(18)}${figure.padEnd(34)}${value.padStart(10)}   ${bound.padEnd(12)}${verdict}`);
};

console.log(`Seed ${seed}${runs > 1 ? ` and the ${runs - 1} that follow it; the worst value of each figure` : ''}.\n`);
print('scenario', 'figure', 'value', 'bound');
let missed = 0;
for (const scenario of scenarios) {
  const began = performance.now();
  const rows = await worstOf(scenario);
  console.log(`\n${scenario.about} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  for (const { row, seed: at } of rows) {
    const good = holds(row);
    if (!good) missed += 1;
    const bound =
      'atLeast' in row.bound ? `≥ ${printed(row.bound.atLeast, row.unit)}` : `≤ ${printed(row.bound.atMost, row.unit)}`;
    const again = good ? '✓' : `✗  npm run simulate -- --only ${scenario.name} --seed ${at}`;
    print(scenario.name, row.figure, printed(row.value, row.unit), bound, again);
  }
}
console.log(missed === 0 ? '\nEvery bound is kept.' : `\n${missed} bounds are missed.`);
process.exitCode = missed === 0 ? 0 : 1;
