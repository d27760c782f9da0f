import type { ModelErrorFacts } from '../model/error.ts';
import { ModelError, isModelError } from '../model/error.ts';
import { retryAfterMs } from '../wire/retry-after.ts';
import type { WireHead } from '../wire/transport.ts';
import { rateReport } from './rate-report.ts';
import type { Target } from './target.ts';

/** How much of an error's body is kept. */
const keptBody = 65_536;

/** The error of a reply whose status is not a success. */
export function failedReply(target: Target, head: WireHead, body: string): ModelError {
  const { status, headers } = head;
  const facts = target.protocol.readError({ status, headers, body });
  const upstream = { protocol: target.protocol.id, status, headers, body: body.slice(0, keptBody) };
  return new ModelError({
    ...facts,
    retryAfterMs: longest(facts, headers, target),
    rateWindows: rateReport(target, head),
    upstream,
  });
}

/** All that was said of a wait holds: the longest of them. */
function longest(facts: ModelErrorFacts, headers: WireHead['headers'], target: Target): number | undefined {
  const said = retryAfterMs(headers, target.clock.now());
  if (said === undefined || facts.retryAfterMs === undefined) return said ?? facts.retryAfterMs;
  return Math.max(said, facts.retryAfterMs);
}

/** Says in any error whose it is: names the target, and for a local server that is not there, how to start it. */
export function namedError(target: Target, error: unknown, requestId?: string): ModelError {
  const { provider, id } = target;
  const named = { provider: provider.id, model: id };
  if (!isModelError(error)) {
    const message = `${id}: ${error instanceof Error ? error.message : 'unknown error'}`;
    return new ModelError({ kind: 'server', message, shouldRetry: false, cause: error, ...named });
  }
  return error.with({ ...named, requestId: error.requestId ?? requestId, message: messageFor(target, error) });
}

function messageFor(target: Target, error: ModelError): string {
  const { provider, id } = target;
  const start = provider.local?.start;
  const absent = error.kind === 'connection' && error.code === 'ECONNREFUSED' && start !== undefined;
  const advice = absent ? ` Is ${provider.name} running? Start it with \`${start}\`.` : '';
  const head = error.message.includes(id) || error.kind === 'aborted' ? '' : `${id}: `;
  return `${head}${error.message}${advice}`;
}
