import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { Completion } from '../../../model/completion.ts';
import { asObject, parseJson } from '../../../model/json.ts';
import { ownName } from '../part-facts.ts';

/** What the AI SDK has no place for: which model answered, what was tried, and how long it took. */
export function callMetadata(completion: Completion): SharedV4ProviderMetadata {
  const { model, requestId, attempts, timings, fallback, shouldEscalate } = completion;
  const facts = { model, requestId, attempts, timings, fallback, shouldEscalate };
  return { [ownName]: { ...asObject(parseJson(JSON.stringify(facts))) } };
}
