import { expect, test } from 'vitest';
import type { ErrorKind } from '../model/error-kind.ts';
import type { JsonValue } from '../model/json.ts';
import { classify, classifyInBand } from './classify.ts';

function kindOf(status: number, body: JsonValue, headers: Record<string, string> = {}): ErrorKind {
  return classify({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }).kind;
}

const openAi = (message: string, type: string | null, code: string | null): JsonValue => ({
  error: { message, type, param: null, code },
});
const anthropic = (message: string, type: string, errorCode?: string): JsonValue => ({
  type: 'error',
  error: { type, message, ...(errorCode === undefined ? {} : { details: { error_code: errorCode } }) },
});
const google = (code: number, status: string, message: string, details: JsonValue[] = []): JsonValue => ({
  error: { code, message, status, details },
});
const violation = (quotaId: string): JsonValue => ({ violations: [{ quotaId }] });

const largeRequest =
  'Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 34307.';
const nearLimit =
  'Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 11.054s.';

const cases: readonly (readonly [ErrorKind, string, number, JsonValue])[] = [
  ['rate-limit', 'OpenAI requests per minute', 429, openAi('Rate limit reached', 'requests', 'rate_limit_exceeded')],
  ['rate-limit', 'OpenAI near the limit', 429, openAi(nearLimit, 'tokens', 'rate_limit_exceeded')],
  ['rate-limit', 'OpenAI ramping', 429, openAi('Slow down.', 'rate_limit_error', 'slow_down')],
  ['too-large', 'OpenAI above the limit', 429, openAi(largeRequest, 'tokens', 'rate_limit_exceeded')],
  ['too-large', 'Groq above the limit', 413, openAi(largeRequest, 'tokens', 'rate_limit_exceeded')],
  ['quota', 'OpenAI quota', 429, openAi('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota')],
  ['quota', 'OpenAI spend limit', 429, openAi('Limit', 'insufficient_quota', 'project_spend_limit_exceeded')],
  ['quota', 'OpenAI credit', 429, openAi('Empty', null, 'credit_balance_exhausted')],
  ['overloaded', 'OpenAI 503', 503, openAi('Slow down', 'server_error', 'slow_down')],
  ['server', 'OpenAI 500', 500, openAi('The server had an error', 'server_error', null)],
  ['not-found', 'OpenAI wrong model', 400, openAi('The requested model does not exist.', null, 'model_not_found')],
  ['context-length', 'OpenAI', 400, openAi('Too long', 'invalid_request_error', 'context_length_exceeded')],
  ['context-length', 'vLLM', 400, { object: 'error', message: "This model's maximum context length is 8192 tokens." }],
  ['content-filter', 'Azure', 400, { error: { code: 'content_filter', message: 'The response was filtered' } }],
  ['content-filter', 'OpenAI policy', 400, openAi('Invalid prompt', 'invalid_request_error', 'invalid_prompt')],
  ['content-filter', 'OpenRouter', 403, { error: { code: 403, message: 'Your input was flagged', metadata: {} } }],
  ['permission', '403', 403, openAi('Project does not have access to model', 'invalid_request_error', null)],
  ['rate-limit', 'Anthropic', 429, anthropic('Slow', 'rate_limit_error')],
  ['rate-limit', 'Anthropic ramp', 429, anthropic('Ramp', 'rate_limit_error', 'ramp_limit_exceeded')],
  ['quota', 'Anthropic enforced limit', 429, anthropic('No', 'rate_limit_error', 'enforced_spend_limit_reached')],
  ['quota', 'Anthropic linked', 429, anthropic('No', 'rate_limit_error', 'linked_organization_unpaid')],
  ['quota', 'Anthropic billing as 429', 429, anthropic('Billing', 'billing_error')],
  ['quota', 'Anthropic billing', 402, anthropic('Billing', 'billing_error')],
  [
    'quota',
    'Anthropic own limit',
    400,
    anthropic('You have reached your specified API usage limits.', 'invalid_request_error'),
  ],
  ['quota', 'Anthropic credit', 400, anthropic('Your credit balance is too low', 'invalid_request_error')],
  ['context-length', 'Anthropic', 400, anthropic('prompt is too long: 208310 tokens', 'invalid_request_error')],
  ['too-large', 'Anthropic bytes', 413, { error: { type: 'request_too_large', message: 'Exceeds 32 MB' } }],
  ['overloaded', 'Anthropic 529', 529, anthropic('Overloaded', 'overloaded_error')],
  ['timeout', 'Anthropic 504', 504, anthropic('Timed out', 'timeout_error')],
  [
    'rate-limit',
    'Gemini per minute',
    429,
    google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', [
      violation('GenerateRequestsPerMinutePerProjectPerModel-FreeTier'),
    ]),
  ],
  [
    'quota',
    'Gemini per day',
    429,
    google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', [
      violation('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
      { retryDelay: '38s' },
    ]),
  ],
  ['quota', 'Gemini hours', 429, google(429, 'RESOURCE_EXHAUSTED', 'Exhausted', [{ retryDelay: '68940s' }])],
  ['auth', 'Gemini key', 400, google(400, 'INVALID_ARGUMENT', 'Bad key', [{ reason: 'API_KEY_INVALID' }])],
  [
    'context-length',
    'Gemini',
    400,
    google(400, 'INVALID_ARGUMENT', 'The input token count (1200000) exceeds the maximum'),
  ],
  ['overloaded', 'Gemini 503', 503, google(503, 'UNAVAILABLE', 'The model is overloaded.')],
  ['quota', 'OpenRouter 402', 402, { error: { code: 402, message: 'Insufficient credits' } }],
  ['rate-limit', 'OpenRouter budget in flight', 402, { error: { code: 'in_flight_budget', message: 'Busy' } }],
  ['context-length', 'Bedrock', 400, { message: 'Input Tokens Exceeded: 12 > 10' }],
  ['context-length', 'Perplexity', 400, { error: { type: 'too_many_prompt_tokens', message: 'Too many', code: 400 } }],
  ['not-found', 'DeepSeek', 400, openAi('Model Not Exist', 'invalid_request_error', 'invalid_request_error')],
  ['auth', 'xAI key', 400, { code: 'invalid-argument', error: 'Incorrect API key provided.' }],
  ['invalid-reply', 'Groq', 400, { error: { code: 'tool_use_failed', failed_generation: '{', message: 'Failed' } }],
  ['timeout', '408', 408, ''],
  ['server', '409', 409, ''],
  ['server', '502', 502, '<html><head><title>502 Bad Gateway</title></head></html>'],
  ['invalid-request', '422', 422, { detail: [{ loc: ['body', 'model'], msg: 'field required', type: 'missing' }] }],
  ['redirect', '307', 307, ''],
];

