import { hedge } from 'steadfast/choices';
import { figuresOf, simulate } from 'steadfast/simulation';
import type { SimulationResult } from 'steadfast/simulation';
import type { Row, Scenario } from './scenario.ts';

const forMs = 600_000;
/** The time in which the usual times are learned. */
const learningMs = 60_000;

/** The shares of extra load that the curve has points at, and the quantile after which each makes its second requests. */
const curve = [
  { extraLoad: 0.01, quantile: 0.99, atMost: 1 },
  { extraLoad: 0.02, quantile: 0.98, atMost: 1 },
  { extraLoad: 0.05, quantile: 0.95, atMost: 0.5 },
  { extraLoad: 0.1, quantile: 0.9, atMost: 0.5 },
] as const;

/** A model whose slowest hundredth takes more than 60 times as long as its fastest. */
function run(
  seed: number,
  rules: { readonly extraLoad: number; readonly quantile: number } | undefined,
): Promise<SimulationResult> {
  const firstContentMs = { type: 'pareto', least: 300, shape: 1.1, most: 60_000 } as const;
  return simulate({
    seed,
    forMs,
    upstreams: { cloud: { firstContentMs } },
    loads: (world) => {
      const model = world.models().model('cloud/any');
      const hedged = rules === undefined ? model : hedge([model], { ...rules, clock: world.clock });
      return [{ model: hedged, offered: { perSecond: 50 } }];
    },
  });
}

/** Show 8: what second requests do to the slowest replies, and what they cost. */
export const hedging: Scenario = {
  name: 'hedging',
  about: 'a model with a heavy tail is asked a second time when the answer is late',
  run: async (seed) => {
    const plain = figuresOf(await run(seed, undefined), learningMs);
    const rows: Row[] = [];
    for (const { extraLoad, quantile, atMost } of curve) {
      const result = await run(seed, { extraLoad, quantile });
      const figures = figuresOf(result, learningMs);
      const whole = figuresOf(result);
      const extra = (whole.upstreamLoad * forMs) / 1_000 / whole.calls - 1;
      const name = `${extraLoad * 100} % allowed`;
      rows.push(
        { figure: `extra load, ${name}`, value: extra, bound: { atMost: extraLoad }, unit: 'share' },
        {
          figure: `p99 of that without, ${name}`,
          value: figures.latency.p99 / plain.latency.p99,
          bound: { atMost },
          unit: 'share',
        },
      );
    }
    return rows;
  },
};
