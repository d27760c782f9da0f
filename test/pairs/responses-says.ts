import { argumentsOf, choiceOf, mediaAt, openaiSettings } from './openai-says.ts';
import { Sayings } from './sayings.ts';
import type { Statement, Wire } from './statement.ts';

/** What a body of Responses says (platform.openai.com/docs/api-reference/responses/create). */
export function responsesSays(body: Wire): readonly Statement[] {
  const says = new Sayings(body);
  openaiSettings(says);
  says.say('max_output_tokens', 'maxOutputTokens', body.max_output_tokens);
  if (/^(none|minimal|low|medium|high|xhigh|max)$/.test(body.reasoning?.effort)) {
    says.say('reasoning.effort', 'effort', body.reasoning.effort);
  }
  // OpenAI has no such field here, but other servers take it.
  says.say('top_k', 'topK', body.top_k);
  says.say('text.verbosity', 'verbosity', body.text?.verbosity);
  sayFormat(says);
  const choice = choiceOf(body.tool_choice);
  if (choice !== undefined) says.say('tool_choice', 'toolChoice', choice);
  if (typeof body.instructions === 'string') says.system('instructions', 'instructions', body.instructions);
  if (typeof body.input === 'string') {
    says.speak('user');
    says.words('input', 'input', 'user text', body.input);
  } else {
    body.input?.forEach((item: Wire, index: number) => sayItem(says, item, `input[${index}]`));
  }
  body.tools?.forEach((tool: Wire, index: number) => sayTool(says, tool, `tools[${index}]`, ''));
  return says.all();
}

function sayFormat(says: Sayings): void {
  const { type, name, description, strict, schema } = says.body.text?.format ?? {};
  if (!['text', 'json_object', 'json_schema'].includes(type)) return;
  says.say('text.format.type', 'outputFormat', type === 'text' ? 'text' : 'json');
  for (const [field, value] of Object.entries({ name, description, strict })) {
    says.say(`text.format.${field}`, `outputFormat.${field}`, value);
  }
  says.schema('text.format.schema', 'outputFormat.schema', schema);
}

function sayTool(says: Sayings, tool: Wire, path: string, namespace: string): void {
  const { type, name } = tool;
  if (type === 'namespace') {
    says.own(path, `namespace ${name}`);
    tool.tools.forEach((inner: Wire, index: number) => sayTool(says, inner, `${path}.tools[${index}]`, name));
    return;
  }
  if (type !== 'function' && type !== 'custom') {
    says.own(path, `tool ${name ?? type}`);
    return;
  }
  const paths = { description: `${path}.description`, schema: `${path}.parameters`, strict: `${path}.strict` };
  says.silent(`${path}.type`);
  says.tool(path, flatName(namespace, name), paths, type === 'custom' ? 'text' : undefined);
  // Left out it counts as true (function calling guide, "Strict mode").
  if (type === 'function' && (tool.strict ?? null) === null)
    says.imply(`tool[${flatName(namespace, name)}].strict`, true);
}

/** The name of a tool in a namespace where there are none. */
function flatName(namespace: string | undefined, name: string): string {
  // A function that was found by a search of tools is said to be in a namespace of its own name.
  if (!namespace || namespace === 'functions' || namespace === name) return name;
  return `${namespace.replace(/__$/, '')}__${name}`;
}

function sayItem(says: Sayings, item: Wire, path: string): void {
  const { type = 'message', role } = item;
  if (type === 'message') sayMessage(says, item, path, role);
  else if (type === 'reasoning') sayReasoning(says, item, path);
  else if (type === 'function_call' || type === 'custom_tool_call') sayCall(says, item, path, type);
  else if (type === 'function_call_output' || type === 'custom_tool_call_output') sayAnswer(says, item, path);
  else if (isCallersCall(item, type)) sayOtherCall(says, item, path, type);
  else if (/_call_output$|^tool_search_output$/.test(type) && item.call_id) sayOtherAnswer(says, item, path);
  else if (type === 'additional_tools') {
    says.own(path, 'added tools');
    item.tools.forEach((tool: Wire, index: number) => sayTool(says, tool, `${path}.tools[${index}]`, ''));
  } else says.own(path, `item ${type} ${says.next(type)}`);
}

