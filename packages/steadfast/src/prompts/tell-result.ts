import type { ExperimentResult, VariantResult, Verdict } from './experiment-result.ts';

/** Says in plain words how an experiment stands: the verdict first, then a line for each variant. */
export function tellResult({ id, outcomes, verdict, variants, comparisons }: ExperimentResult): string {
  const lines = [`${id}, ${outcomes} outcomes: ${verdictWords(verdict)}`, ...variants.map(variantWords)];
  for (const { one, other, pairs, difference } of comparisons) {
    const [low, high] = difference.map((bound) => bound.toFixed(3));
    lines.push(`  ${one} less ${other}: between ${low} and ${high}, by ${pairs} pairs`);
  }
  return lines.join('\n');
}

function verdictWords(verdict: Verdict): string {
  switch (verdict.type) {
    case 'not-enough-data':
      return `not enough data yet; about ${verdict.moreOutcomes} more outcomes are needed.`;
    case 'winner':
      return `"${verdict.variant}" is better than all others.`;
    case 'no-difference':
      return 'no two variants differ by as much as would matter.';
    case 'guardrail':
      return 'all variants but the first break a guardrail.';
    default:
      return 'as many outcomes as were allowed have decided nothing.';
  }
}

function variantWords({ name, outcomes, mean, interval, breaks }: VariantResult): string {
  const [low, high] = interval.map((bound) => bound.toFixed(3));
  const known = mean === undefined ? 'no outcomes yet' : `mean ${mean.toFixed(3)}, between ${low} and ${high}`;
  const broken = breaks.length === 0 ? '' : `; makes ${breaks.join(' and ')} worse than is put up with`;
  return `  ${name}: ${known}, by ${outcomes} outcomes${broken}`;
}
