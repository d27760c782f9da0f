import { expect, test } from 'vitest';
import type { CompletionRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import { refusedField } from './properties-refusal.ts';

const everything: CompletionRequest = {
  messages: [],
  effort: 'high',
  thinkingTokens: 2_000,
  temperature: 0.5,
  topP: 0.9,
  topK: 3,
  presencePenalty: 1,
  frequencyPenalty: 1,
  stopSequences: ['x'],
  seed: 1,
  parallelToolCalls: false,
  toolChoice: 'required',
  endUser: 'someone',
  metadata: {},
  maxOutputTokens: 10,
};

function refusal(message: string, code?: string, param?: string): ModelError {
  const body = JSON.stringify({ error: { message, code, param } });
  const upstream = { protocol: 'chat', status: 400, headers: {}, body } as const;
  return new ModelError({ kind: 'invalid-request', message: `openai/m: ${message}`, code, status: 400, upstream });
}

test.each([
  ["Unsupported parameter: 'temperature' is not supported with this model.", 'temperature'],
  [
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) is supported.",
    'temperature',
  ],
  ["Unsupported parameter: 'stop' is not supported with this model.", 'stopSequences'],
  ['Unrecognized request argument supplied: reasoning_effort', 'effort'],
  ["Unknown parameter: 'reasoning.effort'.", 'effort'],
  ['temperature: Extra inputs are not permitted', 'temperature'],
  ['top_k: Extra inputs are not permitted', 'topK'],
  ['body.random_seed: Extra inputs are not permitted', 'seed'],
  ['output_config.effort: Extra inputs are not permitted', 'effort'],
  ['thinking.budget_tokens: Extra inputs are not permitted', 'thinkingTokens'],
  ['`temperature` is deprecated for this model.', 'temperature'],
  ["This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.", 'effort'],
  ['Model grok-4 does not support parameter presencePenalty.', 'presencePenalty'],
  [`Invalid JSON payload received. Unknown name "thinkingLevel" at 'generation_config.thinking_config'`, 'effort'],
])('%s', (message, field) => {
  expect(refusedField(refusal(message), everything)).toBe(field);
});

test('a machine code names the field in its param', () => {
  expect(refusedField(refusal('No.', 'unsupported_parameter', 'top_p'), everything)).toBe('topP');
  expect(refusedField(refusal('No.', 'unsupported_value', 'parallel_tool_calls'), everything)).toBe(
    'parallelToolCalls',
  );
});

test('nothing is left out that the request does not say, that it needs, or that stands elsewhere', () => {
  const temperature = refusal("Unsupported parameter: 'temperature' is not supported with this model.");
  expect(refusedField(temperature, { messages: [] })).toBeUndefined();
  for (const message of [
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    "Unsupported value: 'messages[0].role' does not support 'developer' with this model.",
    'tools.0.metadata: Extra inputs are not permitted',
    'messages.0.content.temperature: Extra inputs are not permitted',
    'Thinking mode does not support this tool_choice',
    "Unknown parameter: 'constructor'.",
    'Something else is wrong with the temperature.',
  ]) {
    expect([message, refusedField(refusal(message), everything)]).toEqual([message, undefined]);
  }
  expect(refusedField(temperature.with({ kind: 'server' }), everything)).toBeUndefined();
  expect(refusedField(new Error('temperature: Extra inputs are not permitted'), everything)).toBeUndefined();
});