function sayMessage(says: Sayings, item: Wire, path: string, role: string): void {
  const { content } = item;
  for (const name of ['type', 'role']) says.silent(`${path}.${name}`);
  const pieces: Wire[] = typeof content === 'string' ? [{ type: 'input_text', text: content }] : (content ?? []);
  const first = pieces[0]?.text ?? '';
  if (role !== 'system' && role !== 'developer') says.speak(role);
  for (const [index, piece] of pieces.entries()) {
    const at = typeof content === 'string' ? path : `${path}.content[${index}]`;
    const text = typeof content === 'string' ? `${path}.content` : `${at}.text`;
    if (role === 'system' || role === 'developer') sayInstruction(says, piece, text, at);
    else sayPiece(says, piece, at, role, text);
  }
  says.own(path, `${role} message ${JSON.stringify(first)}`);
}

function sayInstruction(says: Sayings, piece: Wire, text: string, path: string): void {
  says.silent(`${path}.type`);
  says.system(text, path, piece.text);
}

function sayPiece(says: Sayings, piece: Wire, path: string, stream: string, text: string = `${path}.text`): void {
  const { type, image_url: image, file_id: id, file_url: url, file_data: data, detail, filename } = piece;
  if (type === 'input_text' || type === 'output_text') {
    says.silent(`${path}.type`);
    says.words(text, path, `${stream} text`, piece.text);
  } else if (type === 'refusal') {
    says.silent(`${path}.type`);
    says.words(`${path}.refusal`, path, `${stream} text`, piece.refusal);
  } else if (type === 'input_image' || type === 'input_file') {
    const [name, value] = Object.entries({ file_id: id, image_url: image, file_url: url, file_data: data }).find(
      ([, value]) => typeof value === 'string',
    ) ?? ['file_id', ''];
    says.silent(`${path}.type`);
    const said = name === 'file_id' || name === 'file_url' ? { at: value } : mediaAt(value);
    says.media(path, `${stream} media`, said, `${path}.${name}`);
    says.say(`${path}.detail`, `detail of ${value}`, detail);
    says.say(`${path}.filename`, `filename of ${said.data ?? said.at}`, filename);
  } else says.own(path, `piece ${type} ${says.next(type)}`);
}

function sayReasoning(says: Sayings, item: Wire, path: string): void {
  says.speak('assistant');
  const of = item.id ?? item.encrypted_content ?? 'reasoning';
  for (const field of ['summary', 'content']) {
    item[field]?.forEach((piece: Wire, index: number) => {
      says.say(`${path}.${field}[${index}].text`, 'assistant reasoning', piece.text, 'conversation');
    });
  }
  says.own(path, `reasoning item ${of}`);
}

function sayCall(says: Sayings, item: Wire, path: string, type: string): void {
  says.speak('assistant');
  const { call_id: id, name, namespace } = item;
  const isFree = type === 'custom_tool_call';
  const input = isFree ? item.input : argumentsOf(item.arguments);
  says.silent(`${path}.type`);
  const paths = { id: `${path}.call_id`, name: `${path}.name`, input: `${path}.${isFree ? 'input' : 'arguments'}` };
  says.call(path, { id, name: flatName(namespace, name), input, form: isFree ? 'text' : undefined }, paths);
}

function sayAnswer(says: Sayings, item: Wire, path: string): void {
  says.speak('tool');
  says.silent(`${path}.type`);
  const stream = says.answer(path, item.call_id, undefined, `${path}.call_id`);
  const { output } = item;
  if (Array.isArray(output) && output.every((piece) => typeof piece?.type === 'string')) {
    output.forEach((piece, index) => sayPiece(says, piece, `${path}.output[${index}]`, stream));
  } else {
    says.words(`${path}.output`, path, `${stream} text`, typeof output === 'string' ? output : JSON.stringify(output));
  }
}

/** Some of OpenAI's own kinds of calls wait for the caller's answer: they have an id for it. */
function isCallersCall({ call_id: id, execution }: Wire, type: string): boolean {
  const isOwn = type.endsWith('_call') && type !== 'code_interpreter_call' && type !== 'mcp_call';
  return isOwn && Boolean(id) && execution !== 'server';
}

/** What is asked stands under `arguments` or `action`. */
function sayOtherCall(says: Sayings, item: Wire, path: string, type: string): void {
  says.speak('assistant');
  const field = item.arguments === undefined ? 'action' : 'arguments';
  const call = { id: item.call_id, name: item.name ?? type.replace(/_call$/, ''), input: argumentsOf(item[field]) };
  says.call(path, call, { id: `${path}.call_id`, name: `${path}.type`, input: `${path}.${field}` });
}

function sayOtherAnswer(says: Sayings, item: Wire, path: string): void {
  says.speak('tool');
  const stream = says.answer(path, item.call_id, undefined, `${path}.call_id`);
  if (typeof item.output === 'string') says.words(`${path}.output`, path, `${stream} text`, item.output);
}
