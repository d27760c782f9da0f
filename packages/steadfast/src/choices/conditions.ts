import type { ErrorKind } from '../model/error-kind.ts';
import { errorPolicies } from '../model/error-policy.ts';
import type { ErrorPolicy } from '../model/error-policy.ts';
import type { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';

/** Which errors lead to another target, where it is otherwise than in the table of errors. */
export type Conditions = Readonly<Partial<Record<ErrorKind, ErrorPolicy['fallback']>>>;

/** Conditions under which a refused key or a missing permission ends the call. */
export const refusedKeyEnds: Conditions = { auth: 'no', permission: 'no' };

/** Whether an error is the answer to the call, whatever other targets there are. */
export function isFinal({ kind, phase }: Pick<ModelError, 'kind' | 'phase'>, conditions: Conditions = {}): boolean {
  return phase === 'deadline' || conditionOf(kind, conditions) === 'no';
}

/** Those of the other targets that may be asked after this one failed. */
export function othersAfter(
  error: Pick<ModelError, 'kind' | 'phase'>,
  target: Model,
  others: readonly Model[],
  conditions: Conditions = {},
): readonly Model[] {
  if (isFinal(error, conditions)) return [];
  if (conditionOf(error.kind, conditions) === 'yes') return others;
  const window = target.capabilities?.contextWindow;
  return others.filter((model) => window !== undefined && (model.capabilities?.contextWindow ?? 0) > window);
}

function conditionOf(kind: ErrorKind, conditions: Conditions): ErrorPolicy['fallback'] {
  return conditions[kind] ?? errorPolicies[kind].fallback;
}
