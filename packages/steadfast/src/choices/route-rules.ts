import type { Call } from '../model/call.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { globOf } from '../model/glob.ts';
import { asString } from '../model/json.ts';
import { modalitiesOf } from './modality.ts';
import type { Modality } from './modality.ts';

/** What a request has to be like: all that is said has to hold. */
export interface RouteCondition {
  /** A glob over the name that was asked for: of requests that came as bytes, which have one. */
  readonly model?: string;
  /** The fewest and the most tokens of input, as `estimateTokens` counts them. */
  readonly leastTokens?: number;
  readonly mostTokens?: number;
  /** Whether tools are offered. */
  readonly tools?: boolean;
  /** What the messages have to hold, besides text. */
  readonly modality?: Modality;
  /** A glob over the id of the caller. */
  readonly caller?: string;
  /** Globs over labels of the request. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A rule of `route`. */
export interface RouteRule {
  /** The name of the model to ask. */
  readonly to: string;
  /** Default: it always fits. */
  readonly when?: RouteCondition;
}

/** Where a call goes, and why, in words for people. */
export interface RouteDecision {
  readonly to: string;
  readonly reason?: string;
}

/** Decides where a call goes. */
export type Router = (request: CompletionRequest, call: Call) => RouteDecision | string;

/** One thing that is asked of a request, and how it is said. */
interface Check {
  readonly holds: (request: CompletionRequest, call: Call) => boolean;
  readonly says: string;
}

/** Makes a router of rules: the first that fits counts, and where none does, the call goes to `otherwise`. */
export function routerOf(rules: readonly RouteRule[], otherwise: string): Router {
  const known = rules.map(({ to, when = {} }, index) => {
    const checks = checksOf(when);
    const words = checks.length === 0 ? 'it always fits' : checks.map(({ says }) => says).join(', ');
    return { checks, decision: { to, reason: `rule ${index + 1}: ${words}` } };
  });
  return (request, call) => {
    const found = known.find(({ checks }) => checks.every(({ holds }) => holds(request, call)));
    return found?.decision ?? { to: otherwise, reason: 'no rule fits' };
  };
}

function checksOf(when: RouteCondition): readonly Check[] {
  // What is dear to find out comes last.
  return [...checksOfCall(when), ...checksOfContent(when)];
}

function checksOfCall({ model, tools, caller, metadata = {} }: RouteCondition): readonly Check[] {
  const checks: Check[] = [];
  if (model !== undefined) {
    const fits = globOf(model);
    const holds: Check['holds'] = ({ raw }) => fits(asString(raw?.json['model']) ?? '');
    checks.push({ holds, says: `the model asked for is ${model}` });
  }
  if (tools !== undefined) {
    const holds: Check['holds'] = (request) => (request.tools ?? []).length > 0 === tools;
    checks.push({ holds, says: tools ? 'tools are offered' : 'no tools are offered' });
  }
  if (caller !== undefined) {
    const fits = globOf(caller);
    checks.push({ holds: (_, call) => fits(call.caller?.id ?? ''), says: `the caller is ${caller}` });
  }
  for (const [label, glob] of Object.entries(metadata)) {
    const fits = globOf(glob);
    const holds: Check['holds'] = (request) => {
      const value = Object.hasOwn(request.metadata ?? {}, label) ? request.metadata?.[label] : undefined;
      return value !== undefined && fits(value);
    };
    checks.push({ holds, says: `${label} is ${glob}` });
  }
  return checks;
}

function checksOfContent({ modality, leastTokens, mostTokens }: RouteCondition): readonly Check[] {
  const checks: Check[] = [];
  if (modality !== undefined) {
    checks.push({ holds: (request) => modalitiesOf(request).has(modality), says: `there is ${modality} in it` });
  }
  if (leastTokens !== undefined) {
    checks.push({ holds: (request) => estimateTokens(request) >= leastTokens, says: `at least ${leastTokens} tokens` });
  }
  if (mostTokens !== undefined) {
    checks.push({ holds: (request) => estimateTokens(request) <= mostTokens, says: `at most ${mostTokens} tokens` });
  }
  return checks;
}
