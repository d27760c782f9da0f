import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import { isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ReadRequest } from '../protocol.ts';
import { stringAt } from '../request-fields.ts';
import { readMessages, readPrompt } from './messages-read.ts';
import { readOptions } from './options.ts';
import { readTools } from './tools.ts';

/** The family that speaks this protocol as its own: what a request says beyond the neutral form belongs to it. */
const origin = 'ollama';

const neutral: ReadonlySet<string> = new Set(['model', 'messages', 'tools', 'stream', 'options']);
const neutralOfGenerate: ReadonlySet<string> = new Set(['model', 'prompt', 'system', 'images', 'stream', 'options']);

/**
 * Reads a request of /api/chat, or of /api/generate as one message of the user's. Fields without a neutral form become `providerOptions.ollama`, word for word.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readRequest(body: JsonObject): ReadRequest {
  const model = stringAt(body.model, 'model');
  const { fields, left } = readOptions(body.options);
  const outputFormat = formatOf(body.format);
  const effort = effortOf(body.think);
  const isGenerate = body.messages === undefined && body.prompt !== undefined;
  const said = new Set(isGenerate ? neutralOfGenerate : neutral);
  if (outputFormat !== undefined || body.format === '') said.add('format');
  if (effort !== undefined) said.add('think');
  const others = Object.entries(body).filter(([name, value]) => value !== undefined && !said.has(name));
  if (Object.keys(left).length > 0) others.push(['options', left]);
  const request: CompletionRequest = {
    messages: isGenerate ? readPrompt(body) : readMessages(body.messages),
    tools: readTools(body.tools, origin),
    ...fields,
    outputFormat,
    effort,
    providerOptions: others.length === 0 ? undefined : { [origin]: Object.fromEntries(others) },
  };
  return { request, model, stream: body.stream !== false, includeUsage: true };
}

function formatOf(format: JsonValue | undefined): OutputFormat | undefined {
  if (format === 'json') return { type: 'json' };
  return isObject(format) ? { type: 'json', schema: format } : undefined;
}

function effortOf(think: JsonValue | undefined): CompletionRequest['effort'] {
  if (think === false) return 'none';
  return think === 'low' || think === 'medium' || think === 'high' ? think : undefined;
}
