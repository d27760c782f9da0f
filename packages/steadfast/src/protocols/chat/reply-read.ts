import type { Alternative, Reply } from '../../model/completion.ts';
import { ModelError } from '../../model/error.ts';
import { asArray, asNumber, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { classifyInBand } from '../classify.ts';
import { invalidReply } from '../reply-error.ts';
import { readAssistant } from './assistant-read.ts';
import { readFinishReason } from './finish-reason.ts';
import { ownState } from './private-state.ts';
import type { ChatState } from './private-state.ts';
import { readUsage } from './usage.ts';

/**
 * Reads a whole reply.
 * @throws ModelError of kind `invalid-reply` for what is no reply or an empty one, of the reported kind for an error
 */
export function readReply(body: JsonValue, family: string): Reply {
  if (!isObject(body)) throw invalidReply('The provider answered with something other than a JSON object.');
  if (isReported(body)) throw new ModelError(classifyInBand(body));
  const [first, ...others] = choicesOf(body);
  if (first === undefined) throw invalidReply('The reply is empty: it holds no choices.');
  const id = asString(body.id) || undefined;
  const { content, finishReason, rawFinishReason } = readChoice(first, {
    family,
    id,
    index: 0,
    citations: citationsOf(body),
  });
  const alternatives =
    others.length === 0
      ? undefined
      : others.map((choice, index) => readChoice(choice, { family, id, index: index + 1, citations: undefined }));
  const answeredBy = asString(body.model) || undefined;
  return { content, finishReason, rawFinishReason, usage: readUsage(body.usage), id, answeredBy, alternatives };
}

/** The choices of a reply in the order of their own count. */
function choicesOf({ choices }: JsonObject): readonly JsonObject[] {
  const [only, ...others] = asArray(choices);
  if (others.length === 0) return isObject(only) ? [only] : [];
  return asArray(choices)
    .filter((choice) => isObject(choice))
    .toSorted((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
}

/** Says whether a body or an event of status 200 reports an error. */
export function isReported(body: JsonObject): boolean {
  return (body.error !== undefined && body.error !== null && body.error !== '') || body.object === 'error';
}

/** Where the answer's sources stand beside the choices (Perplexity, xAI). */
export function citationsOf(body: JsonObject): JsonArray | undefined {
  const { citations } = body;
  return isArray(citations) && citations.length > 0 ? citations : undefined;
}

interface ChoiceContext {
  readonly family: string;
  readonly id: string | undefined;
  readonly index: number;
  readonly citations: JsonArray | undefined;
}

function readChoice(choice: JsonObject, { family, id, index, citations }: ChoiceContext): Alternative {
  const { message, finish_reason: finish, logprobs } = choice;
  if (!isObject(message)) throw invalidReply('The reply is empty: its choice holds no message.');
  const facts = replyFacts(message, logprobs, citations);
  const content = readAssistant(message, { family, replyId: id, choice: index, facts });
  const rawFinishReason = asString(finish);
  return { content, finishReason: readFinishReason(rawFinishReason, factsOf(content, family)), rawFinishReason };
}

/** The facts of a reply's parts that decide what its finish reason means. */
export function factsOf(content: readonly AssistantPart[], family: string): { toolCalls: boolean; refusal: boolean } {
  return {
    toolCalls: content.some(({ type }) => type === 'tool-call'),
    refusal: content.some(({ state }) => ownState(state, family).type === 'refusal'),
  };
}

function replyFacts(
  message: JsonObject,
  logprobs: JsonValue | undefined,
  citations: JsonArray | undefined,
): ChatState | undefined {
  const annotations = asArray(message.annotations);
  const returning = returningFields(message);
  if (annotations.length === 0 && returning === undefined && citations === undefined && !isObject(logprobs)) {
    return undefined;
  }
  return {
    annotations: annotations.length > 0 ? annotations : undefined,
    citations,
    logprobs: isObject(logprobs) ? logprobs : undefined,
    message: returning,
  };
}

/** The fields of a reply's message that its server wants back: Google's thought signatures. */
export function returningFields(message: JsonObject): JsonObject | undefined {
  const { extra_content: extra, thought_signature: signature } = message;
  if (extra === undefined && signature === undefined) return undefined;
  const google = Object.keys(asObject(extra)).some((name) => name !== 'steadfast') ? extra : undefined;
  if (google === undefined && signature === undefined) return undefined;
  return {
    ...(google === undefined ? {} : { extra_content: google }),
    ...(signature === undefined ? {} : { thought_signature: signature }),
  };
}
