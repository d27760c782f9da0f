import { argumentsOf, choiceOf, mediaAt, openaiSettings } from './openai-says.ts';
import { Sayings } from './sayings.ts';
import type { Statement, Wire } from './statement.ts';

/** What a body of Chat Completions says (platform.openai.com/docs/api-reference/chat/create). */
export function chatSays(body: Wire): readonly Statement[] {
  const says = new Sayings(body);
  openaiSettings(says);
  sayLimits(says);
  sayThinking(says);
  sayFormat(says);
  body.tools?.forEach((tool: Wire, index: number) => sayTool(says, tool, `tools[${index}]`));
  sayChoice(says);
  for (const [index, message] of [body.messages ?? []].flat().entries())
    sayMessage(says, message, `messages[${index}]`);
  return says.all();
}

function sayLimits(says: Sayings): void {
  const { body } = says;
  says.say('max_completion_tokens', 'maxOutputTokens', body.max_completion_tokens);
  // Beside the newer field the older one is a field like any other.
  if ((body.max_completion_tokens ?? null) === null) says.say('max_tokens', 'maxOutputTokens', body.max_tokens);
  says.say('top_k', 'topK', body.top_k);
  says.say('presence_penalty', 'presencePenalty', body.presence_penalty);
  says.say('frequency_penalty', 'frequencyPenalty', body.frequency_penalty);
  says.say('seed', 'seed', body.seed);
  if (Array.isArray(body.stop)) {
    body.stop.forEach((text: Wire, index: number) => says.say(`stop[${index}]`, 'stopSequences', text));
  } else {
    says.say('stop', 'stopSequences', body.stop);
  }
}

const efforts = /^(none|minimal|low|medium|high|xhigh|max)$/;

function sayThinking(says: Sayings): void {
  const { reasoning_effort: effort, reasoning } = says.body;
  if (efforts.test(effort)) says.say('reasoning_effort', 'effort', effort);
  if (efforts.test(reasoning?.effort)) says.say('reasoning.effort', 'effort', reasoning.effort);
  if (reasoning?.max_tokens === 0) says.say('reasoning.max_tokens', 'effort', 'none');
  else says.say('reasoning.max_tokens', 'thinkingTokens', reasoning?.max_tokens);
}

function sayFormat(says: Sayings): void {
  const { type, json_schema: schema } = says.body.response_format ?? {};
  if (!['text', 'json_object', 'json_schema'].includes(type)) return;
  says.say('response_format.type', 'outputFormat', type === 'text' ? 'text' : 'json');
  const path = 'response_format.json_schema';
  for (const name of ['name', 'description', 'strict'])
    says.say(`${path}.${name}`, `outputFormat.${name}`, schema?.[name]);
  says.schema(`${path}.schema`, 'outputFormat.schema', schema?.schema);
}

function sayTool(says: Sayings, tool: Wire, path: string): void {
  const type = tool.type ?? 'function';
  if (type !== 'function' && type !== 'custom') {
    says.own(path, `tool ${type}`);
    return;
  }
  const at = `${path}.${type}`;
  const paths = {
    name: `${at}.name`,
    description: `${at}.description`,
    schema: `${at}.parameters`,
    strict: `${at}.strict`,
  };
  says.silent(`${path}.type`);
  says.tool(path, tool[type].name, paths, type === 'custom' ? 'text' : undefined);
}

function sayChoice(says: Sayings): void {
  const choice = choiceOf(says.body.tool_choice);
  if (choice !== undefined) says.say('tool_choice', 'toolChoice', choice);
}

function sayMessage(says: Sayings, message: Wire, path: string): void {
  says.silent(`${path}.role`);
  const { role, content } = message;
  if (role === 'system' || role === 'developer') {
    for (const [part, text, at] of textsOf(content, path)) {
      if (part !== path) says.silent(`${part}.type`);
      says.system(at, part, text);
    }
  } else if (role === 'tool' || role === 'function') {
    says.speak('tool');
    const stream = says.answer(path, message.tool_call_id, message.name, `${path}.tool_call_id`);
    says.say(`${path}.name`, `${stream}.name`, message.name);
    sayContent(says, content, path, stream);
  } else {
    says.speak(role);
    if (role === 'assistant') sayReasoning(says, message, path);
    sayContent(says, content, path, role);
    if (role === 'assistant') saySaid(says, message, path);
  }
  const first = typeof content === 'string' ? content : (content?.[0]?.text ?? '');
  if (role !== 'tool' && role !== 'function') says.own(path, `${role} message ${JSON.stringify(first)}`);
}

