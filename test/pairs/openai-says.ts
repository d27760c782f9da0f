import type { Sayings } from './sayings.ts';
import type { Wire } from './statement.ts';

/** What Chat Completions and Responses say alike: sampling, labels, who asks. */
export function openaiSettings(says: Sayings): void {
  const { body } = says;
  // The model is the target's, and whether the reply is streamed is the caller's: neither is asked of the model.
  for (const name of ['model', 'stream', 'stream_options.include_usage']) says.silent(name);
  says.say('temperature', 'temperature', body.temperature);
  says.say('top_p', 'topP', body.top_p);
  says.say('parallel_tool_calls', 'parallelToolCalls', body.parallel_tool_calls);
  says.say('user', 'endUser', body.user);
  says.say('safety_identifier', 'endUser', body.safety_identifier);
  says.say('verbosity', 'verbosity', body.verbosity);
  for (const [name, value] of Object.entries(body.metadata ?? {})) {
    says.say(`metadata.${name}`, `metadata.${name}`, value);
  }
}

/** `tool_choice` in neutral words; `undefined` for a form that has none. */
export function choiceOf(choice: Wire): Wire {
  if (choice === 'any') return 'required';
  if (typeof choice === 'string') return choice;
  const name = choice?.function?.name ?? choice?.custom?.name ?? (/function|custom/.test(choice?.type) && choice.name);
  return name ? { tool: name } : undefined;
}

/** An image or a file by its address: a data URL says the bytes and their type. */
export function mediaAt(url: Wire): Wire {
  const [, type, data] = /^data:([^,]*?);base64,(.*)$/s.exec(String(url)) ?? [];
  return data === undefined ? { at: url } : { data, type };
}

/** The arguments of a call: what is JSON by what it says, anything else by its letters. */
export function argumentsOf(text: Wire): Wire {
  if (typeof text !== 'string') return text ?? {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
