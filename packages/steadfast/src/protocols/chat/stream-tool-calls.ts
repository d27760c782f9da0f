import { asObject, asString, isArray, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { carried, stateOf } from './private-state.ts';
import { argumentsText, madeUpCallId } from './tool-calls.ts';

/** A tool call that is coming in. */
interface OpenCall {
  readonly block: number;
  readonly id: string;
  /** The id is the provider's, not made up. */
  readonly named: boolean;
  readonly form: 'text' | undefined;
  name: string;
  /** All arguments so far; kept only where a call without an id may end before the next begins. */
  text: string;
  started: boolean;
  own: JsonObject;
}

/** What the tracker needs of the choice that it works for. */
export interface CallHost {
  readonly choice: number | undefined;
  readonly replyId: string | undefined;
  nextBlock(): number;
}

/**
 * Tells the fragments of tool calls apart. Servers repeat ids and names, leave out the index or use it again for the
 * next call, and give no ids: a fragment belongs to the call of its id, else to the one at its index, else to the last.
 */
export class StreamToolCalls {
  readonly #host: CallHost;
  readonly #calls: OpenCall[] = [];
  readonly #byIndex = new Map<number, OpenCall>();
  readonly #byId = new Map<string, OpenCall>();

  constructor(host: CallHost) {
    this.#host = host;
  }

  /** True once a call has begun. */
  get any(): boolean {
    return this.#calls.length > 0;
  }

  /** Reads one fragment. */
  read(fragment: JsonObject, emit: (part: StreamPart) => void): void {
    const { id: _id, index: _index, type: _type, function: called, custom, ...others } = fragment;
    const body = isObject(custom) ? custom : asObject(called);
    const name = asString(body.name) ?? '';
    const call = this.#find(fragment, name) ?? this.#open(fragment, name);
    for (const key in others) if (others[key] !== null) call.own = { ...call.own, [key]: others[key] };
    if (call.name === '') call.name = name;
    const text = isObject(custom) ? (asString(custom.input) ?? '') : argumentsText(body.arguments);
    this.#append(call, text, emit);
  }

  /** Ends all calls. */
  end(emit: (part: StreamPart) => void, family: string): void {
    const { choice } = this.#host;
    for (const call of this.#calls) {
      if (!call.started) this.#start(call, emit);
      emit({ type: 'part-end', block: call.block, choice, state: stateOfCall(call.own, family) });
    }
  }

  #find(fragment: JsonObject, name: string): OpenCall | undefined {
    const id = asString(fragment.id) ?? '';
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const { index } = fragment;
    const call = typeof index === 'number' ? this.#byIndex.get(index) : this.#calls.at(-1);
    if (call === undefined) return undefined;
    if (id !== '') return call.named || typeof index !== 'number' ? undefined : call;
    return name !== '' && beginsAnew(call, name) ? undefined : call;
  }

  #open(fragment: JsonObject, name: string): OpenCall {
    const { choice, replyId } = this.#host;
    const given = asString(fragment.id) ?? '';
    const named = given !== '';
    const id = named ? given : madeUpCallId({ replyId, choice: choice ?? 0, index: this.#calls.length });
    const form = isObject(fragment.custom) ? ('text' as const) : undefined;
    const call = { block: this.#host.nextBlock(), id, named, form, name, text: '', started: false, own: {} };
    this.#calls.push(call);
    if (named) this.#byId.set(id, call);
    if (typeof fragment.index === 'number') this.#byIndex.set(fragment.index, call);
    return call;
  }

  #append(call: OpenCall, text: string, emit: (part: StreamPart) => void): void {
    const { choice } = this.#host;
    if (!call.named || !call.started) call.text += text;
    if (call.started) {
      if (text !== '') emit({ type: 'tool-call-delta', block: call.block, choice, text });
    } else if (call.name !== '') {
      this.#start(call, emit);
    }
  }

  #start(call: OpenCall, emit: (part: StreamPart) => void): void {
    const { choice } = this.#host;
    const { block, id, name, form, text } = call;
    call.started = true;
    emit({ type: 'tool-call-start', block, choice, id, name, form });
    if (text !== '') emit({ type: 'tool-call-delta', block, choice, text });
  }
}

/** A name without an id begins another call if it is another name, or if the arguments before it are complete. */
function beginsAnew(call: OpenCall, name: string): boolean {
  if (call.name !== '' && call.name !== name) return true;
  return !call.named && call.text !== '' && parseJson(call.text) !== undefined;
}

function stateOfCall(own: JsonObject, family: string): OpaqueState | undefined {
  const { extra_content: extra } = own;
  return carried(extra, 'call') ?? stateOf(family, { part: Object.keys(own).length === 0 ? undefined : own });
}

/** The entries of a delta's `tool_calls`, and its deprecated `function_call` as the one entry of its kind. */
export function fragmentsOf(delta: JsonObject): readonly JsonValue[] {
  const { tool_calls: calls, function_call: call } = delta;
  if (isArray(calls)) return calls;
  return isObject(call) ? [{ index: 0, function: call }] : none;
}

const none: readonly JsonValue[] = [];
