import type { AttemptLimits } from '../model/call.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { RouteRule } from '../choices/route-rules.ts';
import type { CircuitRules } from '../layers/circuit.ts';
import type { LimitRules } from '../layers/limiter-rules.ts';
import type { PatienceRules } from '../layers/patience.ts';
import type { AdaptationMode } from '../layers/properties.ts';
import type { ModelProperties } from '../layers/properties-defaults.ts';
import type { Dialect } from '../protocols/protocol.ts';
import type { VersionChange } from '../providers/provider.ts';

/** How a provider is told who calls. */
export interface AuthSettings {
  readonly kind: 'bearer' | 'header' | 'none';
  /** The name of the header, where it is one of its own. */
  readonly name?: string;
  /** The name of the query's parameter that may hold the key as well. */
  readonly parameter?: string;
}

/** Where a provider is told which version of its API is meant. */
export interface VersioningSettings {
  readonly in: 'path' | 'query' | 'header';
  /** The name of the parameter or the header. */
  readonly name?: string;
  /** In the query: what is put behind a bare address for a version that is a day, and for any other and none. */
  readonly dated?: string;
  readonly undated?: string;
}

/** What is different where a provider is asked in another of its protocols. */
export interface MannerSettings {
  readonly baseUrl?: string;
  readonly auth?: AuthSettings;
  readonly apiVersion?: string;
  readonly versioning?: VersioningSettings;
  readonly dialect?: Dialect;
}

/** The variables that hold a provider's key, address and version. */
export interface EnvironmentSettings {
  readonly keys?: readonly string[];
  readonly baseUrl?: readonly string[];
  readonly apiVersion?: readonly string[];
}

/** A provider: changes to a known one, or one of the user's own. */
export interface ProviderSettings {
  /** The known provider whose row this one begins with; `openai-compatible` for any server that speaks OpenAI Chat. */
  readonly type?: string;
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly apiKey?: string;
  readonly baseUrl?: string;
  /** The same as `baseUrl`, as other tools spell it. */
  readonly baseURL?: string;
  readonly apiVersion?: string;
  readonly versioning?: VersioningSettings;
  readonly since?: Readonly<Record<string, VersionChange>>;
  readonly protocol?: ProtocolId;
  readonly otherProtocols?: Readonly<Partial<Record<ProtocolId, MannerSettings>>>;
  readonly family?: string;
  readonly auth?: AuthSettings;
  readonly environment?: EnvironmentSettings;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keyOptional?: boolean;
  readonly local?: { readonly start: string };
  readonly dialect?: Dialect;
}

/** How patiently a model is asked. */
export interface CallSettings {
  readonly limits?: Partial<AttemptLimits>;
  readonly retry?: Partial<PatienceRules> | false;
  readonly breaker?: Partial<CircuitRules> | false;
  readonly deadlineMs?: number;
  readonly adaptation?: AdaptationMode;
}

/** How one of the models behind a name is chosen. */
export interface ChoiceSettings {
  readonly choice?: 'fallback' | 'balance' | 'hedge' | 'split' | 'route';
  /** Of a split: one for each model. */
  readonly weights?: readonly number[];
  /** Of a route: the first that fits counts, and where none does, the first model. */
  readonly routes?: readonly RouteRule[];
}

/** A name of the user's own, or settings of a `provider/model`. */
export interface ModelSettings extends CallSettings, ChoiceSettings {
  readonly use?: readonly string[];
  /** The wire language that its models are asked in, whichever would suit them. */
  readonly protocol?: ProtocolId;
  readonly properties?: ModelProperties;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole configuration: one plain object. */
export interface Config {
  readonly providers?: Readonly<Record<string, ProviderSettings>>;
  readonly models?: Readonly<Record<string, ModelSettings>>;
  readonly aliases?: Readonly<Record<string, string>>;
  /** By globs over `provider/model`. */
  readonly properties?: Readonly<Record<string, ModelProperties>>;
  /** By globs over `provider/model` or the model's name alone. */
  readonly rateLimits?: Readonly<Record<string, LimitRules>>;
  readonly fallbacks?: readonly string[];
  readonly defaults?: CallSettings;
}
