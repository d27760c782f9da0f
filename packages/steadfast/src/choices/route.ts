import { toRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { routerOf } from './route-rules.ts';
import type { RouteRule, Router } from './route-rules.ts';
import { through } from './through.ts';

/** Settings of `route`. */
export interface RouteOptions {
  /** The name of the choice. Default: the names of the routes, joined by ` / `. */
  readonly id?: string;
  /** The name of the model that is asked where no rule fits. Default: the first. */
  readonly otherwise?: string;
  readonly clock?: Clock;
}

/**
 * Sends each call to one of the named models: by rules, of which the first that fits counts, or by a function. A failure is
 * the caller's: name a `fallback` where another model may answer.
 * @throws ModelError of kind `invalid-request` for a rule that leads to no model; a call, for a function that does
 */
export function route(
  models: Readonly<Record<string, Model>>,
  by: readonly RouteRule[] | Router,
  options: RouteOptions = {},
): Model {
  const names = Object.keys(models);
  const { id = names.join(' / '), otherwise = names[0] ?? '', clock } = options;
  const named = (name: string): Model => {
    const model = Object.hasOwn(models, name) ? models[name] : undefined;
    if (model === undefined) throw nowhere(name, names);
    return model;
  };
  const router = typeof by === 'function' ? by : routerOf(by, otherwise);
  if (typeof by !== 'function') for (const to of [otherwise, ...by.map((rule) => rule.to)]) named(to);
  return through(
    id,
    Object.values(models),
    async (_, ask, input, call) => {
      const request = toRequest(input);
      const decision = router(request, call);
      const { to, reason = 'the function says so' } = typeof decision === 'string' ? { to: decision } : decision;
      const model = named(to);
      call.journal.decide(() => ({ by: 'route', target: model.id, verdict: 'routed', facts: { to, reason } }));
      return await ask(model, request, call);
    },
    clock,
  );
}

function nowhere(name: string, names: readonly string[]): ModelError {
  const known = names.length === 0 ? 'It has none' : `There are: ${names.join(', ')}`;
  const message = `A route leads to "${name}", and no model of that name was given. ${known}.`;
  return new ModelError({ kind: 'invalid-request', message });
}
