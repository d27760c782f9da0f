import { expect as assert, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { toRequest } from '../model/completion-request.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { expect } from './expect.ts';
import { defaultSafeReply, safeReply } from './safe-reply.ts';

const isNumber = ({ text }: { readonly text: string }): string | undefined =>
  /^\d+$/.test(text) ? undefined : 'It is not a number.';

test('a reply that fails the check is sent back with what is wrong', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, 'about forty', '42');
  const completion = await expect(isNumber, { clock })(model).complete('How many?');
  assert(completion.text).toBe('42');
  assert(completion.attempts).toHaveLength(2);
  const { messages } = toRequest(model.calls[1]?.request ?? '');
  assert(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  assert(messages[2]?.content).toContain('It is not a number.');
});

test('when no reply passes, the error says what was wrong and carries the last reply', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, 'many');
  await assert(expect(isNumber, { clock, tries: 2 })(model).complete('How many?')).rejects.toMatchObject({
    kind: 'invalid-reply',
    shouldRetry: false,
    partial: { text: 'many' },
    attempts: { length: 2 },
  });
});

test('a stream shows nothing of a reply that fails the check', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, 'about forty', '42');
  const stream = await expect(isNumber, { clock })(model).stream('How many?');
  let shown = '';
  for await (const text of stream.text) shown += text;
  assert(shown).toBe('42');
});

test('the safe reply stands in for an error and is marked', async () => {
  const clock = new VirtualClock();
  const model = scripted('sim/a', clock, { kind: 'server' });
  const completion = await safeReply(defaultSafeReply, { clock })(model).complete('hi');
  assert(completion).toMatchObject({ text: defaultSafeReply, fallback: true, shouldEscalate: true });
  assert(completion.attempts).toHaveLength(1);
  const stream = await safeReply('Sorry.', { clock })(model).stream('hi');
  assert(await stream.result).toMatchObject({ text: 'Sorry.', fallback: true });
});

test('the safe reply does not hide a call that was ended or wrong', async () => {
  const clock = new VirtualClock();
  for (const kind of ['aborted', 'invalid-request'] as const) {
    const model = scripted('sim/a', clock, { kind });
    await assert(safeReply()(model).complete('hi')).rejects.toMatchObject({ kind });
  }
});

test('a reply that calls tools is answered with their results, as providers demand', async () => {
  const clock = new VirtualClock();
  const calling = scripted('sim/a', clock, 'no number', '42');
  const call = { type: 'tool-call', id: 'call_1', name: 'count', input: {} } as const;
  const model = {
    ...calling,
    complete: async (...asked: Parameters<typeof calling.complete>) => {
      const completion = await calling.complete(...asked);
      return completion.text === '42' ? completion : { ...completion, toolCalls: [call] };
    },
  };
  await expect(isNumber, { clock })(model).complete('How many?');
  assert(toRequest(calling.calls[1]?.request ?? '').messages[2]).toMatchObject({
    role: 'tool',
    content: [{ type: 'tool-result', id: 'call_1', name: 'count', isError: true }],
  });
});
