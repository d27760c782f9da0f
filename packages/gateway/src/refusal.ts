import { ModelError } from 'steadfast/model';
import type { ErrorKind } from 'steadfast/model';

/** Why the gateway itself cannot serve a request. */
export type RefusalReason =
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-encoding'
  | 'upgrade-required'
  | 'internal'
  | 'draining';

/** Each reason has its HTTP status and its kind of error. */
const reasons: Readonly<Record<RefusalReason, { readonly status: number; readonly kind: ErrorKind }>> = {
  'bad-request': { status: 400, kind: 'invalid-request' },
  unauthorized: { status: 401, kind: 'auth' },
  forbidden: { status: 403, kind: 'permission' },
  'not-found': { status: 404, kind: 'not-found' },
  'method-not-allowed': { status: 405, kind: 'invalid-request' },
  'too-large': { status: 413, kind: 'too-large' },
  'unsupported-encoding': { status: 415, kind: 'invalid-request' },
  'upgrade-required': { status: 426, kind: 'invalid-request' },
  internal: { status: 500, kind: 'server' },
  draining: { status: 503, kind: 'overloaded' },
};

/** The error of a request that the gateway itself turns away or fails at. */
export class Refusal extends ModelError {
  override readonly status: number;

  constructor(reason: RefusalReason, code: string, message: string) {
    const { status, kind } = reasons[reason];
    super({ kind, status, code, message });
    this.status = status;
  }
}

/** Makes the error of a request that is turned away; `code` is for machines, `message` for people. */
export function refusal(reason: RefusalReason, code: string, message: string): Refusal {
  return new Refusal(reason, code, message);
}
