import type { CompletionRequest } from '../model/completion-request.ts';
import type { CompletionStream } from '../model/model.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { OpenCall } from '../time/open-call.ts';
import { open } from '../wire/open.ts';
import type { OpenReply } from '../wire/open.ts';
import { namedError } from './failure.ts';
import { prepare } from './prepare.ts';
import { StreamedReply } from './streamed-reply.ts';
import type { Target } from './target.ts';
import { readWhole } from './whole-reply.ts';

/** Asks a target for a streamed reply, once; settles when its first content is here. */
export async function openStream(
  target: Target,
  request: CompletionRequest,
  call: OpenCall,
): Promise<CompletionStream> {
  const { clock, transport } = target;
  const attempt = call.journal.open(target.id, clock.now(), target.protocol.id);
  let reply: OpenReply | undefined;
  try {
    const prepared = prepare(target, request, true);
    const { signal, deadline, limits = {} } = call;
    const { headersMs, firstContentMs = Infinity, idleMs = Infinity, bodyMs } = limits;
    reply = await open({ transport, clock }, prepared.wire, { signal, deadline, headersMs, bodyMs });
    reply.within('first-content', firstContentMs);
    const streamed = new StreamedReply({ target, call, prepared, attempt, open: reply, idleMs });
    if (isStream(reply)) reply.read(streamed);
    else streamed.whole(readWhole(target, reply.head, await reply.whole()));
    return await streamed.committed;
  } catch (error) {
    const named = namedError(target, error, reply && requestIdOf(reply.head.headers));
    attempt.fail(clock.now(), named);
    throw named;
  }
}

/** Some servers answer a request for a stream with a whole reply, and all do so with an error. */
function isStream({ head }: OpenReply): boolean {
  return head.status >= 200 && head.status < 300 && !(head.headers['content-type'] ?? '').includes('application/json');
}
