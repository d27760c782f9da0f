import { countTokens, firstTokens } from '../ground/tokens.ts';
import type { Answer, AnswerCall } from '../protocols/answer.ts';
import type { Question } from '../protocols/question.ts';

/** Ends an answer at the first stop sequence, then at the most tokens allowed, reasoning first; counts what is left. */
export function cutAnswer(answer: Answer, { stopSequences, maxTokens }: Question): Answer {
  return cutLength(cutStop(answer, stopSequences), maxTokens ?? Number.POSITIVE_INFINITY);
}

function cutStop(answer: Answer, stopSequences: readonly string[]): Answer {
  const found = stopSequences
    .map((stopSequence) => ({ stopSequence, place: answer.text.indexOf(stopSequence) }))
    .filter(({ place }) => place >= 0)
    .toSorted((first, second) => first.place - second.place)[0];
  if (found === undefined) return answer;
  const { place, stopSequence } = found;
  return { ...answer, text: answer.text.slice(0, place), calls: [], finish: 'stop-sequence', stopSequence };
}

function cutLength(answer: Answer, most: number): Answer {
  let left = most;
  let cut = false;
  const take = (text: string): string => {
    const count = countTokens(text);
    if (count <= left) {
      left -= count;
      return text;
    }
    const kept = firstTokens(text, left);
    left = 0;
    cut = true;
    return kept;
  };
  const reasoning = take(answer.reasoning);
  const text = take(answer.text);
  const calls: AnswerCall[] = [];
  for (const call of answer.calls) {
    if (!cut) calls.push({ ...call, inputText: take(call.inputText) });
  }
  const callTokens = calls.reduce((sum, call) => sum + countTokens(call.inputText), 0);
  const usage = { ...answer.usage, reasoning: countTokens(reasoning), output: countTokens(text) + callTokens };
  return cut
    ? { ...answer, reasoning, text, calls, finish: 'length', stopSequence: undefined, usage }
    : { ...answer, reasoning, text, calls, usage };
}
