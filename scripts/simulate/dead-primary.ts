import { figuresOf, simulate } from 'steadfast/simulation';
import type { Outage } from 'steadfast/simulation';
import type { Scenario } from './scenario.ts';

function primary(name: string, about: string, outage: Omit<Outage, 'fromMs' | 'toMs'>): Scenario {
  return {
    name,
    about,
    run: async (seed) => {
      const outages = [{ fromMs: 0, toMs: Infinity, ...outage }];
      const result = await simulate({
        seed,
        forMs: 1_000,
        upstreams: { primary: { outages }, second: {} },
        loads: (world) => {
          const models = world.models({ defaults: { limits: { headersMs: 5_000 } } });
          const model = models.fallback(['primary/any', 'second/any']);
          return [{ model, offered: { clients: 100 }, untilMs: 1, deadlineMs: 60_000 }];
        },
      });
      const { calls, answered, attemptsPerSuccess } = figuresOf(result);
      return [
        { figure: 'calls', value: calls, bound: { atLeast: 100 } },
        { figure: 'answered', value: answered, bound: { atLeast: 100 } },
        { figure: 'attempts per success', value: attemptsPerSuccess, bound: { atMost: 3 } },
      ];
    },
  };
}

/** Show 5: a fallback answers all who call at once. */
export const deadPrimaries: readonly Scenario[] = [
  primary('primary-dead', '100 calls at once, the first model refuses them all', { manner: 'refuse' }),
  primary('primary-hangs', '100 calls at once, the first model says nothing', { manner: 'hang' }),
  primary('primary-half-dead', '100 calls at once, the first model fails half of them', {
    share: 0.5,
    manner: 'error',
  }),
];
