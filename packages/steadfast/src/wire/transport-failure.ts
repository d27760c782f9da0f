import type { Socket } from 'node:net';
import type { ErrorPhase } from '../model/error-kind.ts';
import type { TransportFailure } from './transport.ts';

/** Describes an error of `node:http` that came before the reply's head was whole. */
export function failureBeforeHead(error: Error, socket: Socket | null): TransportFailure {
  return { phase: phaseBeforeHead(error, socket), code: codeOf(error), cause: error };
}

/** Describes an error of `node:http` that came within the body of the reply. */
export function failureInBody(error: Error): TransportFailure {
  return { phase: 'body', code: codeOf(error), cause: error };
}

/** The code of an error of Node's; `UNKNOWN` when it has none. */
export function codeOf(error: Error): string {
  return textMember(error, 'code') ?? 'UNKNOWN';
}

function phaseBeforeHead(error: Error, socket: Socket | null): ErrorPhase {
  const call = textMember(error, 'syscall');
  if (call === 'getaddrinfo' || /^(?:ENOTFOUND|EAI_)/.test(codeOf(error))) return 'dns';
  // When a name has several addresses and none takes the connection, Node throws all the reasons together.
  if (call === 'connect' || error instanceof AggregateError) return 'connect';
  return isShakingHands(socket) ? 'tls' : 'headers';
}

/** `secureConnecting` is a TLS socket's own word for it; it stays true when the handshake fails. */
function isShakingHands(socket: Socket | null): boolean {
  return socket !== null && 'secureConnecting' in socket && socket.secureConnecting === true;
}

function textMember(error: object, name: 'code' | 'syscall'): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
