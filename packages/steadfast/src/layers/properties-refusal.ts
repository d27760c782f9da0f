import type { CompletionRequest } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import { asObject, asString, parseJson } from '../model/json.ts';

/** Settings that a request can do without when a model refuses them. The longest output is none: it bounds what a reply costs. */
export type RefusableField = keyof Pick<
  CompletionRequest,
  | 'effort'
  | 'thinkingTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'stopSequences'
  | 'seed'
  | 'parallelToolCalls'
  | 'toolChoice'
  | 'endUser'
  | 'metadata'
>;

/** The field of a request that an error refuses by its name, if the request says it and can do without. */
export function refusedField(error: unknown, request: CompletionRequest): RefusableField | undefined {
  if (!isModelError(error) || error.kind !== 'invalid-request') return undefined;
  const path = refusedPath(error);
  const candidates = path === undefined ? [] : fieldsOf(path);
  return candidates.find((field) => request[field] !== undefined);
}

/** The codes of OpenAI and those who follow it for a field that the model does not take. */
const codes = new Set(['unsupported_parameter', 'unsupported_value', 'unknown_parameter']);

/** How providers say in words that they do not take a field; the first group is its name. */
const sentences: readonly RegExp[] = [
  /(?:unsupported|unknown|unrecognized|unexpected) (?:parameter|value|field|argument|request argument supplied)s?:? ?['"`]?([\w.[\]]+)/i,
  /(?:^|\s)([\w.[\]]+): extra inputs are not permitted/i,
  /['"`]([\w.[\]]+)['"`] is (?:not supported|deprecated) (?:with|for|by|on) /i,
  /does not support (?:the )?parameters?:? ['"`]?([\w.[\]]+)/i,
  /does not support (effort) level/i,
  /unknown name ['"`]([\w.[\]]+)['"`]/i,
];

/** The path of the refused field in the body that was sent. */
function refusedPath({ code, message, upstream }: ModelError): string | undefined {
  const param = asString(asObject(asObject(parseJson(upstream?.body ?? ''))['error'])['param']);
  if (param !== undefined && code !== undefined && codes.has(code)) return param;
  for (const sentence of sentences) {
    const name = sentence.exec(message)?.[1];
    if (name !== undefined) return name.replace(/\.+$/, '');
  }
  return undefined;
}

/** Objects of a body that hold settings, and where errors begin their paths. */
const holders = new Set([
  'body',
  'generationconfig',
  'options',
  'reasoning',
  'outputconfig',
  'thinking',
  'thinkingconfig',
]);

/** Our fields by the providers' names of them, in lower case without `_`. */
const names: Readonly<Record<string, readonly RefusableField[]>> = {
  temperature: ['temperature'],
  topp: ['topP'],
  topk: ['topK'],
  presencepenalty: ['presencePenalty'],
  frequencypenalty: ['frequencyPenalty'],
  stop: ['stopSequences'],
  stopsequences: ['stopSequences'],
  seed: ['seed'],
  randomseed: ['seed'],
  effort: ['effort'],
  reasoningeffort: ['effort'],
  reasoning: ['effort', 'thinkingTokens'],
  think: ['effort', 'thinkingTokens'],
  thinking: ['thinkingTokens', 'effort'],
  thinkinglevel: ['effort'],
  budgettokens: ['thinkingTokens'],
  thinkingbudget: ['thinkingTokens', 'effort'],
  thinkingconfig: ['thinkingTokens', 'effort'],
  paralleltoolcalls: ['parallelToolCalls'],
  toolchoice: ['toolChoice'],
  user: ['endUser'],
  safetyidentifier: ['endUser'],
  metadata: ['metadata'],
};

function fieldsOf(path: string): readonly RefusableField[] {
  const steps = path.split('.').map((step) => step.toLowerCase().replaceAll('_', ''));
  const last = steps.pop() ?? '';
  const known = steps.every((step) => holders.has(step)) && Object.hasOwn(names, last);
  return known ? (names[last] ?? []) : [];
}
