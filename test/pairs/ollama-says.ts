import { argumentsOf } from './openai-says.ts';
import { Sayings } from './sayings.ts';
import type { Statement, Wire } from './statement.ts';

/** What a body of /api/chat or of /api/generate says (docs.ollama.com/api). */
export function ollamaSays(body: Wire): readonly Statement[] {
  const says = new Sayings(body);
  // The model is the target's, and whether the reply is streamed is the caller's: neither is asked of the model.
  for (const name of ['model', 'stream']) says.silent(name);
  sayOptions(says);
  if (body.think === false) says.say('think', 'effort', 'none');
  else if (/^(low|medium|high)$/.test(body.think)) says.say('think', 'effort', body.think);
  sayFormat(says);
  body.tools?.forEach((tool: Wire, index: number) => sayTool(says, tool, `tools[${index}]`));
  if (body.messages === undefined && body.prompt !== undefined) {
    says.system('system', 'system', body.system);
    says.speak('user');
    says.words('prompt', 'prompt', 'user text', body.prompt);
    sayImages(says, body.images, 'images', 'user');
  }
  body.messages?.forEach((message: Wire, index: number) => sayMessage(says, message, `messages[${index}]`));
  return says.all();
}

const settings = {
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
};

function sayOptions(says: Sayings): void {
  const options = says.body.options ?? {};
  for (const [field, topic] of Object.entries(settings)) says.say(`options.${field}`, topic, options[field]);
  if (options.num_predict >= 0) says.say('options.num_predict', 'maxOutputTokens', options.num_predict);
  if (Array.isArray(options.stop)) {
    options.stop.forEach((text: Wire, index: number) => says.say(`options.stop[${index}]`, 'stopSequences', text));
  } else says.say('options.stop', 'stopSequences', options.stop);
  // Empty options say nothing.
  if (Object.keys(options).length === 0) says.silent('options');
}

/** A reply is always held to the schema. */
function sayFormat(says: Sayings): void {
  const { format } = says.body;
  if (format === 'json') says.say('format', 'outputFormat', 'json');
  if (typeof format !== 'object' || format === null) return;
  says.imply('outputFormat', 'json');
  says.imply('outputFormat.strict', true);
  says.schema('format', 'outputFormat.schema', format);
}

function sayTool(says: Sayings, tool: Wire, path: string): void {
  const at = `${path}.function`;
  says.silent(`${path}.type`);
  const paths = {
    name: `${at}.name`,
    description: `${at}.description`,
    schema: `${at}.parameters`,
    strict: `${at}.strict`,
  };
  says.tool(path, tool.function?.name, paths);
}

function sayMessage(says: Sayings, message: Wire, path: string): void {
  const { role, content, thinking, images, tool_name: name, tool_call_id: id } = message;
  says.silent(`${path}.role`);
  if (role === 'system') {
    says.system(`${path}.content`, path, content);
    return;
  }
  says.speak(role);
  let stream = role;
  if (role === 'tool') {
    stream = says.answer(path, id || undefined, name, `${path}.tool_call_id`);
    says.say(`${path}.tool_name`, `${stream}.name`, name);
  }
  says.say(`${path}.thinking`, 'assistant reasoning', thinking, 'conversation');
  says.words(`${path}.content`, path, `${stream} text`, content);
  sayImages(says, images, `${path}.images`, stream);
  message.tool_calls?.forEach((call: Wire, index: number) => sayCall(says, call, `${path}.tool_calls[${index}]`));
}

/** Images are bytes alone: what they are is told by how they begin. */
function sayImages(says: Sayings, images: Wire, path: string, stream: string): void {
  images?.forEach((data: Wire, index: number) => {
    says.media(`${path}[${index}]`, `${stream} media`, { data, type: 'any' }, `${path}[${index}]`);
  });
}

/** Its place in the list, and its kind, are said by where a call stands. */
function sayCall(says: Sayings, call: Wire, path: string): void {
  const { id, function: called } = call;
  const at = `${path}.function`;
  for (const name of ['type', 'index', 'function.index']) says.silent(`${path}.${name}`);
  const paths = { id: `${path}.id`, name: `${at}.name`, input: `${at}.arguments` };
  says.call(path, { id: id || undefined, name: called?.name, input: argumentsOf(called?.arguments) }, paths);
}
