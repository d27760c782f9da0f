import type { ErrorKind } from '../model/error-kind.ts';

/**
 * Machine codes and types that say by themselves what happened, in lower case with `_`. Sources: the API references
 * of OpenAI, Anthropic, Google (google.rpc.Code), Groq, Mistral, Cohere, OpenRouter, Azure and Amazon Bedrock.
 */
const exactWords: Readonly<Partial<Record<ErrorKind, string>>> = {
  quota:
    'insufficient_quota credit_balance_exhausted organization_spend_limit_exceeded project_spend_limit_exceeded ' +
    'organization_usage_limit_exceeded billing_error billing_not_active billing_hard_limit_reached ' +
    'enforced_spend_limit_reached contract_spend_limit_reached insufficient_balance insufficient_credits ' +
    'quota_exhausted',
  'context-length':
    'context_length_exceeded exceed_context_size_error too_many_tokens too_many_prompt_tokens ' +
    'model_context_window_exceeded context_window_exceeded prompt_too_long',
  'content-filter':
    'content_filter content_policy_violation invalid_prompt responsibleaipolicyviolation data_inspection_failed ' +
    'moderation_blocked prohibited_content safety',
  'not-found':
    'model_not_found invalid_model not_found_error not_found deploymentnotfound model_decommissioned unknown_model ' +
    'resourcenotfoundexception',
  auth:
    'invalid_api_key authentication_error api_key_invalid unauthenticated expiredtokenexception ' +
    'unrecognizedclientexception',
  permission: 'permission_error permission_denied accessdeniedexception',
  'too-large': 'request_too_large request_entity_too_large',
  'invalid-reply': 'tool_use_failed json_validate_failed',
  overloaded: 'overloaded_error overloaded server_is_overloaded model_overloaded engine_overloaded unavailable',
  timeout: 'timeout_error deadline_exceeded modeltimeoutexception',
};

/** Words that name only the class of an error, so that its message may still say more. */
const generalWords: Readonly<Partial<Record<ErrorKind, string>>> = {
  'rate-limit':
    'rate_limit_error rate_limit_exceeded rate_limit requests tokens slow_down ramp_limit_exceeded ' +
    'resource_exhausted ratelimitreached throttlingexception too_many_requests',
  'invalid-request': 'invalid_request_error invalid_request invalid_argument failed_precondition validationexception',
  server: 'server_error api_error internal internal_server_error internal_error',
};

const exactKinds = byWord(exactWords);
const generalKinds = byWord(generalWords);

/** The kind that a machine code or type settles by itself. */
export function kindOfExactWord(word: string | undefined): ErrorKind | undefined {
  const known = normalised(word);
  return known.startsWith('linked_organization_') ? 'quota' : exactKinds.get(known);
}

/** The kind that a machine code or type suggests, where nothing more exact is known. */
export function kindOfGeneralWord(word: string | undefined): ErrorKind | undefined {
  return generalKinds.get(normalised(word));
}

function byWord(words: Readonly<Partial<Record<string, string>>>): Map<string, ErrorKind> {
  const kinds = new Map<string, ErrorKind>();
  for (const kind of Object.keys(words)) {
    if (isKind(kind)) for (const word of (words[kind] ?? '').split(' ')) kinds.set(word, kind);
  }
  return kinds;
}

function isKind(kind: string): kind is ErrorKind {
  return kind in exactWords || kind in generalWords;
}

function normalised(word = ''): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** What providers say in words where their codes say nothing; the first that fits decides. */
const phrases: readonly (readonly [ErrorKind, RegExp])[] = [
  [
    'context-length',
    /context (?:length|window|size|limit)|prompt(?: is)? too long|input token count|too many tokens|input tokens? (?:limit )?exceed|reduce the length of the (?:messages|prompt|input)/i,
  ],
  [
    'quota',
    /credit balance|insufficient (?:balance|credits?|funds|quota)|spend(?:ing)? limit|usage limits?|current quota|out of credits|prepay|billing/i,
  ],
  [
    'auth',
    /(?:incorrect|invalid|missing|expired|no|bad) (?:api|auth\w*|access)[ _-]?(?:key|token)|api key (?:not valid|is invalid|expired|not found)|security token .{0,40}(?:expired|invalid)/i,
  ],
  [
    'not-found',
    /(?:invalid|unknown|no such) model\b|model (?:identifier is invalid|not (?:found|exist))|model:? \S{1,200} (?:is )?(?:not found|does not exist)|not a valid model|supported api model names/i,
  ],
  [
    'content-filter',
    /flagged|moderation|content[ _-](?:filter|policy|management)|violat\w+ .{0,60}(?:polic|guideline|terms)/i,
  ],
  ['overloaded', /overloaded|high demand|at capacity/i],
];

/** The kind that a message tells of, among the kinds that its status allows. */
export function kindOfMessage(message: string, allowed: readonly ErrorKind[]): ErrorKind | undefined {
  return phrases.find(([kind, pattern]) => allowed.includes(kind) && pattern.test(message))?.[0];
}
