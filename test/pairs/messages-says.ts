import { Sayings } from './sayings.ts';
import type { Statement, Wire } from './statement.ts';

/** What a body of Messages says (platform.claude.com/docs/en/api/messages). */
export function messagesSays(body: Wire): readonly Statement[] {
  const says = new Sayings(body);
  // The model is the target's, and whether the reply is streamed is the caller's: neither is asked of the model.
  for (const name of ['model', 'stream']) says.silent(name);
  saySettings(says);
  sayThinking(says);
  sayFormat(says);
  sayChoice(says);
  for (const [index, tool] of [body.tools ?? []].flat().entries()) sayTool(says, tool, `tools[${index}]`);
  if (typeof body.system === 'string') says.system('system', 'system', body.system);
  else body.system?.forEach((block: Wire, index: number) => sayInstruction(says, block, `system[${index}]`));
  body.messages?.forEach((message: Wire, index: number) => sayMessage(says, message, `messages[${index}]`));
  return says.all();
}

function saySettings(says: Sayings): void {
  const { body } = says;
  says.say('max_tokens', 'maxOutputTokens', body.max_tokens);
  says.say('temperature', 'temperature', body.temperature);
  says.say('top_p', 'topP', body.top_p);
  says.say('top_k', 'topK', body.top_k);
  says.say('metadata.user_id', 'endUser', body.metadata?.user_id);
  body.stop_sequences?.forEach((text: Wire, index: number) => {
    says.say(`stop_sequences[${index}]`, 'stopSequences', text);
  });
}

function sayThinking(says: Sayings): void {
  const { thinking, output_config: config } = says.body;
  if (thinking?.type === 'disabled') says.say('thinking.type', 'effort', 'none');
  if (thinking?.type === 'enabled') says.silent('thinking.type');
  if (thinking?.type === 'enabled') says.say('thinking.budget_tokens', 'thinkingTokens', thinking.budget_tokens);
  says.say('output_config.effort', 'effort', config?.effort);
}

/** A reply is always held to the schema. */
function sayFormat(says: Sayings): void {
  const { type, schema } = says.body.output_config?.format ?? {};
  if (type !== 'json_schema') return;
  says.say('output_config.format.type', 'outputFormat', 'json');
  says.schema('output_config.format.schema', 'outputFormat.schema', schema);
  says.imply('outputFormat.strict', true);
}

function sayChoice(says: Sayings): void {
  const { type, name, disable_parallel_tool_use: alone } = says.body.tool_choice ?? {};
  const choice = { any: 'required', auto: 'auto', none: 'none', tool: { tool: name } }[String(type)];
  if (choice === undefined) return;
  says.say('tool_choice.type', 'toolChoice', choice);
  if (type === 'tool') says.silent('tool_choice.name');
  if (alone !== undefined) says.say('tool_choice.disable_parallel_tool_use', 'parallelToolCalls', !alone);
}

function sayTool(says: Sayings, tool: Wire, path: string): void {
  const { type, name } = tool;
  if (type !== undefined && type !== null && type !== 'custom') {
    says.own(path, `tool ${name ?? type}`);
    return;
  }
  says.silent(`${path}.type`);
  const paths = { description: `${path}.description`, schema: `${path}.input_schema`, strict: `${path}.strict` };
  says.tool(path, name, paths);
}

function sayInstruction(says: Sayings, block: Wire, path: string): void {
  if (block.type !== 'text') {
    says.own(path, `block ${block.type} ${says.next(block.type)}`);
    return;
  }
  says.silent(`${path}.type`);
  says.system(`${path}.text`, path, block.text);
}

function sayMessage(says: Sayings, message: Wire, path: string): void {
  const { role, content } = message;
  says.silent(`${path}.role`);
  if (typeof content === 'string') {
    if (role === 'system') says.system(`${path}.content`, path, content);
    else {
      says.speak(role);
      says.words(`${path}.content`, path, `${role} text`, content);
    }
    return;
  }
  for (const [index, block] of [content ?? []].flat().entries()) {
    const at = `${path}.content[${index}]`;
    if (role === 'system') sayInstruction(says, block, at);
    else if (block.type === 'tool_result') sayAnswer(says, block, at);
    else {
      says.speak(role);
      sayBlock(says, block, at, role);
    }
  }
}

function sayBlock(says: Sayings, block: Wire, path: string, stream: string): void {
  const { type, source } = block;
  if (type === 'text') {
    says.silent(`${path}.type`);
    says.words(`${path}.text`, path, `${stream} text`, block.text);
  } else if (type === 'thinking') {
    says.silent(`${path}.type`);
    says.words(`${path}.thinking`, path, 'assistant reasoning', block.thinking);
  } else if (type === 'tool_use') {
    const { id, name, input } = block;
    says.silent(`${path}.type`);
    says.call(path, { id, name, input }, { id: `${path}.id`, name: `${path}.name`, input: `${path}.input` });
  } else if ((type === 'image' || type === 'document') && sourceOf(source) !== undefined) {
    const value = sourceOf(source);
    says.silent(`${path}.type`);
    says.silent(`${path}.source.type`);
    const field = ['data', 'url', 'file_id'].find((name) => source[name] !== undefined) ?? 'data';
    says.media(path, `${stream} media`, value, `${path}.source.${field}`, `${path}.source.media_type`);
    says.say(`${path}.title`, `filename of ${value.data ?? value.at ?? value.text}`, block.title);
  } else says.own(path, `block ${type} ${says.next(type)}`);
}

function sourceOf({ type, data, media_type: mediaType, url, file_id: id }: Wire): Wire {
  if (type === 'text') return { text: data };
  if (type === 'base64') return { data, type: mediaType };
  if (type === 'url') return { at: url };
  return type === 'file' ? { at: id } : undefined;
}

function sayAnswer(says: Sayings, block: Wire, path: string): void {
  says.speak('tool');
  says.silent(`${path}.type`);
  const stream = says.answer(path, block.tool_use_id, undefined, `${path}.tool_use_id`);
  if (block.is_error === true) says.say(`${path}.is_error`, `${stream}.isError`, true);
  if (typeof block.content === 'string') {
    says.words(`${path}.content`, path, `${stream} text`, block.content);
    return;
  }
  block.content?.forEach((inner: Wire, index: number) => sayBlock(says, inner, `${path}.content[${index}]`, stream));
}
