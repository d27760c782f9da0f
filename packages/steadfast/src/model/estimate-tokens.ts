import type { CompletionRequest } from './completion-request.ts';
import type { DataSource, Message } from './message.ts';

/** Four characters stand for one token: the rule of thumb that OpenAI's documentation gives for English. */
const charactersPerToken = 4;

/** Tokens of an image or a file that is no text: what Anthropic's documentation gives for an image of the largest size. */
const tokensPerAttachment = 1_600;

/**
 * Estimates the input tokens of a request: a quarter of the characters of all text, tools and schemas, rounded up, and
 * 1,600 for each image or file. Meant for budgets and windows, not for bills: text that is not English has more.
 */
export function estimateTokens({ messages, tools, outputFormat }: CompletionRequest): number {
  let characters = 0;
  let attachments = 0;
  const take = (value: unknown): void => {
    if (typeof value === 'string') characters += value.length;
    else if (value !== undefined) characters += JSON.stringify(value).length;
  };
  for (const message of messages) {
    for (const { text, isAttachment } of piecesOf(message)) {
      take(text);
      if (isAttachment) attachments += 1;
    }
  }
  for (const { name, description, inputSchema, provided } of tools ?? []) {
    for (const value of [name, description, inputSchema, provided?.value]) take(value);
  }
  if (outputFormat?.type === 'json') take(outputFormat.schema);
  return Math.ceil(characters / charactersPerToken) + attachments * tokensPerAttachment;
}

/** What a part has to be counted by: its text, or its being an attachment. */
interface Piece {
  readonly text?: unknown;
  readonly isAttachment?: true;
}

type Part = Exclude<Message['content'], string>[number];

function piecesOf({ content }: Message): readonly Piece[] {
  return typeof content === 'string' ? [{ text: content }] : content.flatMap(piecesOfPart);
}

function piecesOfPart(part: Part): readonly Piece[] {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return [{ text: part.text }];
    case 'tool-call':
      return [{ text: part.name }, { text: part.inputText ?? part.input }];
    case 'tool-result':
      return typeof part.output === 'string' ? [{ text: part.output }] : part.output.flatMap(piecesOfPart);
    default:
      return [attachmentPiece(part.source)];
  }
}

function attachmentPiece(source: DataSource): Piece {
  return source.kind === 'text' ? { text: source.text } : { isAttachment: true };
}
