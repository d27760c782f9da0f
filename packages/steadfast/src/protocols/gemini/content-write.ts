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
import { ownFields } from '../private-state.ts';
import { objectInput } from '../tool-input.ts';
import type { ModelRules } from './model-rules.ts';
import { candidateFacts } from './part-state.ts';
import { writePart } from './part-write.ts';
import { writeResult } from './tool-result.ts';

/**
 * Stands in for the signature of a call that Gemini did not make, or whose signature was lost: without any the request
 * is refused (ai.google.dev/gemini-api/docs/thought-signatures, on conversations begun with another model).
 */
const signatureStandIn = 'skip_thought_signature_validator';

/** Writes the parts of a request, and notes what cannot be said as it stands. */
export class ContentWriter {
  readonly #family: string;
  readonly #rules: ModelRules;
  readonly #notes: AdaptationList;

  constructor(family: string, rules: ModelRules, notes: AdaptationList) {
    this.#family = family;
    this.#rules = rules;
    this.#notes = notes;
  }

  /** The parts of what the system says; here, and only here, Gemini takes empty text. */
  instructions(parts: readonly TextPart[], path: string): JsonObject[] {
    return parts.map((part, index) => {
      this.#notes.leaveForeign(`${path}[${index}]`, part.type, part.state, this.#family);
      return writePart(part, this.#family) ?? { text: part.text };
    });
  }

  /** The parts of what a user says. */
  said(parts: readonly (TextPart | ImagePart | FilePart)[], path: string): JsonObject[] {
    return parts.flatMap<JsonObject>((part, index) => {
      const place = `${path}[${index}]`;
      return (part.type === 'text' ? this.#text(part, place) : this.#media(part, place)) ?? [];
    });
  }

  /** The parts of what a model said; its first call must have a signature where the model demands one. */
  modelParts(parts: readonly AssistantPart[], path: string): JsonObject[] {
    const first = parts.findIndex((part) => part.type === 'tool-call' && part.providerExecuted !== true);
    return parts.flatMap<JsonObject>((part, index) => {
      const place = `${path}[${index}]`;
      const written = this.#modelPart(part, place);
      if (written === undefined) return [];
      return index === first && this.#rules.hasSignedCalls ? this.#signed(written, place) : written;
    });
  }

  /** The part of what a tool answered. */
  result(result: ToolResultPart, name: string, path: string): JsonObject {
    const { type, output, state } = result;
    this.#notes.leaveForeign(path, type, state, this.#family);
    const parts = typeof output === 'string' ? [] : output;
    for (const [index, part] of parts.entries()) {
      const place = `${path}.output[${index}]`;
      if (part.type === 'text') this.#notes.leaveForeign(place, part.type, part.state, this.#family);
      else if (this.#rules.hasSignedCalls) this.#noteMedia(part, place);
    }
    return writeResult(result, name, this.#family, this.#rules.hasSignedCalls);
  }

  #modelPart(part: AssistantPart, path: string): JsonObject | undefined {
    switch (part.type) {
      case 'text':
        return this.#text(part, path);
      case 'reasoning':
        return part.state === undefined || part.state.origin === this.#family
          ? writePart(part, this.#family)
          : this.#drop(path, 'Reasoning returns only to the family that it is from.');
      case 'tool-call':
        return this.#call(part, path);
      case 'tool-result':
        return writePart(part, this.#family) ?? this.#drop(path, "Results of another provider's own tools stay there.");
      default:
        return this.#media(part, path);
    }
  }

  #text(part: TextPart, path: string): JsonObject | undefined {
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    const written = writePart(part, this.#family);
    const isDropped = written === undefined && candidateFacts(ownFields(part.state, this.#family)) === undefined;
    return isDropped ? this.#drop(path, 'Gemini refuses empty text.') : written;
  }

  #call(part: ToolCallPart, path: string): JsonObject | undefined {
    const written = writePart(part, this.#family);
    if (written === undefined) return this.#drop(path, "Calls of another provider's own tools stay there.");
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    if (part.providerExecuted === true) return written;
    const { change } = objectInput(part);
    if (change !== undefined) this.#notes.change(`${path}.input`, change);
    return written;
  }

  #media(part: ImagePart | FilePart, path: string): JsonObject | undefined {
    this.#noteMedia(part, path);
    return writePart(part, this.#family);
  }

  #noteMedia(part: ImagePart | FilePart, path: string): void {
    this.#notes.leaveForeign(path, part.type, part.state, this.#family);
    if (part.type === 'file' && part.filename !== undefined) {
      this.#notes.drop(`${path}.filename`, 'Gemini has no names of files.');
    }
    if (part.type === 'image' && part.detail !== undefined) {
      this.#notes.drop(`${path}.detail`, 'Gemini has no such resolution of one image.');
    }
  }

  #signed(call: JsonObject, path: string): JsonObject {
    if (call.thoughtSignature !== undefined) return call;
    this.#notes.change(`${path}.state`, 'The call has no signature of Gemini; the documented stand-in is sent.');
    return { ...call, thoughtSignature: signatureStandIn };
  }

  #drop(path: string, detail: string): undefined {
    this.#notes.drop(path, detail);
  }
}
