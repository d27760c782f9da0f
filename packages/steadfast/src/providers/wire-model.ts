import { toRequest } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { loadProtocol } from '../protocols/load.ts';
import { openCall } from '../time/open-call.ts';
import { openStream } from './open-stream.ts';
import type { Destination, Target } from './target.ts';
import { askWhole } from './whole-reply.ts';

/** A target as a bare model: each call is one attempt, with no layer around it. */
export function wireModel(destination: Destination): Model {
  const { id, clock, provider } = destination;
  let target: Target | undefined;
  // Begun now, so that the first call does not wait for it.
  const loading = loadProtocol(provider.protocol).then((protocol) => (target = { ...destination, protocol }));
  const loaded = <Answer>(ask: (target: Target) => Promise<Answer>): Promise<Answer> =>
    target === undefined ? loading.then(ask) : ask(target);
  return {
    id,
    keepsLimits: true,
    complete: (input, call) => loaded((target) => askWhole(target, toRequest(input), openCall(call, clock))),
    stream: (input, call) => loaded((target) => openStream(target, toRequest(input), openCall(call, clock))),
  };
}

/** Gives the target of a destination, with its protocol loaded on first use. */
export function targetLoader(destination: Destination): () => Promise<Target> {
  let loading: Promise<Target> | undefined;
  return () => {
    loading ??= loadProtocol(destination.provider.protocol).then((protocol) => ({ ...destination, protocol }));
    return loading;
  };
}
