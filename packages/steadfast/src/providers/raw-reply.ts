import type { RawReply } from '../model/completion.ts';
import type { WireHead } from '../wire/transport.ts';
import type { Prepared } from './prepare.ts';
import type { Target } from './target.ts';

/** The bytes of a reply, where its request was relayed. */
export function rawReplyOf(
  { protocol }: Target,
  { relayed }: Prepared,
  { status, headers }: WireHead,
  body: Uint8Array,
): RawReply | undefined {
  return relayed ? { protocol: protocol.id, status, headers, body } : undefined;
}
