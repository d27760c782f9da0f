import type { Call } from '../model/call.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { PromptMark } from '../model/prompt-mark.ts';

/**
 * The templates that a request was rendered from: that of its call and those of its text parts, without repeats. A request
 * that came as bytes is not read for them.
 */
export function promptMarks(input: CompletionInput, { prompt }: Call): readonly PromptMark[] {
  const marks = prompt === undefined ? [] : [prompt];
  const request = toRequest(input);
  if (request.raw !== undefined) return marks;
  for (const { content } of request.messages) {
    if (typeof content === 'string') continue;
    for (const part of content) if (part.type === 'text' && part.prompt !== undefined) marks.push(part.prompt);
  }
  return marks.filter((mark, index) => marks.findIndex((other) => isSame(mark, other)) === index);
}

function isSame(one: PromptMark, other: PromptMark): boolean {
  return (
    one.id === other.id &&
    one.hash === other.hash &&
    one.variant === other.variant &&
    one.experiment === other.experiment
  );
}
