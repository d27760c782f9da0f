import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, ReasoningPart, TextPart, ToolCallPart, ToolResultPart } from '../../model/message.ts';
import { withInlineData } from '../data-url.ts';
import { carryingText, ownFields } from '../private-state.ts';
import { objectInput } from '../tool-input.ts';
import { writeMedia } from './media.ts';
import { wholeBlock } from './whole-block.ts';

/** Writes text. */
export function writeText(part: TextPart, family: string): JsonObject {
  const own = ownFields(part.state, family);
  return wholeBlock(own) ?? { type: 'text', text: part.text, ...own };
}

/** Writes reasoning of the same family; `undefined` for any other, which has no signature that would be accepted. */
export function writeReasoning(part: ReasoningPart, family: string): JsonObject | undefined {
  const own = ownFields(part.state, family);
  return wholeBlock(own) ?? (own && { type: 'thinking', thinking: part.text, ...own });
}

/** Writes a tool call under an id; `undefined` for one that another family's provider has run. */
export function writeToolCall(part: ToolCallPart, id: string, family: string): JsonObject | undefined {
  const own = ownFields(part.state, family);
  if (part.providerExecuted === true && own === undefined) return undefined;
  return { type: 'tool_use', id, name: part.name, input: objectInput(part).input, ...own };
}

/** Writes the result of a tool that the provider has run; `undefined` for one of another family. */
export function writeServerResult(part: ToolResultPart, family: string): JsonObject | undefined {
  return wholeBlock(ownFields(part.state, family));
}

/**
 * Writes a part for a caller of this protocol; `undefined` for what says nothing there. Reasoning of another family is
 * shown with a signature that carries its state, or an empty one: so it is known again when the caller returns it.
 */
export function writeReplyBlock(part: AssistantPart, family: string): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return writeText(part, family);
    case 'reasoning':
      return writeReasoning(part, family) ?? shownReasoning(part);
    case 'tool-call':
      return writeToolCall(part, part.id, family);
    case 'tool-result':
      return writeServerResult(part, family);
    default:
      return writeMedia(withInlineData(part), ownFields(part.state, family));
  }
}

function shownReasoning({ text, state }: ReasoningPart): JsonObject | undefined {
  if (text === '' && state === undefined) return undefined;
  return { type: 'thinking', thinking: text, signature: state === undefined ? '' : carryingText(state) };
}
