import { ModelError } from '../model/error.ts';
import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { OpenCall } from '../time/open-call.ts';
import { collect } from '../wire/collect.ts';
import type { WireHead } from '../wire/transport.ts';
import { failedReply, namedError } from './failure.ts';
import type { Prepared } from './prepare.ts';
import type { Target } from './target.ts';

/** What came of an attempt that went well. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly prepared: Prepared;
  readonly head: WireHead;
  readonly body: Buffer;
}

/**
 * Asks a target once for what comes whole, whatever that is, and writes it down in the journal.
 * @param join Makes the result of the answer and the journal, in which the attempt has gone well by then.
 */
export async function attempt<Answer, Result>(
  target: Target,
  call: OpenCall,
  prepare: () => Prepared,
  read: (json: JsonValue) => Answer,
  join: (answered: Answered<Answer>) => Result,
): Promise<Result> {
  const { clock, transport } = target;
  const opened = call.journal.open(target.id, clock.now(), target.protocol.id);
  let head: WireHead | undefined;
  try {
    const prepared = prepare();
    const { signal, deadline, limits } = call;
    const bounds = { signal, deadline, headersMs: limits?.headersMs, bodyMs: limits?.bodyMs };
    const collected = await collect({ transport, clock }, prepared.wire, bounds);
    head = collected.head;
    const { body } = collected;
    const answer = read(jsonOf(target, head, body));
    opened.succeed(clock.now());
    call.journal.adapt(prepared.adaptations);
    return join({ answer, prepared, head, body });
  } catch (error) {
    const named = namedError(target, error, head && requestIdOf(head.headers));
    opened.fail(clock.now(), named);
    throw named;
  }
}

/**
 * Reads the body of a reply as JSON.
 * @throws ModelError for a status that is no success and a body that is no JSON
 */
export function jsonOf(target: Target, head: WireHead, body: Buffer): JsonValue {
  const text = body.toString();
  if (head.status < 200 || head.status > 299) throw failedReply(target, head, text);
  const json = parseJson(text);
  if (json === undefined) throw notJson(head, text);
  return json;
}

function notJson({ status, headers }: WireHead, text: string): ModelError {
  const type = headers['content-type'] ?? 'no content-type';
  const what = text.trim() === '' ? 'an empty body' : `what is not JSON (${type})`;
  return new ModelError({ kind: 'invalid-reply', status, message: `The reply has status ${status} and ${what}.` });
}
