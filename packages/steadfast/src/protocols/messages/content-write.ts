import { asArray } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type {
  AssistantPart,
  FilePart,
  ImagePart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { Dialect } from '../protocol.ts';
import { withInlineData } from '../data-url.ts';
import { ownFields } from '../private-state.ts';
import { objectInput } from '../tool-input.ts';
import { writeReasoning, writeServerResult, writeText, writeToolCall } from './block-write.ts';
import { writeMedia } from './media.ts';
import { toolId } from './tool-id.ts';
import { wholeBlock } from './whole-block.ts';

/** Writes the parts of a request as blocks, and notes what cannot be said as it stands. */
export class ContentWriter {
  readonly #family: string;
  readonly #notes: AdaptationList;
  readonly #isStrict: boolean;

  constructor(family: string, notes: AdaptationList, { strictContent = false }: Dialect) {
    this.#family = family;
    this.#notes = notes;
    this.#isStrict = strictContent;
  }

  /** The blocks of what a user or the system says. */
  userBlocks(parts: readonly (TextPart | ImagePart | FilePart)[], path: string): JsonObject[] {
    return parts.flatMap<JsonObject>((part, index) => this.#userBlock(part, `${path}[${index}]`) ?? []);
  }

  /** The blocks of what a model said. */
  assistantBlocks(parts: readonly AssistantPart[], path: string): JsonObject[] {
    return parts.flatMap<JsonObject>((part, index) => this.#assistantBlock(part, `${path}[${index}]`) ?? []);
  }

  /** The blocks of what tools answered. */
  resultBlocks(parts: readonly ToolResultPart[], path: string): JsonObject[] {
    return parts.map((part, index) => {
      const { output, isError, state } = part;
      this.#notes.leaveForeign(`${path}[${index}]`, part.type, state, this.#family);
      return {
        type: 'tool_result',
        tool_use_id: toolId(part.id),
        content: typeof output === 'string' ? output : this.userBlocks(output, `${path}[${index}].output`),
        is_error: isError,
        ...ownFields(state, this.#family),
      };
    });
  }

  #userBlock(part: TextPart | ImagePart | FilePart, path: string): JsonObject | undefined {
    if (part.type !== 'text') return this.#media(part, path);
    const block = this.#text(part, path);
    if (!this.#isStrict || asArray(block?.['citations']).length === 0) return block;
    this.#notes.drop(`${path}.citations`, 'This version of Messages takes no citations in what the user says.');
    return { ...block, citations: undefined };
  }

  #assistantBlock(part: AssistantPart, path: string): JsonObject | undefined {
    switch (part.type) {
      case 'text':
        return this.#text(part, path);
      case 'reasoning':
        return (
          writeReasoning(part, this.#family) ?? this.#drop(path, 'Reasoning returns only to the family that signed it.')
        );
      case 'tool-call':
        return this.#toolCall(part, path);
      case 'tool-result':
        return (
          writeServerResult(part, this.#family) ??
          this.#drop(path, "Results of another provider's own tools cannot be returned to this one.")
        );
      default:
        return this.#saidMedia(part, path);
    }
  }

  #saidMedia(part: ImagePart | FilePart, path: string): JsonObject | undefined {
    if (ownFields(part.state, this.#family) === undefined) {
      return this.#drop(path, 'Messages takes no images or files in what the model said.');
    }
    const isRefused = this.#isStrict && part.type === 'file';
    return isRefused
      ? this.#drop(path, 'This version of Messages takes no documents in what the model said.')
      : this.#media(part, path);
  }

  #text(part: TextPart, path: string): JsonObject | undefined {
    const blank = part.text.trim() === '' && ownFields(part.state, this.#family) === undefined;
    if (blank) return this.#drop(path, 'Messages refuses text of white space only.');
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    return writeText(part, this.#family);
  }

  #toolCall(part: ToolCallPart, path: string): JsonObject | undefined {
    const id = part.providerExecuted === true ? part.id : toolId(part.id);
    const block = writeToolCall(part, id, this.#family);
    if (block === undefined)
      return this.#drop(path, "Calls of another provider's own tools cannot be returned to this one.");
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    if (id !== part.id)
      this.#notes.change(`${path}.id`, 'Ids may have letters, digits, "_" and "-" only; one made of it is sent.');
    const { change } = objectInput(part);
    if (change !== undefined) this.#notes.change(`${path}.input`, change);
    return block;
  }

  #media(given: ImagePart | FilePart, path: string): JsonObject | undefined {
    const part = withInlineData(given);
    const own = ownFields(part.state, this.#family);
    const block = writeMedia(part, own);
    if (block === undefined) return this.#drop(path, mediaRefusal(part));
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    if (wholeBlock(own) !== undefined) return block;
    if (part.type === 'image' && part.detail !== undefined) {
      this.#notes.drop(`${path}.detail`, 'Messages has no resolution of images to choose.');
    }
    if (part.type === 'file' && isOtherText(part)) {
      this.#notes.change(`${path}.source`, 'The file is sent as plain text, the only text that Messages takes.');
    }
    return block;
  }

  #drop(path: string, detail: string): undefined {
    this.#notes.drop(path, detail);
  }
}

function isOtherText({ source }: FilePart): boolean {
  if (source.kind === 'text') return source.mediaType !== 'text/plain';
  return source.kind === 'base64' && source.mediaType !== 'application/pdf';
}

function mediaRefusal({ type, source }: ImagePart | FilePart): string {
  const mediaType = 'mediaType' in source ? ` of type ${source.mediaType}` : '';
  return type === 'image'
    ? `Messages takes no image${mediaType} given as text.`
    : `Messages takes PDF and plain text, no file${mediaType}.`;
}
