import { type JsonObject, parseJson } from '../ground/json.ts';
import { tokensOf } from '../ground/tokens.ts';
import type { Answer, AnswerFinish } from './answer.ts';
import { idOf } from './ids.ts';
import { thinkingSignature } from './thinking-signature.ts';
import type { Frame, ReplyFacts } from './wire-protocol.ts';

/** Calls of tools have no reason of their own. */
const finishReasons: Readonly<Record<AnswerFinish, string>> = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
};

/** The body of a whole reply of generateContent. */
export function geminiReply(answer: Answer, facts: ReplyFacts): JsonObject {
  const { reasoning, text } = answer;
  const thoughts = reasoning === '' ? [] : [{ text: reasoning, thought: true }];
  const words = text === '' && answer.calls.length > 0 ? [] : [{ text }];
  const content = { parts: [...thoughts, ...words, ...callsOf(answer)], role: 'model' };
  return {
    candidates: [{ content, finishReason: finishReasons[answer.finish], index: 0 }],
    ...tailOf(answer, facts),
  };
}

/** The pieces of a streamed reply of generateContent, each a reply of its own; nothing follows the last one. */
export function geminiPieces(
  answer: Answer,
  facts: ReplyFacts,
): { readonly part: Frame['part']; readonly data: JsonObject }[] {
  const piece = (parts: readonly JsonObject[], finish?: string): JsonObject => ({
    candidates: [{ content: { parts, role: 'model' }, finishReason: finish, index: 0 }],
    ...tailOf(answer, facts),
  });
  const content = (part: JsonObject): { part: Frame['part']; data: JsonObject } => ({
    part: 'content',
    data: piece([part]),
  });
  return [
    ...tokensOf(answer.reasoning).map((text) => content({ text, thought: true })),
    ...tokensOf(answer.text).map((text) => content({ text })),
    ...callsOf(answer).map(content),
    { part: 'finish', data: piece([{ text: '' }], finishReasons[answer.finish]) },
  ];
}

/** Calls come whole, without ids, and the first of them is signed. */
function callsOf({ calls }: Answer): JsonObject[] {
  return calls.map(({ name, inputText }, index) => ({
    functionCall: { name, args: parseJson(inputText) ?? {} },
    thoughtSignature: index === 0 ? thinkingSignature(name) : undefined,
  }));
}

function tailOf({ usage }: Answer, facts: ReplyFacts): JsonObject {
  return {
    usageMetadata: {
      promptTokenCount: usage.input,
      candidatesTokenCount: usage.output,
      thoughtsTokenCount: usage.reasoning === 0 ? undefined : usage.reasoning,
      totalTokenCount: usage.input + usage.output + usage.reasoning,
    },
    modelVersion: facts.model,
    responseId: idOf('', facts.serial),
  };
}
