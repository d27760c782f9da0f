import type { Completion } from '../../packages/steadfast/src/model/completion.ts';
import type { CompletionInput } from '../../packages/steadfast/src/model/completion-request.ts';
import { toRequest } from '../../packages/steadfast/src/model/completion-request.ts';
import type { AssistantPart } from '../../packages/steadfast/src/model/message.ts';
import type { Model } from '../../packages/steadfast/src/model/model.ts';
import { toCompletion } from '../../packages/steadfast/src/model/to-completion.ts';
import { toolCallOf } from '../../packages/steadfast/src/model/tool-call.ts';
import { usageOf } from '../../packages/steadfast/src/model/usage.ts';
import { streamOf } from '../../packages/steadfast/src/stream/stream-of.ts';
import { tool } from '../../packages/steadfast/src/tools/tool.ts';
import type { Tool } from '../../packages/steadfast/src/tools/tool.ts';

/** The tools of a booking in their order, each with an effect; the services of the first and the last do each key once. */
export const bookingTools = ['reserve_room', 'charge_card', 'send_mail'] as const;

export const bookingRequest = 'Book a room, charge the card and send a mail.';

/** Called before and after whatever happens. */
export type Moment = (name: string) => void;

/** A model that calls the three tools, one in each step, and then says that all is done. */
export function bookingModel(service: string, moment: Moment): Model {
  const complete = async (input: CompletionInput): Promise<Completion> => {
    const step = toRequest(input).messages.filter(({ role }) => role === 'assistant').length;
    moment(`ask ${step}`);
    await post(service, 'model', String(step));
    moment(`answered ${step}`);
    const name = bookingTools[step];
    const content: AssistantPart[] =
      name === undefined
        ? [{ type: 'text', text: 'All is done.' }]
        : [toolCallOf({ id: `call_${step}`, name, inputText: JSON.stringify({ booking: 17 }) })];
    const finishReason = name === undefined ? 'stop' : 'tool-calls';
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    const reply = { content, finishReason, usage: usageOf({ uncached: 1, text: 1 }) } as const;
    return toCompletion(reply, { model: 'scripted/booking', attempts: [], adaptations: [], timings });
  };
  return { id: 'scripted/booking', complete, stream: async (request) => streamOf(await complete(request)) };
}

/** The tools; what they do is done by a service outside. */
export function toolsOfBooking(service: string, moment: Moment): readonly Tool[] {
  return bookingTools.map((name) =>
    tool({
      name,
      input: { type: 'object', properties: { booking: { type: 'integer' } }, required: ['booking'] },
      effects: name === 'charge_card' ? undefined : 'idempotent',
      run: async (_input, { idempotencyKey }) => {
        moment(`${name} begins`);
        await post(service, name, idempotencyKey);
        moment(`${name} has happened`);
        return 'done';
      },
    }),
  );
}

async function post(service: string, name: string, key: string): Promise<void> {
  const response = await fetch(`${service}/${name}`, { method: 'POST', headers: { 'idempotency-key': key } });
  await response.text();
}