/** The texts of content: the part, its text, and where that stands. */
function textsOf(content: Wire, path: string): [string, Wire, string][] {
  if (!Array.isArray(content)) return [[path, content ?? '', `${path}.content`]];
  return content.map((part, index) => {
    const at = `${path}.content[${index}]`;
    return [at, part.text, `${at}.text`];
  });
}

function sayContent(says: Sayings, content: Wire, path: string, stream: string): void {
  if (!Array.isArray(content)) {
    says.words(`${path}.content`, path, `${stream} text`, content ?? '');
    return;
  }
  for (const [index, part] of content.entries()) sayPart(says, part, `${path}.content[${index}]`, stream);
}

function sayPart(says: Sayings, part: Wire, path: string, stream: string): void {
  const { type, text, refusal, image_url: image, input_audio: audio, file } = part;
  const media = (value: Wire, ...paths: string[]): void => says.media(path, `${stream} media`, value, ...paths);
  says.silent(`${path}.type`);
  if (type === 'text') says.words(`${path}.text`, path, `${stream} text`, text);
  else if (type === 'refusal') says.words(`${path}.refusal`, path, `${stream} text`, refusal);
  else if (type === 'thinking') sayThought(says, part, path);
  else if (typeof image === 'string') media(mediaAt(image), `${path}.image_url`);
  else if (image) media(mediaAt(image.url), `${path}.image_url.url`);
  else if (typeof audio === 'string') media({ data: audio, type: 'audio/wav' }, `${path}.input_audio`);
  else if (audio) media(sound(audio), `${path}.input_audio.data`, `${path}.input_audio.format`);
  else if (file) sayFile(says, file, path, stream);
  if (image?.detail) says.say(`${path}.image_url.detail`, `detail of ${image.url}`, image.detail);
}

function sound({ data, format = 'wav' }: Wire): Wire {
  return { data, type: format === 'mp3' ? 'audio/mpeg' : `audio/${format}` };
}

function sayFile(says: Sayings, file: Wire, path: string, stream: string): void {
  const { file_id: id, file_data: data, filename } = file;
  const value = id === undefined ? mediaAt(data) : { at: id };
  says.media(path, `${stream} media`, value, `${path}.file.${id === undefined ? 'file_data' : 'file_id'}`);
  says.say(`${path}.file.filename`, `filename of ${value.data ?? value.at}`, filename);
}

function sayThought(says: Sayings, part: Wire, path: string): void {
  if (typeof part.thinking === 'string') {
    says.words(`${path}.thinking`, path, 'assistant reasoning', part.thinking);
    return;
  }
  for (const [index, piece] of [part.thinking ?? []].flat().entries()) {
    says.silent(`${path}.thinking[${index}].type`);
    says.words(`${path}.thinking[${index}].text`, path, 'assistant reasoning', piece.text);
  }
}

/** Servers give reasoning in one of several fields, or the same text in two of them. */
function sayReasoning(says: Sayings, message: Wire, path: string): void {
  const [detail] = message.reasoning_details ?? [];
  const known = detail?.data ?? detail?.text ?? detail?.summary;
  if (known) says.own(`${path}.reasoning_details`, `reasoning item ${known}`);
  const fields = ['reasoning_content', 'reasoning', 'reasoning_text'].filter((name) => message[name]);
  const [first, ...others] = fields;
  if (first === undefined) return;
  says.say(`${path}.${first}`, 'assistant reasoning', message[first], 'conversation');
  for (const name of others) if (message[name] === message[first]) says.silent(`${path}.${name}`);
}

function saySaid(says: Sayings, message: Wire, path: string): void {
  says.say(`${path}.refusal`, 'assistant text', message.refusal, 'conversation');
  message.tool_calls?.forEach((call: Wire, index: number) => sayCall(says, call, `${path}.tool_calls[${index}]`));
}

function sayCall(says: Sayings, call: Wire, path: string): void {
  const { id, type = 'function', function: called, custom } = call;
  const at = `${path}.${custom ? 'custom' : 'function'}`;
  // Its place in the list, and its kind, are said by where it stands.
  for (const name of ['type', 'index']) says.silent(`${path}.${name}`);
  const said = custom
    ? { id, name: custom.name, input: custom.input, form: 'text' as const }
    : { id, name: called?.name, input: argumentsOf(called?.arguments) };
  const input = `${at}.${type === 'custom' ? 'input' : 'arguments'}`;
  says.call(path, said, { id: `${path}.id`, name: `${at}.name`, input });
}
