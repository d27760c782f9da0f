/** How long an answer may take and still be none that is slow: so many times as long as usual. */
export const slowAnswer = 2;

/** Whoever stays so much longer than the last one who left bears more than that one did. */
const outstaying = 1.1;

/**
 * Whether a caller who has waited so long is likely to leave before an answer that is begun now, by what was seen last:
 * programs end their calls after a fixed time, which they tell nobody.
 * @param leftAfterMs How old the call of the last caller was who left from the front of the line; Infinity for nobody.
 * @param answerMs How long an answer usually takes.
 */
export function isAboutToLeave(ageMs: number, leftAfterMs: number, answerMs: number): boolean {
  const tooLateMs = leftAfterMs - Math.min(slowAnswer * answerMs, leftAfterMs / 2);
  return ageMs >= tooLateMs && ageMs <= leftAfterMs * outstaying;
}
