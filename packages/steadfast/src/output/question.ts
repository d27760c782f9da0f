import type { CompletionInput, CompletionRequest } from '../model/completion-request.ts';
import { toRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Message } from '../model/message.ts';
import type { Capabilities } from '../model/model.ts';
import type { Form, Way } from './form.ts';

/**
 * The way to ask for a form: the strictest that the model has. Where nothing is known of the model, as of a choice of
 * several, both the request and its words say what is wanted, so that whoever answers can keep to it.
 */
export function wayOf(form: Form<unknown>, capabilities: Capabilities | undefined): Way | 'native-and-prompt' {
  if (form.way !== undefined) return form.way;
  if (form.orText) return capabilities?.tools === false ? 'prompt' : 'tool';
  if (capabilities === undefined) return 'native-and-prompt';
  if (capabilities.structuredOutput) return 'native';
  return capabilities.tools ? 'tool' : 'prompt';
}

/**
 * The request, asking for an answer of the form.
 * @throws ModelError of kind `invalid-request` for a request that offers tools
 */
export function question(
  input: CompletionInput,
  form: Form<unknown>,
  capabilities: Capabilities | undefined,
): CompletionRequest {
  const { raw: _bytes, ...request } = toRequest(input);
  if (request.tools !== undefined && request.tools.length > 0) throw toolsError();
  const { name, description, schema, orText } = form;
  const way = wayOf(form, capabilities);
  if (way === 'tool') {
    const told = description ?? (orText ? 'Gives the answer as a value instead of text.' : 'Gives the answer.');
    const tool = { name, description: told, inputSchema: schema, strict: true, effects: 'none' as const };
    return { ...request, tools: [tool], toolChoice: orText ? 'auto' : { tool: name }, parallelToolCalls: false };
  }
  const outputFormat = { type: 'json' as const, schema, name, description, strict: true };
  const asked = way === 'prompt' || orText ? request : { ...request, outputFormat };
  return way === 'native' ? asked : { ...asked, messages: told(request.messages, form) };
}

/** Puts what is wanted behind the instructions that the messages begin with. */
function told(messages: readonly Message[], { schema, description, orText }: Form<unknown>): readonly Message[] {
  const when = orText
    ? 'Answer in plain text, or, where the answer is a value, with JSON alone'
    : 'Answer with JSON alone';
  const what = description === undefined ? '' : ` (${description})`;
  const content = `${when}, with no text and no fence around it. It must fit this JSON Schema${what}:\n${JSON.stringify(schema)}`;
  const at = messages.findIndex(({ role }) => role !== 'system');
  const first = at < 0 ? messages.length : at;
  return [...messages.slice(0, first), { role: 'system', content }, ...messages.slice(first)];
}

function toolsError(): ModelError {
  return new ModelError({
    kind: 'invalid-request',
    message:
      'An answer of a form is asked for in one reply, and this request offers tools. Let the tools run first, ' +
      'and ask for the answer with the messages that came of it.',
  });
}
