import type { Call } from '../model/call.ts';
import { openCall } from '../time/open-call.ts';
import type { AssistantReply, ReplyEvent } from './assistant-reply.ts';
import { AssistantStream } from './assistant-stream.ts';
import { InLine } from './in-line.ts';
import { checkIntent, setupOf } from './setup.ts';
import type { AssistantOptions } from './setup.ts';
import type { TurnRequest } from './turn.ts';
import { TurnReply } from './turn-reply.ts';

/** Replies to users, turn by turn. */
export interface Assistant<Name extends string = string> {
  /**
   * Replies to a turn. When nothing holds, or no model answers, it is the safe reply with `fallback` and `shouldEscalate`.
   * @throws ModelError of kind `aborted` when the call's signal ends it, and of kind `invalid-request` for an unknown intent
   */
  respond(request: TurnRequest & { readonly intent?: Name }, call?: Call): Promise<AssistantReply>;
  /** The same, told as it happens. Nothing begins before it is read; leaving it ends the call. */
  stream(request: TurnRequest & { readonly intent?: Name }, call?: Call): AssistantStream;
  /** Takes back the last turn of a conversation, to ask for it again, say. */
  undo(conversation: string): Promise<void>;
}

/**
 * An assistant that replies from templates, from a model, or from templates that a model adapts.
 * @throws PromptError for a template that cannot be read
 */
export function assistant<const Name extends string = string>(options: AssistantOptions<Name>): Assistant<Name> {
  const setup = setupOf(options);
  const { clock, conversations } = setup;
  const lines = new InLine();
  const events = async function* (
    request: TurnRequest,
    call: Call | undefined,
    live: boolean,
  ): AsyncGenerator<ReplyEvent, AssistantReply, undefined> {
    if (request.intent !== undefined) checkIntent(request.intent, setup.intents);
    const leave = await lines.enter(request.context?.conversation, call?.signal);
    try {
      return yield* new TurnReply(setup, request, openCall(call, clock), live).events();
    } finally {
      leave();
    }
  };
  return {
    respond: async (request, call) => {
      const told = events(request, call, false);
      for (;;) {
        const { value, done } = await told.next();
        if (done === true) return value;
      }
    },
    stream: (request, call) => new AssistantStream(events(request, call, true)),
    undo: async (conversation) => {
      const leave = await lines.enter(conversation);
      try {
        await conversations(conversation).append({ type: 'undo', at: clock.now() });
      } finally {
        leave();
      }
    },
  };
}
