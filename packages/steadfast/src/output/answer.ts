import type { Completion } from '../model/completion.ts';
import type { Mend } from '../schema/mend.ts';

/** An answer that fits its form, and how it came about. */
export interface Answer<Value> {
  readonly value: Value;
  /** True when the reply was not right as it came: its text was mended, or it had to be asked for again. */
  readonly repaired: boolean;
  /** What was mended in the text of the last reply. */
  readonly mends: readonly Mend[];
  /** How many replies were asked for. */
  readonly replies: number;
  /** The last reply; its `attempts` are those of all replies. */
  readonly completion: Completion;
}
