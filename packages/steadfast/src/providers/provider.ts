import type { ProtocolId } from '../model/completion-request.ts';
import type { Dialect } from '../protocols/protocol.ts';

/** How a provider is told who calls. */
export type Auth =
  | { readonly kind: 'bearer' }
  /** `parameter` is the one of the query that may hold the key as well. */
  | { readonly kind: 'header'; readonly name: string; readonly parameter?: string }
  | { readonly kind: 'none' };

/** A provider, as data: code never asks which one it is, the row declares the answer. */
export interface Provider {
  /** The part of a model's name before the first `/`. */
  readonly id: string;
  /** Other names for the part before the first `/`. */
  readonly aliases?: readonly string[];
  /** What people call it. */
  readonly name: string;
  readonly protocol: ProtocolId;
  /** The address that the protocol's path is put behind; absent where the user has to name it. */
  readonly baseUrl?: string;
  /** What is put behind an address of the user's that names no version, where users are used to give it without. */
  readonly apiVersion?: string;
  /** Whose private state and options it understands; providers of one family share them. Default: `id`. */
  readonly family?: string;
  readonly auth: Auth;
  readonly environment: {
    /** Variables that may hold the key, the first that is set wins; empty where no key is needed. */
    readonly keys: readonly string[];
    /** Variables that may hold another base address. */
    readonly baseUrl?: readonly string[];
  };
  /** A server on the user's own machine: no key is needed, and this starts it. */
  readonly local?: { readonly start: string };
  readonly dialect?: Dialect;
  /** Headers sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The key is sent where there is one and is not missed where there is none. */
  readonly keyOptional?: true;
}
