import { Sayings } from './sayings.ts';
import type { Statement, Wire } from './statement.ts';

/** What a body of generateContent says (ai.google.dev/api/generate-content), its fields in camel case or in snake case. */
export function geminiSays(given: Wire): readonly Statement[] {
  const body: Wire = camel(given);
  const says = new Sayings(body);
  // The model and whether the reply is streamed are in the path.
  for (const name of ['model', 'stream']) says.silent(name);
  sayConfig(says);
  sayFormat(says);
  body.tools?.forEach((tool: Wire, index: number) => sayTools(says, tool, `tools[${index}]`));
  sayChoice(says);
  saySystem(says);
  for (const [index, turn] of [body.contents ?? []].flat().entries()) sayTurn(says, turn, `contents[${index}]`);
  return says.all();
}

const settings = {
  maxOutputTokens: 'maxOutputTokens',
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
  seed: 'seed',
};

function sayConfig(says: Sayings): void {
  const config = says.body.generationConfig ?? {};
  // Empty settings say nothing.
  for (const name of ['generationConfig', 'toolConfig']) {
    if (Object.keys(says.body[name] ?? {}).length === 0) says.silent(name);
  }
  for (const [field, topic] of Object.entries(settings)) says.say(`generationConfig.${field}`, topic, config[field]);
  config.stopSequences?.forEach((text: Wire, index: number) => {
    says.say(`generationConfig.stopSequences[${index}]`, 'stopSequences', text);
  });
  const { thinkingBudget: budget, thinkingLevel: level } = config.thinkingConfig ?? {};
  const path = 'generationConfig.thinkingConfig';
  if (budget === 0) says.say(`${path}.thinkingBudget`, 'effort', 'none');
  else if (budget > 0) says.say(`${path}.thinkingBudget`, 'thinkingTokens', budget);
  if (/^(minimal|low|medium|high|xhigh)$/i.test(level)) {
    says.say(`${path}.thinkingLevel`, 'effort', level.toLowerCase());
  }
  // A model that is told how much to think is also told whether to show it, which no other API is.
  if (config.thinkingConfig?.includeThoughts === true && (budget > 0 || level)) says.silent(`${path}.includeThoughts`);
}

/** A reply is always held to the schema. */
function sayFormat(says: Sayings): void {
  const {
    responseMimeType: type,
    responseJsonSchema: schema,
    responseSchema: older,
  } = says.body.generationConfig ?? {};
  const path = 'generationConfig';
  if (type === 'text/plain') says.say(`${path}.responseMimeType`, 'outputFormat', 'text');
  if (type !== 'application/json') return;
  says.say(`${path}.responseMimeType`, 'outputFormat', 'json');
  says.schema(`${path}.responseJsonSchema`, 'outputFormat.schema', schema);
  if (!schema) says.schema(`${path}.responseSchema`, 'outputFormat.schema', jsonSchema(older));
  if (schema || older) says.imply('outputFormat.strict', true);
}

function sayTools(says: Sayings, tool: Wire, path: string): void {
  for (const name of Object.keys(tool)) says.own(`${path}.${name}`, `tool ${name}`);
  const { mode } = says.body.toolConfig?.functionCallingConfig ?? {};
  tool.functionDeclarations?.forEach((declaration: Wire, index: number) => {
    const at = `${path}.functionDeclarations[${index}]`;
    const { name, parameters, parametersJsonSchema: schema } = declaration;
    says.tool(at, name, { description: `${at}.description`, schema: schema && `${at}.parametersJsonSchema` });
    if (!schema) says.schema(`${at}.parameters`, `tool[${name}].schema`, jsonSchema(parameters));
    // All calls are held to their schemas, or none.
    const isHeld = mode === 'VALIDATED' || mode === 'ANY';
    says.imply(`tool[${name}].strict`, isHeld);
    // A forced call is held whatever was asked; without calls nothing is.
    if (mode === 'ANY' || mode === 'NONE') says.imply(`tool[${name}].strict`, !isHeld);
  });
}

function sayChoice(says: Sayings): void {
  const { mode, allowedFunctionNames: names } = says.body.toolConfig?.functionCallingConfig ?? {};
  const word = typeof mode === 'number' ? ['', 'AUTO', 'ANY', 'NONE', 'VALIDATED'][mode] : mode?.toUpperCase();
  const path = 'toolConfig.functionCallingConfig';
  if (word === 'ANY' && names?.length === 1) {
    says.say(`${path}.mode`, 'toolChoice', { tool: names[0] });
    says.silent(`${path}.allowedFunctionNames`);
    return;
  }
  const choice = { AUTO: 'auto', VALIDATED: 'auto', ANY: 'required', NONE: 'none' }[String(word)];
  if (choice !== undefined) says.say(`${path}.mode`, 'toolChoice', choice);
}

