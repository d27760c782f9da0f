import type { Completion, Reply } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import { parseJson } from '../model/json.ts';
import { toCompletion } from '../model/to-completion.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { OpenCall } from '../time/open-call.ts';
import { collect } from '../wire/collect.ts';
import type { WireHead } from '../wire/transport.ts';
import { failedReply, namedError } from './failure.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { Target } from './target.ts';

/** Asks a target for a whole reply, once. */
export async function askWhole(target: Target, request: CompletionRequest, call: OpenCall): Promise<Completion> {
  const { clock, transport } = target;
  const attempt = call.journal.open(target.id, clock.now());
  let head: WireHead | undefined;
  try {
    const prepared = prepare(target, request, false);
    const { signal, deadline, limits } = call;
    const bounds = { signal, deadline, headersMs: limits?.headersMs, bodyMs: limits?.bodyMs };
    const collected = await collect({ transport, clock }, prepared.wire, bounds);
    head = collected.head;
    const reply = readWhole(target, head, collected.body);
    attempt.succeed(clock.now());
    call.journal.adapt(prepared.adaptations);
    return completionOf(target, call, prepared, reply, head, collected.body);
  } catch (error) {
    const named = namedError(target, error, head && requestIdOf(head.headers));
    attempt.fail(clock.now(), named);
    throw named;
  }
}

/**
 * Reads the body of a reply.
 * @throws ModelError for a status that is no success and a body that is no reply
 */
export function readWhole(target: Target, head: WireHead, body: Uint8Array): Reply {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  if (head.status < 200 || head.status > 299) throw failedReply(target, head, text);
  const json = parseJson(text);
  if (json === undefined) throw notJson(head, text);
  return target.protocol.readReply(json, target.family);
}

function notJson({ status, headers }: WireHead, text: string): ModelError {
  const type = headers['content-type'] ?? 'no content-type';
  const what = text.trim() === '' ? 'an empty body' : `what is not JSON (${type})`;
  return new ModelError({ kind: 'invalid-reply', status, message: `The reply has status ${status} and ${what}.` });
}

function completionOf(
  target: Target,
  call: OpenCall,
  prepared: Prepared,
  reply: Reply,
  head: WireHead,
  body: Uint8Array,
): Completion {
  const { journal } = call;
  const totalMs = target.clock.now() - journal.startedAt;
  const { status, headers } = head;
  return toCompletion(reply, {
    model: target.id,
    requestId: requestIdOf(headers),
    attempts: journal.attempts,
    adaptations: journal.adaptations,
    timings: { queueMs: journal.waitedMs, firstContentMs: totalMs, totalMs },
    request: prepared.sent,
    raw: prepared.relayed ? { protocol: target.protocol.id, status, headers, body } : undefined,
    costOf: target.costOf,
  });
}
