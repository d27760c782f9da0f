import type { FinishReason } from '../../model/completion.ts';

/** The words of chat servers: OpenAI's own, and those of Together, Mistral, and brokers that pass on what they got. */
const reasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  end_turn: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  max_output_tokens: 'length',
  tool_calls: 'tool-calls',
  tool_use: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

/** What a reply holds that says more than its `finish_reason`. */
export interface ReplyFacts {
  readonly toolCalls: boolean;
  readonly refusal: boolean;
}

/** Reads `finish_reason`: servers say `stop` also after tool calls and refusals, and some say nothing. */
export function readFinishReason(raw: string | undefined, { toolCalls, refusal }: ReplyFacts): FinishReason {
  const known = Object.hasOwn(reasons, raw ?? '') ? reasons[raw ?? ''] : undefined;
  const reason = known ?? 'other';
  if (reason !== 'stop' && reason !== 'other') return reason;
  if (refusal) return 'content-filter';
  return toolCalls ? 'tool-calls' : reason;
}

/** Writes `finish_reason`; a reason that chat has no word for is written as its own provider said it. */
export function writeFinishReason(reason: FinishReason, raw: string | undefined): string {
  switch (reason) {
    case 'stop':
    case 'length':
      return reason;
    case 'tool-calls':
      return 'tool_calls';
    case 'content-filter':
      return 'content_filter';
    default:
      return raw === undefined || raw === '' ? 'stop' : raw;
  }
}