test.each(cases)('%s: %s', (kind, _name, status, body) => {
  expect(kindOf(status, body)).toBe(kind);
});

test('the wait is taken from the message, the details or the metadata, whichever says it', () => {
  const waitOf = (body: JsonValue): number | undefined =>
    classify({ status: 429, headers: {}, body: JSON.stringify(body) }).retryAfterMs;
  expect(waitOf(openAi(nearLimit, 'tokens', 'rate_limit_exceeded'))).toBe(11_054);
  expect(waitOf(openAi('Please try again in 6m0s.', null, null))).toBe(360_000);
  expect(waitOf(openAi('Please try again in 1h2m3.5s.', null, null))).toBe(3_723_500);
  expect(waitOf(openAi('Please try again in 120ms.', null, null))).toBe(120);
  expect(waitOf(openAi('Please retry after 26 seconds.', null, null))).toBe(26_000);
  expect(waitOf(google(429, 'RESOURCE_EXHAUSTED', 'Exhausted', [{ retryDelay: '34.4s' }]))).toBe(34_400);
  expect(waitOf({ error: { message: 'No', metadata: { headers: { 'Retry-After': '7' } } } })).toBe(7000);
  expect(waitOf(openAi('Slow down', null, null))).toBeUndefined();
});

test('the word of x-should-retry and the id of the request are taken from the headers', () => {
  const headers = { 'x-should-retry': 'false', 'apim-request-id': 'r-1' };
  expect(classify({ status: 500, headers, body: '' })).toMatchObject({ shouldRetry: false, requestId: 'r-1' });
  expect(classify({ status: 500, headers: {}, body: '' }).shouldRetry).toBeUndefined();
  const body = JSON.stringify({ ...Object(anthropic('No', 'api_error')), request_id: 'req_1' });
  expect(classify({ status: 500, headers: {}, body }).requestId).toBe('req_1');
});

test('an error inside a reply is judged by its own words and the status that it names', () => {
  expect(classifyInBand(openAi('Overloaded', 'overloaded_error', null)).kind).toBe('overloaded');
  expect(classifyInBand(openAi('Oops', 'server_error', null)).kind).toBe('server');
  expect(classifyInBand(openAi('Slow', null, 'rate_limit_exceeded')).kind).toBe('rate-limit');
  expect(classifyInBand(openAi('No', 'insufficient_quota', null)).kind).toBe('quota');
  expect(classifyInBand(openAi('No', 'invalid_request_error', null)).kind).toBe('invalid-request');
  expect(classifyInBand({ error: { code: 502, message: 'Upstream broke' } })).toMatchObject({
    kind: 'server',
    status: 502,
  });
  expect(classifyInBand({ error: { code: 'tool_use_failed', status_code: 400, message: 'x' } }).kind).toBe(
    'invalid-reply',
  );
  expect(classifyInBand({ error: 'something broke' })).toMatchObject({ kind: 'server', message: 'something broke' });
});
