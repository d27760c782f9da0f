import type { SettingField } from '../catalog/model-rules.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { Dialect } from '../protocols/protocol.ts';

/** How a provider is told who calls. */
export type Auth =
  | { readonly kind: 'bearer' }
  /** `parameter` is the one of the query that may hold the key as well. */
  | { readonly kind: 'header'; readonly name: string; readonly parameter?: string }
  | { readonly kind: 'none' };

/** Where a provider is told which version of its API is meant. */
export type Versioning =
  /** Behind an address of the user's that names none. */
  | { readonly in: 'path' }
  | { readonly in: 'header'; readonly name: string }
  /**
   * In a parameter of the query. `dated` and `undated` are what is put behind a bare address: the one for versions that
   * are days (`2024-10-21`), the other for none and for versions with a name. `{model}` stands for the model's name.
   */
  | { readonly in: 'query'; readonly name: string; readonly dated: string; readonly undated: string };

/** What is different where a provider is asked in another of its protocols. */
export interface Manners {
  /** Default: that of the row. An address of the user's own counts over both. */
  readonly baseUrl?: string;
  readonly auth?: Auth;
  readonly apiVersion?: string;
  readonly versioning?: Versioning;
  /** Default: none of its own; that of the row is for the row's protocol. */
  readonly dialect?: Dialect;
}

/** What a version of an API changed. */
export interface VersionChange {
  /** Settings that it refuses, whatever their value. */
  readonly refuses?: readonly SettingField[];
  readonly dialect?: Dialect;
}

/** A provider, as data: code never asks which one it is, the row declares the answer. */
export interface Provider {
  /** The part of a model's name before the first `/`. */
  readonly id: string;
  /** Other names for the part before the first `/`. */
  readonly aliases?: readonly string[];
  /** What people call it. */
  readonly name: string;
  /** The one it is asked in where neither the user nor what is known of the model says otherwise. */
  readonly protocol: ProtocolId;
  /** Further protocols that it speaks. A row without them is asked in `protocol` alone. */
  readonly otherProtocols?: Readonly<Partial<Record<ProtocolId, Manners>>>;
  /**
   * The address that the protocol's path is put behind; absent where the user has to name it. `{VARIABLE}` and
   * `{VARIABLE|OTHER}` stand for an environment variable that is needed, `{model}` for the model's name.
   */
  readonly baseUrl?: string;
  /** The version of its API that is meant, where the user does not say. */
  readonly apiVersion?: string;
  /** Default: in the path. */
  readonly versioning?: Versioning;
  /** What versions of its API changed, by the first that has the change; later versions, which sort behind it, have it too. */
  readonly since?: Readonly<Record<string, VersionChange>>;
  /** Whose private state and options it understands; providers of one family share them. Default: `id`. */
  readonly family?: string;
  readonly auth: Auth;
  readonly environment: {
    /** Variables that may hold the key, the first that is set wins; empty where no key is needed. */
    readonly keys: readonly string[];
    /** Variables that may hold another base address. */
    readonly baseUrl?: readonly string[];
    /** Variables that may hold the version of its API. */
    readonly apiVersion?: readonly string[];
  };
  /** A server on the user's own machine: no key is needed, and this starts it. */
  readonly local?: { readonly start: string };
  readonly dialect?: Dialect;
  /** Headers sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The key is sent where there is one and is not missed where there is none. */
  readonly keyOptional?: true;
}

/** The changes that hold in the version that is meant. */
export function changesOf({ since = {}, apiVersion = '' }: Provider): readonly VersionChange[] {
  return Object.entries(since).flatMap(([version, change]) => (version <= apiVersion ? [change] : []));
}
