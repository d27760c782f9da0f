import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { isObject } from '../../../model/json.ts';
import type { AdaptationList } from '../../../protocols/adaptation-list.ts';
import { ownName, sdkOrigin, writeFacts } from '../part-facts.ts';
import type { PartFacts } from '../part-facts.ts';

/** For which AI SDK provider something is written, and where it is noted what cannot be said to it. */
export interface WriteTarget {
  readonly provider: string;
  readonly notes: AdaptationList;
}

/**
 * The provider options that give a part's private data back. What an AI SDK provider gave returns as it came; what
 * bears the provider's own name is its entry; what is of others is noted and stays behind.
 */
export function writeOptions(
  facts: PartFacts,
  path: string,
  kind: string,
  { provider, notes }: WriteTarget,
): SharedV4ProviderOptions | undefined {
  const { state } = facts;
  if (provider === ownName || state === undefined) return provider === ownName ? writeFacts(facts) : undefined;
  if (state.origin === sdkOrigin) return writeFacts({ state });
  if (state.origin === provider && isObject(state.value)) return { [provider]: state.value };
  notes.leaveForeign(path, kind, state, provider);
  return undefined;
}
