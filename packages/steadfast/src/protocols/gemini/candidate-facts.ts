import type { JsonObject } from '../../model/json.ts';
import type { ReasoningPart } from '../../model/message.ts';
import { fieldsOrNone } from './fields-or-none.ts';

/** What is kept of what the provider says of a whole candidate: where its words are from, and how to go on with it. */
const kept = ['groundingMetadata', 'citationMetadata', 'urlContextMetadata', 'logprobsResult', 'continuationToken'];

/** The kept facts of a candidate, or of a piece of one. */
export function factsOf(candidate: JsonObject): JsonObject | undefined {
  return fieldsOrNone(Object.fromEntries(kept.map((name) => [name, candidate[name]])));
}

/** The part that carries the kept facts of a candidate behind its content: empty reasoning. */
export function factsPart(candidate: JsonObject, origin: string): ReasoningPart | undefined {
  const facts = factsOf(candidate);
  return facts && { type: 'reasoning', text: '', state: { origin, value: { candidate: facts } } };
}
