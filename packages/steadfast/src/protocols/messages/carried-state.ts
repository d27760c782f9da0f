import { asObject, asString, parseJson } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';

const mark = 'steadfast:';

/**
 * A signature that carries another family's state through a caller: callers return thinking blocks as they got them,
 * so the state comes back with the next request and goes to its own family again.
 */
export function carryingSignature(state: OpaqueState): string {
  return mark + JSON.stringify({ origin: state.origin, value: state.value });
}

/** The state that a signature carries; `undefined` for a signature of the provider's own. */
export function carriedState(signature: string): OpaqueState | undefined {
  if (!signature.startsWith(mark)) return undefined;
  const { origin, value } = asObject(parseJson(signature.slice(mark.length)));
  const family = asString(origin);
  return family === undefined || value === undefined ? undefined : { origin: family, value };
}
