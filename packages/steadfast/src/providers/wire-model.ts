import { toRequest } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { openCall } from '../time/open-call.ts';
import { askTarget } from './ask-target.ts';
import { openStream } from './open-stream.ts';
import type { Destination } from './target.ts';
import { askWhole } from './whole-reply.ts';

/** A target as a bare model: each call is one attempt, with no layer around it. */
export function wireModel(destination: Destination): Model {
  const { id, clock } = destination;
  const ask = askTarget(destination);
  return {
    id,
    keepsLimits: true,
    complete: (input, call) => ask((target) => askWhole(target, toRequest(input), openCall(call, clock))),
    stream: (input, call) => ask((target) => openStream(target, toRequest(input), openCall(call, clock))),
  };
}
