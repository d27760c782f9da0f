import type { Cost } from '../model/cost.ts';
import type { Usage } from '../model/usage.ts';
import type { Dialect, Protocol } from '../protocols/protocol.ts';
import type { Transport } from '../wire/transport.ts';
import type { Clock } from '../time/clock.ts';
import type { Provider } from './provider.ts';

/** One model at one provider, with all that is needed to ask it. */
export interface Target {
  /** `provider/model`. */
  readonly id: string;
  /** Its row as it is asked: in the target's protocol and version. */
  readonly provider: Provider;
  /** The provider's own name of the model. */
  readonly model: string;
  readonly protocol: Protocol;
  readonly family: string;
  readonly dialect: Dialect;
  /** Without a `/` at its end. */
  readonly baseUrl: string;
  /** What every request has in its query, with the `?`; empty for nothing. */
  readonly query: string;
  /** Empty where none is known. */
  readonly apiKey: string;
  /** Headers of every request, in lower case, the key included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Reckons what the tokens of a reply cost. */
  readonly costOf?: (usage: Usage) => Cost;
}

/** A target whose protocol is not loaded yet. */
export type Destination = Omit<Target, 'protocol'>;
