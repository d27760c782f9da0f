import type { FilePart, ImagePart, TextPart, ToolResultPart } from '../model/message.ts';

/** What a model is told of a call: text, or parts. */
export type ToolOutput = ToolResultPart['output'];

/** A part of what a tool gives. */
export type ToolOutputPart = TextPart | ImagePart | FilePart;

/** What a tool gives that is more than text and JSON: images, files, or the tool's own word that it failed. */
export class ToolContent {
  readonly parts: readonly ToolOutputPart[];
  readonly isError: boolean;

  constructor(parts: readonly ToolOutputPart[], isError: boolean = false) {
    this.parts = parts;
    this.isError = isError;
  }
}

/** What a tool gave, as the model is told of it: text as it is, all else as JSON. Never throws. */
export function toOutput(value: unknown): { readonly output: ToolOutput; readonly isError?: true } {
  if (value instanceof ToolContent) return { output: value.parts, isError: value.isError ? true : undefined };
  if (typeof value === 'string') return { output: value };
  if (value === undefined) return { output: 'Done.' };
  try {
    return { output: JSON.stringify(value) ?? 'Done.' };
  } catch (error) {
    return { output: `Done, but what it gave can't be written as JSON: ${messageOf(error)}` };
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
