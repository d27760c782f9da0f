import { asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { callState, readAssistantBlock } from './block-read.ts';

type Emit = (part: StreamPart) => void;

/** A content block of a stream between its start and its end. */
export interface OpenBlock {
  /** Takes the next `content_block_delta`. */
  take(delta: JsonObject, emit: Emit): void;
  /** The block has ended. */
  end(emit: Emit): void;
}

/** Opens a block from its `content_block_start`; `block` is its place in the reply. */
export function openBlock(start: JsonObject, block: number, origin: string, madeUpId: string, emit: Emit): OpenBlock {
  const type = asString(start.type) ?? '';
  if (type.endsWith('tool_use')) return new CallBlock(start, block, origin, madeUpId, emit);
  if (type === 'text' || type === 'thinking') return new WordBlock(start, block, origin, emit);
  return new WholeBlock(start, block, origin);
}

/** Text or thinking: its words come in pieces, its other fields (citations, a signature) are kept for its end. */
class WordBlock implements OpenBlock {
  readonly #type: 'text-delta' | 'reasoning-delta';
  readonly #block: number;
  readonly #origin: string;
  readonly #fields: Record<string, JsonValue | undefined>;
  #hasWords = false;

  constructor(start: JsonObject, block: number, origin: string, emit: Emit) {
    this.#type = start.type === 'text' ? 'text-delta' : 'reasoning-delta';
    this.#block = block;
    this.#origin = origin;
    this.#fields = { ...start, text: undefined, thinking: undefined };
    this.#say(asString(start.text) ?? asString(start.thinking) ?? '', emit);
  }

  take(delta: JsonObject, emit: Emit): void {
    if (typeof delta.text === 'string') this.#say(delta.text, emit);
    else if (typeof delta.thinking === 'string') this.#say(delta.thinking, emit);
    else this.#keep(delta);
  }

  /** Text that says nothing is no part, whatever is said about it; thinking may be in its signature alone. */
  end(emit: Emit): void {
    const isPart = this.#hasWords || this.#type === 'reasoning-delta';
    emit({ type: 'part-end', block: this.#block, state: isPart ? this.#state() : undefined });
  }

  #say(text: string, emit: Emit): void {
    if (text === '') return;
    this.#hasWords = true;
    emit({ type: this.#type, block: this.#block, text });
  }

  #keep(delta: JsonObject): void {
    const fields = this.#fields;
    if (typeof delta.signature === 'string') fields.signature = (asString(fields.signature) ?? '') + delta.signature;
    if (!isObject(delta.citation)) return;
    fields.citations = [...(isArray(fields.citations) ? fields.citations : []), delta.citation];
  }

  #state(): OpaqueState | undefined {
    const { text: _text, thinking: _thinking, ...fields } = this.#fields;
    return readAssistantBlock(fields, this.#origin, '').state;
  }
}

/** A tool call: its input comes as pieces of JSON text. */
class CallBlock implements OpenBlock {
  readonly #start: JsonObject;
  readonly #block: number;
  readonly #origin: string;
  #hasInput = false;

  constructor(start: JsonObject, block: number, origin: string, madeUpId: string, emit: Emit) {
    this.#start = start;
    this.#block = block;
    this.#origin = origin;
    const providerExecuted = start.type === 'tool_use' ? undefined : (true as const);
    const name = asString(start.name) ?? '';
    emit({ type: 'tool-call-start', block, id: asString(start.id) || madeUpId, name, providerExecuted });
  }

  take(delta: JsonObject, emit: Emit): void {
    const text = asString(delta.partial_json) ?? '';
    if (text === '') return;
    this.#hasInput = true;
    emit({ type: 'tool-call-delta', block: this.#block, text });
  }

  /** Some servers give the whole input at the start, where Anthropic has an empty object. */
  end(emit: Emit): void {
    const { input } = this.#start;
    if (!this.#hasInput && Object.keys(asObject(input)).length > 0) {
      emit({ type: 'tool-call-delta', block: this.#block, text: JSON.stringify(input) });
    }
    emit({ type: 'part-end', block: this.#block, state: callState(this.#start, this.#origin) });
  }
}

/** Any other block: it is read when it is whole, with what its deltas added. */
class WholeBlock implements OpenBlock {
  readonly #fields: Record<string, JsonValue | undefined>;
  readonly #block: number;
  readonly #origin: string;

  constructor(start: JsonObject, block: number, origin: string) {
    this.#fields = { ...start };
    this.#block = block;
    this.#origin = origin;
  }

  take({ type: _type, ...added }: JsonObject): void {
    for (const [field, value] of Object.entries(added)) {
      const before = this.#fields[field];
      const goesOn = typeof before === 'string' && typeof value === 'string';
      this.#fields[field] = goesOn ? before + value : value;
    }
  }

  end(emit: Emit): void {
    const block = this.#block;
    emit({ type: 'part-add', block, part: readAssistantBlock(this.#fields, this.#origin, '') });
    emit({ type: 'part-end', block });
  }
}
