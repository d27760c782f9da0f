import type { ProviderError } from '../protocols/provider-error.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import type { ReplyHeaders } from '../stage/send-error.ts';
import type { RateVerdict } from './rate-limiter.ts';

/** The error and the headers with which a provider turns away a request that comes too fast. */
export interface RateRefusal {
  readonly error: ProviderError;
  readonly headers: ReplyHeaders;
}

/** Words a refusal by the rate limit; `undefined` when the request may pass. */
export function rateRefusal(verdict: RateVerdict, protocol: WireProtocol, model: string): RateRefusal | undefined {
  if (verdict.type === 'pass') return undefined;
  const isOpenAi = protocol.name === 'chat' || protocol.name === 'responses';
  const code = isOpenAi ? 'rate_limit_exceeded' : undefined;
  const base = { word: 'rate-limit' as const, status: 429, code };
  if (verdict.type === 'too-large') {
    const { limit, requested } = verdict;
    const message = `Request too large for ${model} on tokens per min (TPM): Limit ${limit}, Requested ${requested}. The input or output tokens must be reduced in order to run successfully.`;
    return { error: { ...base, message }, headers: {} };
  }
  const seconds = verdict.waitMs / 1000;
  const message = isOpenAi ? chatMessage(verdict, model, seconds) : messagesMessage(verdict);
  const headers = { 'retry-after': String(Math.ceil(seconds)) };
  const exact = { 'retry-after-ms': String(Math.ceil(verdict.waitMs)) };
  return { error: { ...base, message }, headers: isOpenAi ? { ...headers, ...exact } : headers };
}

type Wait = Extract<RateVerdict, { type: 'wait' }>;

function chatMessage({ what, limit, used, requested }: Wait, model: string, seconds: number): string {
  const unit = what === 'tokens' ? 'tokens per min (TPM)' : 'requests per min (RPM)';
  const facts = `Limit ${limit}, Used ${used}, Requested ${requested}`;
  const wait = seconds < 1 ? `${Math.ceil(seconds * 1000)}ms` : `${Math.ceil(seconds * 1000) / 1000}s`;
  return `Rate limit reached for ${model} in organization org-simulation on ${unit}: ${facts}. Please try again in ${wait}.`;
}

function messagesMessage({ what, limit }: Wait): string {
  return `This request would exceed your organization's rate limit of ${limit} ${what} per minute. Please reduce the rate or try again later.`;
}
