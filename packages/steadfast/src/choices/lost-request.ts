import type { Completion } from '../model/completion.ts';
import { isModelError } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { Usage } from '../model/usage.ts';
import type { RunnerEnd } from './race.ts';

/** What is known of a request that lost: it may have been answered all the same, in part or wholly, and is paid for then. */
export async function lostFacts(
  end: RunnerEnd<Completion | CompletionStream>,
): Promise<Readonly<Record<string, string | number>>> {
  if ('error' in end) return factsOfError(end.error);
  if (!('ended' in end.settled)) return factsOfReply(end.settled);
  try {
    return factsOfReply(await end.settled.result);
  } catch (error) {
    return factsOfError(error);
  }
}

function factsOfReply({ usage, cost }: Completion): Readonly<Record<string, string | number>> {
  const facts = { outcome: 'answered', ...tokensOf(usage) };
  return cost?.known === true ? { ...facts, usd: cost.amount } : facts;
}

function factsOfError(error: unknown): Readonly<Record<string, string | number>> {
  if (!isModelError(error)) return { outcome: 'failed' };
  const outcome = error.kind === 'aborted' ? 'ended' : error.kind;
  const usage = error.partial?.usage;
  return usage === undefined ? { outcome } : { outcome, ...tokensOf(usage) };
}

function tokensOf({ reported, inputTokens, outputTokens }: Usage): Readonly<Record<string, number>> {
  return reported ? { inputTokens, outputTokens } : {};
}
