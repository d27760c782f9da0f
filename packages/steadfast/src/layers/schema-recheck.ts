import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput, CompletionRequest, ProtocolId } from '../model/completion-request.ts';
import type { CompletionStream, Layer, Model } from '../model/model.ts';
import type { SchemaDialect } from '../schema/dialect.ts';
import { isHeldFormat, isHeldTool } from '../schema/is-held.ts';
import type { ReplyReview } from './reply-review.ts';

/** Settings of `schemaRecheck`. */
export interface SchemaRecheckOptions {
  /** In which form the model's provider takes schemas. */
  readonly dialect: SchemaDialect;
  /** The model's own protocol: the reply to a request that came in it passes untouched. */
  readonly protocol?: ProtocolId;
}

/**
 * Gives replies that were held to a schema in the form that was asked for: what the provider's form of the schema added is
 * taken out again (see `restore`), also from the input of strict tools. A reply that breaks the schema all the same, because
 * the provider could not be told all of it, fails with the kind `invalid-reply`, which is worth another try. Of a stream the
 * parts pass as they come: what is taken out is taken out of its `result`, and what breaks the schema fails before `finish`.
 * Replies that end early (a limit, a refusal, a tool call) are not checked.
 */
export function schemaRecheck({ dialect, protocol }: SchemaRecheckOptions): Layer {
  return (inner) => {
    const { id, capabilities, keepsLimits } = inner;
    return {
      id,
      capabilities,
      keepsLimits,
      complete: (input, call) => {
        const request = heldRequest(input, dialect, protocol);
        return request === undefined ? inner.complete(input, call) : complete(inner, request, call, dialect);
      },
      stream: (input, call) => {
        const request = heldRequest(input, dialect, protocol);
        return request === undefined ? inner.stream(input, call) : stream(inner, request, call, dialect);
      },
    };
  };
}

async function complete(
  inner: Model,
  request: CompletionRequest,
  call: Call | undefined,
  dialect: SchemaDialect,
): Promise<Completion> {
  const review = await reviewOf(request, dialect);
  return review.approved(await inner.complete(request, call), call?.journal);
}

async function stream(
  inner: Model,
  request: CompletionRequest,
  call: Call | undefined,
  dialect: SchemaDialect,
): Promise<CompletionStream> {
  const review = await reviewOf(request, dialect);
  return review.approving(await inner.stream(request, call), call?.journal);
}

/** The request when its reply has to be looked at. */
function heldRequest(
  input: CompletionInput,
  dialect: SchemaDialect,
  protocol: ProtocolId | undefined,
): CompletionRequest | undefined {
  if (typeof input === 'string' || (input.raw !== undefined && input.raw.protocol === protocol)) return undefined;
  const isHeld = isHeldFormat(input.outputFormat, dialect) || input.tools?.some(isHeldTool) === true;
  return isHeld ? input : undefined;
}

/** Loaded with the first request whose reply has to be looked at: most programs have none. */
async function reviewOf(request: CompletionRequest, dialect: SchemaDialect): Promise<ReplyReview> {
  const { ReplyReview } = await import('./reply-review.ts');
  return new ReplyReview(request, dialect);
}
