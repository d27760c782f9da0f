import type { AttemptLimits } from '../model/call.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { CircuitRules } from '../layers/circuit.ts';
import type { LimitRules } from '../layers/limiter-rules.ts';
import type { PatienceRules } from '../layers/patience.ts';
import type { AdaptationMode } from '../layers/properties.ts';
import type { ModelProperties } from '../layers/properties-defaults.ts';
import type { Clock } from '../time/clock.ts';
import type { Transport } from '../wire/transport.ts';
import type { Environment } from './environment.ts';
import type { ModelFactsOptions } from './model-facts.ts';
import type { Provider } from './provider.ts';

/** Settings of one model. */
export interface ModelOptions {
  /**
   * Several keys, as a list or in one text with commas, are used in turn; one that is refused or used up is put aside.
   * Default: from the provider's environment variables.
   */
  readonly apiKey?: string | readonly string[];
  /** Default: from the environment, else the provider's own address. */
  readonly baseUrl?: string;
  /** The version of the provider's API. Default: from the environment, else the provider's own. */
  readonly apiVersion?: string;
  /** The wire language that it is asked in. Default: the one that suits the model and the request, of those its provider speaks. */
  readonly protocol?: ProtocolId;
  /** Sent with every request, over the provider's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often and how soon it is tried again; `false` for never. Default: 2 retries, see `defaultPatience`. */
  readonly retry?: Partial<PatienceRules> | false;
  /** When it is set aside because it is failing; `false` for never. Default: see `defaultCircuit`. */
  readonly breaker?: Partial<CircuitRules> | false;
  /**
   * The most that may be asked of it; whoever uses it first with the same address and key decides for all. Default: those
   * of `ModelsOptions.rateLimits`, else no more than the provider shows.
   */
  readonly rateLimits?: LimitRules;
  /** The longest times of one attempt; what is said here is not learned. Default: see `defaultLimits`. */
  readonly limits?: Partial<AttemptLimits>;
  /**
   * Whether the limits become tighter as it is learned how long healthy calls take. Default: true, but for local servers.
   */
  readonly learnLimits?: boolean;
  /** Bounds a whole call, retries and waits included, in milliseconds. Default: 600,000. */
  readonly deadlineMs?: number;
  /** Settings for requests that do not say them themselves. */
  readonly properties?: ModelProperties;
  /** What is done about a request that the model does not take as it is. Default: it is adapted, and every change listed. */
  readonly adaptation?: AdaptationMode;
  /** Models to ask, in this order, when this one fails. */
  readonly fallback?: readonly string[];
}

/** Settings shared by models that are made together. */
export interface ModelsOptions extends ModelFactsOptions {
  /** Default: `process.env`. */
  readonly environment?: Environment;
  /** More providers, or other rows for known ones; equal to the built-in ones. */
  readonly providers?: Readonly<Record<string, Provider>>;
  /** Default: `nodeTransport()`. */
  readonly transport?: Transport;
  readonly clock?: Clock;
  /** Gives numbers from 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /** Settings for every model that does not say otherwise. */
  readonly defaults?: ModelOptions;
  /**
   * The most that may be asked of models, by globs over `provider/model` or the model's name alone; the first that fits
   * counts, so `*` comes last.
   */
  readonly rateLimits?: Readonly<Record<string, LimitRules>>;
  /** Is told of each of several keys that is put aside because it is refused or used up. Default: a process warning. */
  readonly onKeyAside?: (error: ModelError) => void;
  /** Is told of failures that a fallback hides from the caller. Default: a refused key becomes a process warning. */
  readonly onAbsorbed?: (error: ModelError, next: Model) => void;
}
