import { errorPolicies } from '../model/error-policy.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';
import { allFailed } from './all-failed.ts';
import { through } from './through.ts';

/** Settings of `fallback`. */
export interface FallbackOptions {
  /** The name of the choice. Default: the models' names, joined by ` → `. */
  readonly id?: string;
  /** The longest wait for a rate limit while another target is left, in milliseconds. Default: 2,000. */
  readonly patienceMs?: number;
  /** Bounds the whole call, all targets together, in milliseconds. Default: 600,000. */
  readonly deadlineMs?: number;
  /** Whether a refused key or a missing permission leads to the next target. Default: true. */
  readonly onRefusedKey?: boolean;
  /** Is told of each failure that the caller does not see because another target is asked. Default: see `reportRefused`. */
  readonly onAbsorbed?: (error: ModelError, next: Model) => void;
  readonly clock?: Clock;
}

/**
 * Asks the models in turn until one answers, as far as the errors allow it: a request that is wrong in itself is not
 * sent to the next one. Nothing of a reply has been shown when the next target is asked.
 */
export function fallback(models: readonly Model[], options: FallbackOptions = {}): Model {
  if (models.length === 0) {
    throw new ModelError({ kind: 'invalid-request', message: 'A fallback needs at least one model to ask.' });
  }
  const { clock = systemClock, patienceMs = 2_000, deadlineMs = 600_000, onRefusedKey = true } = options;
  const { id = models.map((model) => model.id).join(' → '), onAbsorbed = reportRefused } = options;
  return through(
    id,
    models,
    async (targets, ask, request, call) => {
      const latest = clock.now() + deadlineMs;
      const bounds = { ...call, deadline: Math.min(call.deadline ?? latest, latest) };
      const patient = { ...bounds, patienceMs: Math.min(call.patienceMs ?? patienceMs, patienceMs) };
      const errors: ModelError[] = [];
      let target: Model | undefined = targets[0];
      while (target !== undefined) {
        const rest: readonly Model[] = targets.slice(targets.indexOf(target) + 1);
        try {
          return await ask(target, request, rest.length === 0 ? bounds : patient);
        } catch (error) {
          if (!isModelError(error)) throw error;
          errors.push(error);
          const next: Model | undefined = nextTarget(error, target, rest, onRefusedKey);
          if (next !== undefined) {
            call.journal.leave(target.id, next.id, error);
            onAbsorbed(error, next);
          }
          target = next;
        }
      }
      throw allFailed(errors, call.journal.attempts);
    },
    clock,
  );
}

function nextTarget(error: ModelError, target: Model, rest: readonly Model[], refused: boolean): Model | undefined {
  if (error.phase === 'deadline') return undefined;
  if (!refused && (error.kind === 'auth' || error.kind === 'permission')) return undefined;
  const policy = errorPolicies[error.kind].fallback;
  if (policy === 'no') return undefined;
  if (policy === 'yes') return rest[0];
  const window = target.capabilities?.contextWindow;
  return rest.find((model) => window !== undefined && (model.capabilities?.contextWindow ?? 0) > window);
}

const reported = new Set<string>();

/**
 * Reports a refused key as a process warning, once for each target: a fallback must not hide that one of its targets can
 * never answer.
 */
export function reportRefused(error: ModelError, next: Model): void {
  if (error.kind !== 'auth' && error.kind !== 'permission') return;
  const target = error.model ?? error.provider ?? 'a model';
  if (reported.has(target)) return;
  reported.add(target);
  process.emitWarning(`${error.message} ${next.id} is asked instead.`, {
    type: 'SteadfastWarning',
    code: 'STEADFAST_KEY_REFUSED',
  });
}
