import { isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { carried, stateOf } from './private-state.ts';
import { returningFields } from './reply-read.ts';

/** Gathers what the deltas of a reply say beside its text: annotations, sources, probabilities, sound, private fields. */
export class StreamFacts {
  /** Where the answer's sources stand; each chunk names all of them again. */
  citations: JsonArray | undefined;
  /** The reasoning's state, when another family's came through. */
  foreignReasoning: OpaqueState | undefined;
  /** The spoken reply so far. */
  audio: JsonObject | undefined;
  #foreignText: OpaqueState | undefined;
  #annotations: JsonArray | undefined;
  #message: JsonObject | undefined;
  #logprobs: JsonObject | undefined;

  /** Reads one delta. */
  read(delta: JsonObject): void {
    const { audio, annotations, extra_content: extra, thought_signature: signature } = delta;
    if (isObject(audio)) this.audio = joinedAudio(this.audio, audio);
    if (isArray(annotations) && annotations.length > 0) {
      this.#annotations = [...(this.#annotations ?? []), ...annotations];
    }
    if (extra !== undefined || signature !== undefined) this.#readPrivate(delta);
  }

  /** Puts the probabilities of more tokens to those before them. */
  addLogprobs(more: JsonObject): void {
    const before = this.#logprobs ?? {};
    const lists = Object.entries(more).map(([name, list]): [string, JsonValue | undefined] => {
      const known = before[name];
      return [name, isArray(list) && isArray(known) ? [...known, ...list] : (list ?? known)];
    });
    this.#logprobs = { ...before, ...Object.fromEntries(lists) };
  }

  /** The state of the text part. */
  textState(family: string): OpaqueState | undefined {
    const facts = {
      annotations: this.#annotations,
      citations: this.citations,
      logprobs: this.#logprobs,
      message: this.#message,
    };
    return this.#foreignText ?? stateOf(family, facts);
  }

  #readPrivate(delta: JsonObject): void {
    const returning = returningFields(delta);
    if (returning !== undefined) this.#message = { ...this.#message, ...returning };
    this.#foreignText ??= carried(delta.extra_content, 'text');
    this.foreignReasoning ??= carried(delta.extra_content, 'reasoning');
  }
}

/** Puts more sound and more of its transcript to what came before. */
function joinedAudio(open: JsonObject = {}, more: JsonObject): JsonObject {
  const data = joinedText(open.data, more.data);
  const transcript = joinedText(open.transcript, more.transcript);
  return {
    ...open,
    ...more,
    ...(data === undefined ? {} : { data }),
    ...(transcript === undefined ? {} : { transcript }),
  };
}

function joinedText(before: JsonValue | undefined, more: JsonValue | undefined): JsonValue | undefined {
  return typeof before === 'string' && typeof more === 'string' ? before + more : (more ?? before);
}
