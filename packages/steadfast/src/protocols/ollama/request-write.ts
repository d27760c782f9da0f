import type { CompletionRequest, Effort, OutputFormat } from '../../model/completion-request.ts';
import { asObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { ownOptions } from '../own-options.ts';
import type { WriteTarget, WrittenRequest } from '../protocol.ts';
import { writeMessages } from './messages-write.ts';
import { writeOptions } from './options.ts';
import { writeTools } from './tools.ts';

/**
 * Writes a request of /api/chat; what Ollama cannot say, or says in another form, is listed with it. `options` of the
 * family's own are merged into those of the request, all other fields of its own stand as they are.
 */
export function writeRequest(request: CompletionRequest, target: WriteTarget): WrittenRequest {
  const { family, model, stream } = target;
  const notes = new AdaptationList();
  const { options, ...own } = ownOptions(request, family, notes);
  const fields: JsonObject = {
    messages: writeMessages(request.messages, family, notes),
    tools: writeTools(request, family, notes),
    format: writeFormat(request.outputFormat, notes),
    think: writeThink(request, notes),
    options: writeOptions(request, asObject(options)),
  };
  for (const field of ['endUser', 'metadata'] as const) {
    if (request[field] !== undefined) notes.drop(field, 'Ollama has no such field.');
  }
  // A request that does not say whether it wants a stream gets one.
  return { body: { ...fields, ...own, model, stream }, adaptations: notes.all };
}

function writeFormat(format: OutputFormat | undefined, notes: AdaptationList): JsonValue | undefined {
  if (format?.type !== 'json') return undefined;
  if (format.schema === undefined) return 'json';
  if (format.name !== undefined) notes.drop('outputFormat.name', 'Ollama has no name for a schema.');
  if (format.description !== undefined)
    notes.drop('outputFormat.description', 'Ollama has no description of a schema.');
  if (format.strict === false) notes.drop('outputFormat.strict', 'Ollama always holds the reply to the schema.');
  return format.schema;
}

/** The levels that `think` takes, for those that it does not. */
const nearest: Readonly<Record<Exclude<Effort, 'none'>, string>> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

function writeThink(request: CompletionRequest, notes: AdaptationList): boolean | string | undefined {
  const { effort, thinkingTokens } = request;
  if (effort === undefined) return thinkOfTokens(thinkingTokens, notes);
  if (thinkingTokens !== undefined) {
    notes.drop('thinkingTokens', 'Ollama takes no number of tokens for thinking; the effort is sent.');
  }
  if (effort === 'none') return false;
  const level = nearest[effort];
  if (level !== effort) notes.change('effort', `The nearest effort that Ollama knows is "${level}", which is sent.`);
  return level;
}

function thinkOfTokens(tokens: number | undefined, notes: AdaptationList): boolean | undefined {
  if (tokens === undefined || tokens === 0) return tokens === 0 ? false : undefined;
  notes.change('thinkingTokens', 'Ollama takes no number of tokens for thinking, which is switched on.');
  return true;
}