/** The role of instructions means nothing. */
function saySystem(says: Sayings): void {
  const { systemInstruction: system } = says.body;
  const path = 'systemInstruction';
  says.silent(`${path}.role`);
  if (typeof system === 'string') says.system(path, path, system);
  else {
    const isList = Array.isArray(system?.parts);
    for (const [index, part] of [system?.parts ?? []].flat().entries()) {
      const at = isList ? `${path}.parts[${index}]` : `${path}.parts`;
      says.system(`${at}.text`, at, part.text);
      if (part.thought === false) says.silent(`${at}.thought`);
    }
  }
}

function sayTurn(says: Sayings, turn: Wire, given: string): void {
  const path = Array.isArray(says.body.contents) ? given : 'contents';
  says.silent(`${path}.role`);
  const speaker = turn.role === 'model' ? 'assistant' : 'user';
  const isList = Array.isArray(turn.parts);
  for (const [index, part] of [turn.parts ?? []].flat().entries()) {
    const at = isList ? `${path}.parts[${index}]` : `${path}.parts`;
    if (part.thought === false) says.silent(`${at}.thought`);
    says.speak(part.functionResponse ? 'tool' : speaker);
    if (part.functionResponse) sayAnswer(says, part.functionResponse, at);
    else sayPart(says, part, at, speaker);
  }
}

function sayPart(says: Sayings, part: Wire, path: string, speaker: string): void {
  const { text, thought, functionCall: call } = part;
  // A part that has nothing but a signature is words of none.
  const isSignature = Object.keys(part).every((name) => name === 'thoughtSignature' || name === 'thought');
  if (typeof text === 'string' || isSignature) {
    says.silent(`${path}.thought`);
    says.words(`${path}.text`, path, thought === true ? 'assistant reasoning' : `${speaker} text`, text ?? '');
    return;
  }
  if (call) {
    const at = `${path}.functionCall`;
    const paths = { id: `${at}.id`, name: `${at}.name`, input: `${at}.args` };
    says.call(path, { id: call.id || undefined, name: call.name, input: call.args ?? {} }, paths);
    return;
  }
  if (sayMedia(says, part, path, speaker)) return;
  const kind = Object.keys(part).find((name) => name !== 'thoughtSignature' && name !== 'thought');
  says.own(path, `part ${kind} ${says.next(String(kind))}`);
}

function sayMedia(says: Sayings, part: Wire, path: string, stream: string): boolean {
  const { inlineData: inline, fileData: file } = part;
  if (inline) {
    const at = `${path}.inlineData`;
    says.media(path, `${stream} media`, { data: inline.data, type: inline.mimeType }, `${at}.data`, `${at}.mimeType`);
  } else if (file) {
    says.media(path, `${stream} media`, { at: file.fileUri }, `${path}.fileData.fileUri`);
  }
  return Boolean(inline ?? file);
}

/** The text of a result is the one string of `result` or `error`, else the JSON of what the tool gave. */
function sayAnswer(says: Sayings, answer: Wire, path: string): void {
  const { id, name, response = {}, parts } = answer;
  const at = `${path}.functionResponse`;
  const stream = says.answer(path, id || undefined, name, `${at}.id`);
  says.say(`${at}.name`, `${stream}.name`, name);
  const [field = '', ...others] = Object.keys(response);
  const isWrapper = others.length === 0 && typeof response[field] === 'string';
  const text = isWrapper && (field === 'result' || field === 'error') ? response[field] : JSON.stringify(response);
  // Beside images and files an empty object stands for no words at all.
  if (text === '{}' && parts?.length > 0) says.silent(`${at}.response`);
  else says.say(`${at}.response`, `${stream} text`, text, 'conversation');
  if (text === response.error) says.say(`${at}.response`, `${stream}.isError`, true);
  parts?.forEach((part: Wire, index: number) => sayMedia(says, part, `${at}.parts[${index}]`, stream));
}

/** Field names in camel case, but for those of callers and of schemas. */
function camel(value: Wire, isFree = false): Wire {
  if (Array.isArray(value)) return value.map((item) => camel(item, isFree));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const known = isFree ? name : name.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
      const opens = /^(args|response|parameters|labels|parametersJsonSchema|response(Json)?Schema)$/.test(known);
      return [known, camel(member, isFree || opens)];
    }),
  );
}

const types = ['', 'string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** JSON Schema of a schema in Google's own language. */
function jsonSchema(schema: Wire): Wire {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...fields } = schema;
  const members = Object.entries<Wire>(fields).map(([given, value]) => {
    const name = given.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
    if (name === 'properties') {
      return [name, Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonSchema(inner)]))];
    }
    if (name === 'type') return [name, typeof value === 'number' ? types[value] : String(value).toLowerCase()];
    if (/^(min|max)(Items|Length|Properties)$/.test(name)) return [name, Number(value)];
    return [name, jsonSchema(value)];
  });
  const said = Object.fromEntries(members);
  if (nullable !== true) return said;
  return { ...said, type: [said.type, 'null'], ...(said.enum && { enum: [...said.enum, null] }) };
}
