import { asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ToolCallPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { clientFamily } from '../openai-fields.ts';
import { ownState } from './item-state.ts';

/**
 * Gives calls the form in which the caller knows its tools: a name with its namespace, and free text for a custom tool,
 * also where the provider that answered has neither.
 */
export class CallForms {
  readonly #tools: ReadonlyMap<string, ToolSpec>;

  constructor(tools: readonly ToolSpec[] = []) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
  }

  /** Says whether a call of this tool comes as JSON that has to be made into free text. */
  isFreed(name: string, form: 'text' | undefined): boolean {
    return form === undefined && this.#tools.get(name)?.form === 'text';
  }

  /** The name and the namespace of a tool; `undefined` for one that is in none. */
  placeOf(name: string): JsonObject | undefined {
    const own = ownState(this.#tools.get(name)?.state, clientFamily);
    const namespace = asString(asObject(own.namespace).name);
    return namespace === undefined ? undefined : { name: own.name, namespace };
  }

  /** The call in the form in which the caller knows its tool. */
  formed(call: ToolCallPart): ToolCallPart {
    const freed = this.isFreed(call.name, call.form) ? freedText(call) : undefined;
    return freed === undefined ? call : { ...call, form: 'text', input: freed, inputText: freed };
  }
}

/** The free text in a call of a tool that had to be described as one with a member `input`. */
export function freedText(call: ToolCallPart): string {
  return asString(asObject(call.input).input) ?? inputTextOf(call);
}
