/** What calls of one caller used before, on the average. */
interface Habit {
  mean: number;
  count: number;
}

/** What was learned of the tokens of calls. */
export interface TokenHabits {
  /** True input tokens for each estimated one. */
  readonly input: Habit;
  /** Output tokens of a call, whoever made it. */
  readonly output: Habit;
  /** Output tokens of a call, by caller; those who called last. */
  readonly callers: Record<string, Habit>;
}

/** How much the newest call counts, once there have been many. */
const newest = 0.05;

/** How many callers are remembered: their names come from outside, and must not fill the memory. */
const mostCallers = 1_000;

/** What a reply is taken to have before any was seen. */
const firstGuess = 500;

/** Nothing learned yet. */
export function newHabits(): TokenHabits {
  return { input: { mean: 1, count: 0 }, output: { mean: firstGuess, count: 0 }, callers: {} };
}

/** The input tokens that an estimate stands for, by what estimates of this model came to before. */
export function expectedInput(habits: TokenHabits, estimate: number): number {
  return Math.ceil(estimate * habits.input.mean);
}

/** The output tokens to expect: what this caller's calls used, else what all used, and never more than the cap. */
export function expectedOutput(habits: TokenHabits, caller: string, most: number | undefined): number {
  const { mean } = habits.callers[keyOf(caller)] ?? habits.output;
  return Math.ceil(Math.min(mean, most ?? mean));
}

/** Learns from the true usage of a call. */
export function learnTokens(
  habits: TokenHabits,
  caller: string,
  estimate: number,
  inputTokens: number,
  outputTokens: number,
): void {
  if (estimate > 0) learn(habits.input, inputTokens / estimate);
  learn(habits.output, outputTokens);
  const { callers } = habits;
  const known = callers[keyOf(caller)] ?? { mean: outputTokens, count: 0 };
  learn(known, outputTokens);
  if (known.count > 1) return;
  const names = Object.keys(callers);
  const [oldest] = names;
  if (names.length >= mostCallers && oldest !== undefined) delete callers[oldest];
  callers[keyOf(caller)] = known;
}

/** No name of a caller is a name that objects have of their own. */
function keyOf(caller: string): string {
  return `caller ${caller}`;
}

function learn(habit: Habit, value: number): void {
  habit.count += 1;
  habit.mean += (value - habit.mean) * Math.max(1 / habit.count, newest);
}
