import type { RefineAttempt } from './run-state.ts';

/**
 * Attempts as a prompt tells of them: each with its number, its score, what was replied and what is wrong with it. `undefined`
 * where there are none, so that a section of a template that is about them stays away.
 */
export function toldAttempts(attempts: readonly RefineAttempt[]): string | undefined {
  if (attempts.length === 0) return undefined;
  return attempts
    .map(({ number, score, text, feedback }) => {
      const parts = [`<reply>\n${text}\n</reply>`, `<feedback>\n${feedback}\n</feedback>`];
      return `<attempt number="${number}" score="${score.toFixed(2)}">\n${parts.join('\n')}\n</attempt>`;
    })
    .join('\n');
}
