import type { CompletionInput } from '../model/completion-request.ts';
import type { Message } from '../model/message.ts';

/** Requests of fewer characters are short, those of more than the second number long; what is long takes long to be read. */
const lengths = [16_000, 128_000] as const;

/**
 * The kind of a call, by what its time depends on: how hard the model is to think, and how much it has to read. The times of
 * one kind say nothing of another. A relayed request is known by its length alone.
 */
export function callKind(input: CompletionInput): string {
  if (typeof input === 'string') return `usual/${lengthClass(input.length)}`;
  if (input.raw !== undefined) return `relayed/${lengthClass(input.raw.body.length)}`;
  const { effort, thinkingTokens = 0, messages } = input;
  let characters = 0;
  for (const message of messages) characters += lengthOf(message);
  return `${thinkingTokens > 0 ? 'hard' : effortClass(effort)}/${lengthClass(characters)}`;
}

function lengthClass(characters: number): string {
  if (characters < lengths[0]) return 'short';
  return characters < lengths[1] ? 'medium' : 'long';
}

function effortClass(effort: string | undefined): string {
  if (effort === undefined) return 'usual';
  return effort === 'none' || effort === 'minimal' || effort === 'low' ? 'easy' : 'hard';
}

/** Images and files count as much as a page. */
const attachment = 4_000;

function lengthOf({ content }: Message): number {
  if (typeof content === 'string') return content.length;
  let characters = 0;
  for (const part of content) {
    if ('text' in part) characters += part.text.length;
    else if (part.type === 'tool-result' && typeof part.output === 'string') characters += part.output.length;
    else characters += attachment;
  }
  return characters;
}
