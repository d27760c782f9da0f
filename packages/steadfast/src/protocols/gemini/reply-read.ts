import type { Alternative, Reply } from '../../model/completion.ts';
import { asArray, asNumber, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { ReplyBuilder } from '../../model/reply-builder.ts';
import { invalidReply } from '../reply-error.ts';
import { callIdsOf } from './call-ids.ts';
import type { CallIds } from './call-ids.ts';
import { factsPart } from './candidate-facts.ts';
import { rawReasonOf, readFinishReason } from './finish-reason.ts';
import { isEmptyPart, readModelPart } from './part-read.ts';
import { reportedError } from './reported-error.ts';
import { GeminiStreamReader } from './stream-read.ts';
import { addSearches, readUsage } from './usage.ts';

/**
 * Reads a whole reply, or one that came in pieces as an array, as streams do that are not asked for server-sent events.
 * A prompt that was refused is an error; a candidate that ended for a reason is a reply, even if it says nothing.
 * @throws ModelError of kind `invalid-reply` for what is no reply, `content-filter` for a refused prompt, and of the
 * reported kind for an error in a 200
 */
export function readReply(body: JsonValue, family: string): Reply {
  if (isArray(body)) return readPieces(body, family);
  if (!isObject(body)) throw invalidReply('The reply is not a JSON object.');
  const error = reportedError(body);
  if (error !== undefined) throw error;
  const id = asString(body.responseId);
  const candidates = asArray(body.candidates)
    .map(asObject)
    .toSorted((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
  const [first, ...others] = candidates.map((candidate, choice) =>
    readCandidate(candidate, family, callIdsOf(id, choice)),
  );
  if (first === undefined) throw invalidReply('The reply has no candidate.');
  const searches = new Set<string>();
  for (const candidate of candidates) addSearches(candidate, searches);
  return {
    ...first,
    usage: readUsage(body.usageMetadata, searches.size),
    id,
    answeredBy: asString(body.modelVersion),
    alternatives: others.length === 0 ? undefined : others,
  };
}

function readPieces(pieces: JsonArray, family: string): Reply {
  const reader = new GeminiStreamReader(family);
  const builder = new ReplyBuilder();
  for (const piece of pieces) reader.take(piece, (part) => builder.add(part));
  reader.end((part) => builder.add(part));
  return builder.reply();
}

function readCandidate(candidate: JsonObject, family: string, ids: CallIds): Alternative {
  const rawFinishReason = rawReasonOf(candidate);
  const said: AssistantPart[] = asArray(asObject(candidate.content).parts)
    .map((part) => readModelPart(asObject(part), family, ids))
    .filter((part) => !isEmptyPart(part));
  if (said.length === 0 && rawFinishReason === undefined) {
    throw invalidReply('The reply is empty and gives no reason for it.');
  }
  const facts = factsPart(candidate, family);
  const content = facts === undefined ? said : [...said, facts];
  return { content, finishReason: readFinishReason(rawFinishReason, said.some(isCall)), rawFinishReason };
}

function isCall(part: AssistantPart): boolean {
  return part.type === 'tool-call' && part.providerExecuted !== true;
}
