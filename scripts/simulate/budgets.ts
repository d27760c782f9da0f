import { around, budget, budgeted } from 'steadfast/layers';
import type { Budget, Layer } from 'steadfast/model';
import { simulate } from 'steadfast/simulation';
import type { Load, World } from 'steadfast/simulation';
import type { Row, Scenario } from './scenario.ts';

const forMs = 68_000;
const organisationTokens = 9_000_000;
/** Every other key and every other run has so little that it ends before what stands above it. */
const keyTokens = [800_000, 2_000_000];
const runTokens = [30_000, 200_000];
const keys = 10;
const runsOfKey = 20;
const clientsOfRun = 50;

/** One budget, and beside it a count of its own of what was truly used. */
class Level {
  readonly budget: Budget;
  readonly #tokens: number;
  #used = 0;
  /** The largest share of the limit that was ever used, and that was ever used or reserved. */
  used = 0;
  held = 0;

  constructor(tokens: number, world: World, within?: Level) {
    this.budget = budget({ tokens, within: within?.budget, clock: world.clock });
    this.#tokens = tokens;
  }

  use(tokens: number): void {
    this.#used += tokens;
    this.used = Math.max(this.used, this.#used / this.#tokens);
  }

  look(): void {
    const state = this.budget.purses.at(-1)?.state;
    if (state === undefined) return;
    this.held = Math.max(this.held, (state.spent.tokens + state.reserved.tokens) / this.#tokens);
  }
}

/** Stands between a budget and its model: what it lets through has been reserved, what comes back is used. */
function counted(levels: readonly Level[], world: World): Layer {
  return around(async (next, request, call) => {
    for (const level of levels) level.look();
    const settled = await next(request, call);
    if ('usage' in settled) for (const level of levels) level.use(settled.usage.totalTokens);
    return settled;
  }, world.clock);
}

class Organisation {
  readonly loads: Load[] = [];
  readonly tiers: { readonly name: string; readonly levels: Level[] }[];

  constructor(world: World) {
    const organisation = new Level(organisationTokens, world);
    const keyLevels: Level[] = [];
    const runLevels: Level[] = [];
    const model = world.model('cloud');
    for (let key = 0; key < keys; key += 1) {
      const ofKey = new Level(keyTokens[key % 2] ?? 0, world, organisation);
      keyLevels.push(ofKey);
      for (let run = 0; run < runsOfKey; run += 1) {
        const ofRun = new Level(runTokens[run % 2] ?? 0, world, ofKey);
        runLevels.push(ofRun);
        const watched = counted([organisation, ofKey, ofRun], world)(model);
        const limited = budgeted(ofRun.budget, { clock: world.clock })(watched);
        const thinkMs = { type: 'exponential', mean: 500 } as const;
        this.loads.push({ model: limited, offered: { clients: clientsOfRun, thinkMs } });
      }
    }
    this.tiers = [
      { name: 'organisation', levels: [organisation] },
      { name: 'keys', levels: keyLevels },
      { name: 'runs', levels: runLevels },
    ];
  }
}

/** Show 7: whatever is asked for at once, no level is ever overspent. */
export const budgets: Scenario = {
  name: 'budgets',
  about:
    '10,000 clients draw on the budgets of 200 runs, 10 keys and one organisation, as long as there is something left',
  run: async (seed) => {
    let tiers: Organisation['tiers'] = [];
    const outputTokens = { type: 'lognormal', median: 18, sigma: 0.6 } as const;
    const firstContentMs = { type: 'lognormal', median: 300, sigma: 0.5 } as const;
    const { calls, left } = await simulate({
      seed,
      forMs,
      upstreams: { cloud: { outputTokens, firstContentMs } },
      loads: (world) => {
        const organisation = new Organisation(world);
        tiers = organisation.tiers;
        return organisation.loads;
      },
    });
    const answered = calls.filter(({ outcome }) => outcome === 'ok').length;
    const refused = calls.filter(({ outcome }) => outcome === 'budget').length;
    return [
      { figure: 'reservations asked for', value: calls.length, bound: { atLeast: 1_000_000 } },
      {
        figure: 'neither answered nor refused',
        value: calls.length - answered - refused + left.calls,
        bound: { atMost: 0 },
      },
      ...tiers.flatMap(({ name, levels }): Row[] => [
        { figure: `used of a limit, ${name}`, value: worst(levels, 'used'), bound: { atMost: 1 }, unit: 'share' },
        { figure: `used or reserved, ${name}`, value: worst(levels, 'held'), bound: { atMost: 1 }, unit: 'share' },
      ]),
      {
        figure: 'used of what there was',
        value: worst(tiers[0]?.levels ?? [], 'used'),
        bound: { atLeast: 0.99 },
        unit: 'share',
      },
    ];
  },
};

function worst(levels: readonly Level[], figure: 'used' | 'held'): number {
  return Math.max(...levels.map((level) => level[figure]));
}
