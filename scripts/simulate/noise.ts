import { figuresOf, simulate } from 'steadfast/simulation';
import type { Load } from 'steadfast/simulation';
import type { Scenario } from './scenario.ts';

const forMs = 120_000;

function noise(
  name: string,
  about: string,
  hintMs: number | undefined,
  offered: Load['offered'],
  answers: number,
): Scenario {
  return {
    name,
    about,
    run: async (seed) => {
      const cloud = { firstContentMs: 400, noise: { share: 0.5, hintMs } };
      const result = await simulate({
        seed,
        forMs,
        upstreams: { cloud },
        loads: (world) => [{ model: world.models().model('cloud/any'), offered }],
      });
      const { attemptsPerSuccess, failed, goodput } = figuresOf(result);
      return [
        { figure: 'attempts per success', value: attemptsPerSuccess, bound: { atMost: 2.1 } },
        { figure: 'answers a second', value: goodput, bound: { atLeast: answers } },
        { figure: 'failures', value: failed, bound: { atMost: 0 } },
      ];
    },
  };
}

/** Show 4: refusals that say nothing of capacity. 50 clients that back off a second now and then answer 20 a second at the least. */
export const noises: readonly Scenario[] = [
  noise(
    'noise-open',
    'half of all requests are refused with 429 at random, 40/s offered',
    undefined,
    { perSecond: 40 },
    38,
  ),
  noise('noise-closed', 'the same with 50 clients in a closed loop', undefined, { clients: 50 }, 20),
  noise('noise-hints', 'the same, and refusals ask for 0.5 s', 500, { perSecond: 40 }, 38),
];
