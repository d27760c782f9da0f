import type { ModelError } from '../model/error.ts';
import { type Carrier, Exchange, type ExchangeBounds, type ExchangeSink } from './exchange.ts';
import type { WireHead, WireRequest } from './transport.ts';

/** A reply that is whole: its head and its unpacked body. */
export interface WholeReply {
  readonly head: WireHead;
  readonly body: Buffer;
}

/**
 * Sends a request and waits for the whole reply, whatever its status, redirects excepted.
 * @throws ModelError of kind `connection`, `timeout` (its phase says which time ran out), `aborted`, `redirect`,
 *   `too-large`, `invalid-reply` (headers too long, unknown content encoding) or `invalid-request` (cannot be sent)
 */
export function collect(carrier: Carrier, request: WireRequest, bounds: ExchangeBounds): Promise<WholeReply> {
  return new Promise((resolve, reject) => {
    new Exchange(carrier, request, bounds, new Collection(resolve, reject)).start();
  });
}

class Collection implements ExchangeSink {
  readonly #resolve: (reply: WholeReply) => void;
  readonly #reject: (error: ModelError) => void;
  readonly #chunks: Uint8Array[] = [];
  #head: WireHead = { status: 0, headers: {} };

  constructor(resolve: (reply: WholeReply) => void, reject: (error: ModelError) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onHead(head: WireHead): void {
    this.#head = head;
  }

  onChunk(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  onEnd(): void {
    const [only] = this.#chunks;
    const body = only !== undefined && this.#chunks.length === 1 ? bufferOf(only) : Buffer.concat(this.#chunks);
    this.#resolve({ head: this.#head, body });
  }

  onFail(error: ModelError): void {
    this.#reject(error);
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
