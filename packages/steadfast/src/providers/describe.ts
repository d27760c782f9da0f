import { capabilitiesOf } from '../catalog/catalog.ts';
import type { EndOfLife, ModelRules } from '../catalog/model-rules.ts';
import type { Price } from '../catalog/price.ts';
import type { ProtocolId } from '../model/completion-request.ts';
import type { Capabilities } from '../model/model.ts';
import type { Dialect } from '../protocols/protocol.ts';
import { readVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { keysIn } from './keys.ts';
import type { ModelFacts } from './model-facts.ts';
import type { Destination } from './target.ts';

/** All that is known of a model before it is asked. */
export interface ModelDescription {
  /** `provider/model`. */
  readonly id: string;
  /** The provider's own name of it. */
  readonly model: string;
  readonly provider: {
    readonly id: string;
    readonly name: string;
    readonly protocol: ProtocolId;
    /** How the server differs from its protocol's own, the name of the field for the longest output included. */
    readonly dialect: Dialect;
    /** Empty where the user has to name it. */
    readonly baseUrl: string;
    readonly key: {
      readonly needed: boolean;
      readonly found: boolean;
      /** The variable that holds it; absent for a key that was given otherwise. */
      readonly variable?: string;
    };
  };
  readonly capabilities: Capabilities;
  /** What it takes, in full, with source and date. */
  readonly rules: ModelRules;
  /** In tokens; absent where they are not known. */
  readonly limits: { readonly contextWindow?: number; readonly maxOutputTokens?: number };
  /** In US dollars; absent where it is not known. */
  readonly price?: Price;
  readonly endOfLife?: EndOfLife;
}

/** Puts together what is known of a model; `now` in epoch milliseconds. */
export function describeModel(
  target: Destination,
  facts: ModelFacts,
  environment: Environment,
  now: number,
): ModelDescription {
  const { id, model, provider, dialect, baseUrl, apiKey } = target;
  const rules = facts.rulesOf(target);
  const { contextWindow, maxOutputTokens, endOfLife } = rules;
  const { id: name, name: title, protocol } = provider;
  const variable = provider.environment.keys.find((key) => keysIn(readVariable(environment, [key]))[0] === apiKey);
  const needed = provider.auth.kind !== 'none' && provider.keyOptional !== true;
  const key = { needed, found: apiKey !== '', variable: apiKey === '' ? undefined : variable };
  return {
    id,
    model,
    provider: { id: name, name: title, protocol, dialect, baseUrl, key },
    capabilities: capabilitiesOf(rules),
    rules,
    limits: { contextWindow, maxOutputTokens },
    price: facts.priceOf(target, now),
    endOfLife,
  };
}
