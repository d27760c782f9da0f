import { parseJson } from './json.ts';
import type { OpaqueState, ToolCallPart } from './message.ts';

/** What is known of a call when its input is complete. */
export interface ToolCallFacts {
  readonly id: string;
  readonly name: string;
  readonly inputText: string;
  readonly form?: 'text';
  readonly providerExecuted?: true;
  readonly state?: OpaqueState;
}

/** Makes a tool call from the text of its input: no text at all stands for `{}`, and what is not JSON is marked invalid. */
export function toolCallOf(facts: ToolCallFacts): ToolCallPart {
  const { id, name, inputText, form, providerExecuted, state } = facts;
  const call = { type: 'tool-call' as const, id, name, inputText, providerExecuted, state };
  if (form === 'text') return { ...call, form, input: inputText };
  if (inputText.trim() === '') return { ...call, input: {} };
  const input = parseJson(inputText);
  return input === undefined ? { ...call, invalid: true } : { ...call, input };
}
