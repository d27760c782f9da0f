import { toEmbeddingRequest } from '../model/embedding.ts';
import type { EmbeddingModel, EmbeddingRequest, Embeddings } from '../model/embedding.ts';
import { ModelError } from '../model/error.ts';
import { requestIdOf } from '../protocols/classify.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { AskTarget } from './ask-target.ts';
import { attempt } from './attempt.ts';
import type { Errand } from './errand.ts';
import { prepareSide } from './prepare.ts';
import { rawReplyOf } from './raw-reply.ts';
import type { Target } from './target.ts';

/** A target that turns texts into vectors, each call one errand. */
export function wireEmbedding(id: string, ask: AskTarget, errand: Errand): EmbeddingModel {
  return {
    id,
    embed: (input, call) => {
      const request = toEmbeddingRequest(input);
      return errand((opened) => ask((target) => embedOnce(target, request, opened)), call);
    },
  };
}

async function embedOnce(target: Target, request: EmbeddingRequest, call: OpenCall): Promise<Embeddings> {
  const side = target.protocol.embeddings;
  if (side === undefined) throw noEmbeddings(target);
  return attempt(
    target,
    call,
    () => prepareSide(target, side, request),
    (json) => side.readAnswer(json),
    ({ answer, prepared, head, body }) => {
      const { attempts, adaptations } = call.journal;
      const raw = rawReplyOf(target, prepared, head, body);
      return { ...answer, model: target.id, requestId: requestIdOf(head.headers), attempts, adaptations, raw };
    },
  );
}

function noEmbeddings({ id, provider }: Target): ModelError {
  const message = `${provider.name} has no embeddings in this protocol; ask a model of another provider.`;
  return new ModelError({ kind: 'not-found', code: 'no_embeddings', message, provider: provider.id, model: id });
}
