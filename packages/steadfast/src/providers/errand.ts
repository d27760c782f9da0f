import { toCompletion } from '../model/to-completion.ts';
import type { Call } from '../model/call.ts';
import type { Layer, Model } from '../model/model.ts';
import { ModelError } from '../model/error.ts';
import { unreportedUsage } from '../model/usage.ts';
import type { Usage } from '../model/usage.ts';
import type { Clock } from '../time/clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';

/** What an errand brings; where it used tokens, it says so. */
type Brought = object & { readonly usage?: Usage };

/** A call for something else than a reply, run inside layers that were written for models. */
export type Errand = <Result extends Brought>(
  run: (call: OpenCall) => Promise<Result>,
  call: Call | undefined,
) => Promise<Result>;

/**
 * Lets errands wear a model's coat: for each one the coat is put around a model whose only reply is the errand itself,
 * so that every layer that suits a model (retry, limit, deadline, timeout) suits an errand, and is written once.
 */
export function errandIn(coat: Layer, id: string, clock: Clock): Errand {
  return async <Result extends Brought>(run: (call: OpenCall) => Promise<Result>, call: Call | undefined) => {
    const brought: Result[] = [];
    const model: Model = {
      id,
      keepsLimits: true,
      complete: async (_request, inner) => {
        const opened = openCall(inner, clock);
        const result = await run(opened);
        brought.push(result);
        return receipt(id, opened, result.usage);
      },
      stream: () => Promise.reject(new ModelError({ kind: 'invalid-request', message: `${id} does not stream this.` })),
    };
    await coat(model).complete('', call);
    const [result] = brought.slice(-1);
    if (result === undefined) throw new ModelError({ kind: 'server', message: `${id} was not asked by its layers.` });
    return result;
  };
}

/** The completion that layers see of an errand. */
function receipt(id: string, { journal }: OpenCall, usage: Usage = unreportedUsage): ReturnType<typeof toCompletion> {
  const { attempts, adaptations, waitedMs: queueMs } = journal;
  const timings = { queueMs, firstContentMs: 0, totalMs: 0 };
  return toCompletion({ content: [], finishReason: 'stop', usage }, { model: id, attempts, adaptations, timings });
}
