import type { CompletionRequest } from '../../model/completion-request.ts';
import { asNumber, asObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { SideCall, WriteTarget, WrittenRequest } from '../protocol.ts';
import { invalidReply } from '../reply-error.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';

/** Anthropic's count of tokens (API reference of Anthropic, `POST /v1/messages/count_tokens`). */
export const tokenCount: SideCall<CompletionRequest, number> = {
  path: () => '/v1/messages/count_tokens',
  readRequest: (body) => readRequest(body).request,
  writeRequest: writeCount,
  readAnswer,
  writeAnswer: (tokens) => ({ input_tokens: tokens }),
};

/** What is counted: any other field of a request is refused. */
const counted: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
  'context_management',
  'mcp_servers',
  'speed',
]);

function writeCount(request: CompletionRequest, target: WriteTarget): WrittenRequest {
  const { body, adaptations } = writeRequest(request, target);
  const fields: JsonObject = Object.fromEntries(Object.entries(body).filter(([name]) => counted.has(name)));
  return { body: fields, adaptations: adaptations.filter(({ field }) => field !== 'maxOutputTokens') };
}

function readAnswer(body: JsonValue): number {
  const tokens = asNumber(asObject(body).input_tokens);
  if (tokens === undefined) throw invalidReply('The reply has no number `input_tokens`.');
  return tokens;
}
