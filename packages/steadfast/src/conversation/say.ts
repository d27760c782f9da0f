import type { Call } from '../model/call.ts';
import type { Completion, FinishReason } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import type { Message } from '../model/message.ts';
import { textOf } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import type { Approve } from '../tools/approval.ts';
import { runTools } from '../tools/run-tools.ts';
import type { OfferedTool } from '../tools/tool-set.ts';
import type { ToolsEvent } from '../tools/tools-event.ts';
import type { ReplyEvent } from './assistant-reply.ts';
import type { TurnRecord } from './turn-record.ts';

/** What a model said, with the calls of tools in between. */
export interface Said {
  /** The text of all steps, with an empty line between them. */
  readonly text: string;
  readonly finishReason: FinishReason;
  /** The model that said it: `provider/model`. */
  readonly model: string;
  /** What was asked, and all that was said. */
  readonly messages: readonly Message[];
  /** True for the safe reply of a model whose targets all failed. */
  readonly isFallback: boolean;
}

/** How a model is asked. */
export interface Manner {
  readonly model: Model;
  readonly call: Call;
  readonly tools: readonly OfferedTool[];
  readonly approve: Approve | undefined;
  /** Whether text is told as it comes. */
  readonly live: boolean;
  readonly record: TurnRecord;
}

type Saying = AsyncGenerator<ReplyEvent, Said, undefined>;

/**
 * Asks a model for a reply, and lets it call tools on the way.
 * @throws ModelError as the model does
 */
export function say(request: CompletionRequest, manner: Manner): Saying {
  return manner.tools.length === 0 ? sayAlone(request, manner) : sayWithTools(request, manner);
}

async function* sayAlone(request: CompletionRequest, { model, call, live, record }: Manner): Saying {
  let completion: Completion;
  if (live) {
    await using stream = await model.stream(request, call);
    for await (const part of stream) {
      const shown = shownOf(part, model.id);
      if (shown !== undefined) yield shown;
    }
    completion = await stream.result;
  } else completion = await model.complete(request, call);
  record.completed(completion);
  const { text, finishReason, content, empty, fallback } = completion;
  const said: Message[] = empty ? [] : [{ role: 'assistant', content }];
  const messages = [...request.messages, ...said];
  return { text, finishReason, model: completion.model, messages, isFallback: fallback === true };
}

async function* sayWithTools(request: CompletionRequest, manner: Manner): Saying {
  const { model, call, tools, approve, live, record } = manner;
  await using run = runTools({ model, request, call, tools, approve });
  try {
    if (live) yield* told(run, model.id);
    const { ended, steps, messages, error } = await run.result;
    if (error !== undefined) throw error;
    const last = steps.at(-1);
    return {
      text: steps
        .map(({ reply }) => textOf(reply.content).trim())
        .filter((text) => text !== '')
        .join('\n\n'),
      finishReason: ended === 'answer' ? (last?.reply.finishReason ?? 'other') : 'other',
      model: last?.model ?? model.id,
      messages,
      isFallback: last?.completion?.fallback === true,
    };
  } finally {
    record.stepped(run.steps);
  }
}

async function* told(events: AsyncIterable<ToolsEvent>, model: string): AsyncGenerator<ReplyEvent, void, undefined> {
  let spoken = 0;
  for await (const event of events) {
    const shown = shownOfRun(event, model);
    if (shown === undefined) continue;
    if (shown.type === 'text' && event.type === 'part') {
      if (spoken !== 0 && spoken !== event.step) yield { type: 'text', text: '\n\n' };
      spoken = event.step;
    }
    yield shown;
  }
}

function shownOfRun(event: ToolsEvent, model: string): ReplyEvent | undefined {
  switch (event.type) {
    case 'part':
      return shownOf(event.part, model);
    case 'call-start':
    case 'call-progress':
    case 'call-end':
      return { type: 'tool', event };
    default:
      return undefined;
  }
}

/** What is shown of a part of a reply, where anything is. */
function shownOf(part: StreamPart, model: string): ReplyEvent | undefined {
  if (part.type === 'text-delta') return (part.choice ?? 0) === 0 ? { type: 'text', text: part.text } : undefined;
  if (part.type !== 'reply-restart') return undefined;
  const message = `The reply of ${model} broke off (${part.kind}).`;
  return { type: 'restart', problem: { where: 'model', message } };
}
