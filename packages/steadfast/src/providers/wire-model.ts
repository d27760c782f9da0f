import { toRequest } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { openCall } from '../time/open-call.ts';
import { openStream } from './open-stream.ts';
import type { Target } from './target.ts';
import { askWhole } from './whole-reply.ts';

/** A target as a bare model: each call is one attempt, with no layer around it. */
export function wireModel(target: Target): Model {
  return {
    id: target.id,
    keepsLimits: true,
    complete: (input, call) => askWhole(target, toRequest(input), openCall(call, target.clock)),
    stream: (input, call) => openStream(target, toRequest(input), openCall(call, target.clock)),
  };
}
