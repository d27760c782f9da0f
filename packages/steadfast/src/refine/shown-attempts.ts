import { chanceOf } from '../choices/rendezvous.ts';
import type { RefineAttempt } from './run-state.ts';

/** Which past attempts a prompt shows. */
export interface ShownAttempts {
  /** The most of them: those with the highest scores. Default: 5. */
  readonly best?: number;
  /** The chance of each attempt to be among those that are chosen from. Default: 1. */
  readonly chance?: number;
}

/**
 * The past attempts that the next prompt shows, the best last; of those with the same score the newest counts as better. By
 * `key` the same ones are drawn again when a run is taken up.
 */
export function shownAttempts(
  attempts: readonly RefineAttempt[],
  { best = 5, chance = 1 }: ShownAttempts,
  key: string,
): readonly RefineAttempt[] {
  const drawn = attempts.filter(({ number }) => chanceOf(key, `attempt ${number}`) < chance);
  const rising = drawn.toSorted((one, other) => one.score - other.score || one.number - other.number);
  return best < 1 ? [] : rising.slice(-best);
}

/** The items in the order of a key: the same for the same key and number of items, whatever they are. */
export function inOrderOf<Item>(items: readonly Item[], key: string): readonly Item[] {
  return items
    .map((item, index) => ({ item, place: chanceOf(key, `item ${index}`) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
