import type { Strategy } from './conversation.ts';
import type { Intent, Policy, Strategies } from './intent.ts';
import type { Turn } from './turn.ts';

/**
 * The strategies of a turn, in the order in which they are tried: those of the intent, else of the assistant's policy, else
 * its templates where it has any, else a model. Behind `hybrid` stands `template`: what was to be adapted is a reply too.
 */
export function strategiesOf(turn: Turn, intent: Intent | undefined, policy: Policy | undefined): readonly Strategy[] {
  const own = intent?.strategy;
  const chosen = typeof own === 'function' ? own(turn) : (own ?? policy?.(turn) ?? usual(intent));
  const order = typeof chosen === 'string' ? [chosen] : chosen;
  return [...new Set(order.flatMap((one): Strategy[] => (one === 'hybrid' ? ['hybrid', 'template'] : [one])))];
}

function usual(intent: Intent | undefined): Strategies {
  return intent?.templates === undefined || intent.templates.length === 0 ? 'model' : 'template';
}
