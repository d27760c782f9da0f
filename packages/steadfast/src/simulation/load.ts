import type { Caller } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { valueAt } from './course.ts';
import type { Course } from './course.ts';
import { draw } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import type { Random } from './seeded-random.ts';
import type { World } from './world.ts';

/** Calls that are made of a model. */
export interface Load {
  readonly model: Model;
  /** An open loop of so many calls a second, by chance, whatever becomes of them; or a closed one of clients that call again when answered. */
  readonly offered: { readonly perSecond: Course } | { readonly clients: number; readonly thinkMs?: Distribution };
  /** Default: nobody in particular. */
  readonly caller?: Caller;
  /** Default: a short question. */
  readonly request?: CompletionInput;
  /** Whether replies are streamed. Default: false. */
  readonly streamed?: boolean;
  /** How long a call may take, in milliseconds. Default: as long as the model allows. */
  readonly deadlineMs?: number;
  /** After so many milliseconds the caller ends the call. Default: never. */
  readonly leaveAfterMs?: Distribution;
  /** When the calls begin and when no more are begun, in milliseconds since the beginning. Default: the whole simulation. */
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** Makes one call and settles when it is over. */
export type MakeCall = (load: Load) => Promise<void>;

/** Offers a load in a world, from now on until it ends. */
export function offer(load: Load, world: World, forMs: number, random: Random, call: MakeCall): void {
  const { offered, fromMs = 0, untilMs = forMs } = load;
  world.clock.after(fromMs - world.ms, () => {
    if ('perSecond' in offered) arriveByChance(offered.perSecond, load, world, untilMs, random, call);
    else for (let client = 0; client < offered.clients; client += 1) void askAgain(load, world, untilMs, random, call);
  });
}

/** The longest that is waited for the next arrival before the rate is looked at anew: what comes by chance has no memory. */
const longestGapMs = 1_000;

function arriveByChance(
  perSecond: Course,
  load: Load,
  world: World,
  untilMs: number,
  random: Random,
  call: MakeCall,
): void {
  const next = (): void => {
    if (world.ms >= untilMs) return;
    const gapMs = draw({ type: 'exponential', mean: 1_000 / valueAt(perSecond, world.ms) }, random);
    world.clock.after(Math.min(gapMs, longestGapMs), () => {
      if (gapMs <= longestGapMs && world.ms < untilMs) void call(load);
      next();
    });
  };
  next();
}

async function askAgain(load: Load, world: World, untilMs: number, random: Random, call: MakeCall): Promise<void> {
  const { offered } = load;
  const thinkMs = 'clients' in offered ? (offered.thinkMs ?? 0) : 0;
  while (world.ms < untilMs) {
    await call(load);
    const pauseMs = draw(thinkMs, random);
    // A call that fails at once must not be made again and again while no time passes.
    await new Promise<void>((resolve) => {
      world.clock.after(Math.max(1, pauseMs), resolve);
    });
  }
}
