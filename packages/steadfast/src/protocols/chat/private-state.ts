import { asObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { ownFields, stateOf as stateOfFields, stateOfJson } from '../private-state.ts';

/** What a part of a chat message carries beside its text, kept in its `state`. */
export interface ChatState {
  /** The text is a refusal. */
  readonly type?: 'refusal';
  /** Where the reasoning stood: a field of the message, or `thinking` for parts of its content. */
  readonly field?: 'reasoning_content' | 'reasoning' | 'reasoning_text' | 'thinking';
  /** Reasoning as OpenRouter and others give it, signed or encrypted. */
  readonly reasoning_details?: JsonArray;
  /** Further fields of the part itself. */
  readonly part?: JsonObject;
  /** Further fields of its message that must go back with it. */
  readonly message?: JsonObject;
  /** What the server says about the text; it does not go back. */
  readonly annotations?: JsonArray;
  readonly citations?: JsonArray;
  readonly logprobs?: JsonObject;
  /** A spoken reply's id, transcript and expiry. */
  readonly audio?: JsonObject;
}

/** The state of a part; `undefined` when there is nothing to keep. */
export function stateOf(family: string, facts: ChatState): OpaqueState | undefined {
  return stateOfFields(family, { ...facts });
}

/** What a state holds, when it is of this family; nothing otherwise. */
export function ownState(state: OpaqueState | undefined, family: string): JsonObject {
  return ownFields(state, family) ?? {};
}

/**
 * Where a message carries the state of other families through a client: `extra_content.steadfast`, beside Google's own.
 * @param length How long the text is that the state belongs to, where it is worth nothing for any other.
 */
export function carry(
  states: Readonly<Record<string, OpaqueState | undefined>>,
  family: string,
  length?: number,
): JsonObject {
  const foreign = Object.entries(states).flatMap(([name, state]): [string, JsonValue][] =>
    state === undefined || state.origin === family
      ? []
      : [[name, { origin: state.origin, value: state.value, length }]],
  );
  return foreign.length === 0 ? {} : { extra_content: { steadfast: Object.fromEntries(foreign) } };
}

/**
 * The state of another family that a message carries under this name; none where it belongs to another text than this,
 * because a client lost a part of it or put several together.
 */
export function carried(extraContent: JsonValue | undefined, name: string, text?: string): OpaqueState | undefined {
  const state = asObject(asObject(asObject(extraContent).steadfast)[name]);
  const fits = text === undefined || state.length === undefined || state.length === text.length;
  return fits ? stateOfJson(state) : undefined;
}
