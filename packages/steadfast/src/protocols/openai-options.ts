import { asObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { AdaptationList } from './adaptation-list.ts';
import { clientFamily } from './openai-fields.ts';

// OpenAI has two languages, and options of its family may have been written in the other one: a caller of Chat
// Completions can be answered by Responses, and the other way round. What only the other language knows is refused.

const chatOnly = [
  'audio',
  'function_call',
  'functions',
  'logit_bias',
  'logprobs',
  'max_tokens',
  'modalities',
  'n',
  'prediction',
  'reasoning_effort',
  'response_format',
  'web_search_options',
];

const responsesOnly = [
  'background',
  'client_metadata',
  'context_management',
  'conversation',
  'include',
  'max_tool_calls',
  'previous_response_id',
  'prompt',
  'truncation',
];

/** Options as Responses takes them: `verbosity` stands in `text`, and what only Chat Completions knows is noted as left out. */
export function optionsForResponses(own: JsonObject, family: string, notes: AdaptationList): JsonObject {
  if (family !== clientFamily) return own;
  const { verbosity, ...others } = without(own, chatOnly, notes);
  return verbosity === undefined ? others : { ...others, text: { ...asObject(others.text), verbosity } };
}

/**
 * Options as Chat Completions takes them: of `text` the verbosity is left, and what only Responses knows is noted as
 * left out, with `reasoning` where the server says effort in another field.
 */
export function optionsForChat(
  own: JsonObject,
  takesReasoning: boolean,
  family: string,
  notes: AdaptationList,
): JsonObject {
  if (family !== clientFamily || Object.keys(own).length === 0) return own;
  const names = takesReasoning ? responsesOnly : [...responsesOnly, 'reasoning'];
  const { text, ...others } = without(own, names, notes);
  const { verbosity } = asObject(text);
  return verbosity === undefined ? others : { ...others, verbosity };
}

function without(own: JsonObject, names: readonly string[], notes: AdaptationList): JsonObject {
  const kept = Object.entries(own).filter(([name, value]) => {
    const isKept = value === undefined || !names.includes(name);
    if (!isKept)
      notes.drop(`providerOptions.${clientFamily}.${name}`, "It belongs to the other of OpenAI's two languages.");
    return isKept;
  });
  return Object.fromEntries(kept);
}
