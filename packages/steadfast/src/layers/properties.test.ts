import { expect, test, vi } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { Journal } from '../model/journal.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { properties } from './properties.ts';
import type { PropertiesOptions } from './properties.ts';
import { joinedProperties } from './properties-defaults.ts';
import { stack } from './stack.ts';

const messages = [{ role: 'user' as const, content: 'hi' }];

/** Takes no temperature. */
function adapt(request: CompletionRequest): ReturnType<NonNullable<PropertiesOptions['adapt']>> {
  if (request.temperature === undefined) return undefined;
  const note = { field: 'temperature', action: 'dropped', detail: 'It takes none.', target: 'sim/a' } as const;
  return { request: { ...request, temperature: undefined }, adaptations: [note] };
}

const noTemperature = {
  kind: 'invalid-request',
  status: 400,
  message: "Unsupported parameter: 'temperature' is not supported with this model.",
} as const;

function made(options: PropertiesOptions, ...outcomes: Parameters<typeof scripted>[2][]) {
  const clock = new VirtualClock();
  const inner = scripted('sim/a', clock, ...outcomes);
  const model = stack(inner, properties({ clock, ...options }));
  const sent = (): unknown[] => inner.calls.map(({ request }) => JSON.parse(JSON.stringify(request)));
  return { model, inner, sent, journal: new Journal(clock.now()) };
}

test('what the model does not take is left out, and listed', async () => {
  const { model, sent, journal } = made({ adapt }, 'ok');
  await model.complete({ messages, temperature: 1, seed: 2 }, { journal });
  expect(sent()).toEqual([{ messages, seed: 2 }]);
  expect(journal.adaptations).toMatchObject([{ field: 'temperature', target: 'sim/a' }]);
});

test('a request that fits is passed on as it is, and so is a plain text', async () => {
  const { model, inner } = made({ adapt }, 'ok');
  const request = { messages, seed: 2 };
  await model.complete(request);
  await model.stream('hi');
  expect(inner.calls.map((call) => call.request)).toEqual([request, 'hi']);
  expect(inner.calls[0]?.request).toBe(request);
});

test('the strict mode sends nothing, and names field and model', async () => {
  const { model, sent } = made({ adapt, mode: 'strict' }, 'ok');
  await expect(model.complete({ messages, temperature: 1 })).rejects.toMatchObject({
    kind: 'invalid-request',
    code: 'unsupported_setting',
    model: 'sim/a',
    message: 'temperature would be left out, and the mode is "strict": It takes none.',
  });
  await expect(model.stream({ messages, temperature: 1 })).rejects.toMatchObject({ kind: 'invalid-request' });
  expect(sent()).toEqual([]);
});

test('the lenient mode adapts and says nothing', async () => {
  const { model, sent, journal } = made({ adapt, mode: 'lenient' }, 'ok');
  await model.complete({ messages, temperature: 1 }, { journal });
  expect(sent()).toEqual([{ messages }]);
  expect(journal.adaptations).toEqual([]);
});

test('a field that is refused by its name is left out, asked without, listed and remembered', async () => {
  const refused: NonNullable<PropertiesOptions['refused']> = new Set();
  const { model, sent, journal } = made({ refused }, noTemperature, 'ok');
  const request = { messages, temperature: 1, seed: 2 };
  expect((await model.complete(request, { journal })).text).toBe('ok');
  expect(sent()).toEqual([request, { messages, seed: 2 }]);
  expect(journal.attempts.map(({ outcome }) => outcome)).toEqual(['error', 'ok']);
  const listed = { field: 'temperature', action: 'dropped', detail: 'sim/a refuses it.', target: 'sim/a' };
  expect(journal.adaptations).toEqual([listed]);

  const later = new Journal(0);
  await model.complete(request, { journal: later });
  expect(sent()).toHaveLength(3);
  expect(later.adaptations).toEqual([listed]);
  expect([...refused]).toEqual(['temperature']);
});

test('a stream is asked again without the refused field, too', async () => {
  const { model, sent } = made({}, noTemperature, 'ok');
  const stream = await model.stream({ messages, temperature: 1 });
  expect((await stream.result).text).toBe('ok');
  expect(sent()).toHaveLength(2);
});

test('a refusal is answered once in a call, not at all in the strict mode, and never for a field that nobody asked for', async () => {
  const twice = made({}, noTemperature, { ...noTemperature, message: 'seed: Extra inputs are not permitted' });
  await expect(twice.model.complete({ messages, temperature: 1, seed: 2 })).rejects.toThrow('seed');
  expect(twice.sent()).toHaveLength(2);
  const strict = made({ mode: 'strict' }, noTemperature);
  await expect(strict.model.complete({ messages, temperature: 1 })).rejects.toThrow('temperature');
  expect(strict.sent()).toHaveLength(1);
  const plain = made({}, noTemperature);
  await expect(plain.model.complete({ messages })).rejects.toThrow('temperature');
  expect(plain.sent()).toHaveLength(1);
});

test('properties are given to requests that do not say them, and bow to those that do', async () => {
  const defaults = { effort: 'high', seed: 1, providerOptions: { openai: { store: true, tier: 'a' } } } as const;
  const { model, sent } = made({ defaults }, 'ok');
  await model.complete('hi');
  await model.complete({ messages, effort: undefined, seed: 2 });
  await model.complete({ messages, thinkingTokens: 50, providerOptions: { openai: { tier: 'b' }, groq: { x: 1 } } });
  const { providerOptions } = defaults;
  expect(sent()).toEqual([
    { messages, effort: 'high', seed: 1, providerOptions },
    { messages, effort: 'high', seed: 2, providerOptions },
    { messages, thinkingTokens: 50, seed: 1, providerOptions: { groq: { x: 1 }, openai: { store: true, tier: 'b' } } },
  ]);
});

test('properties are adapted as if the request had said them', async () => {
  const { model, sent, journal } = made({ adapt, defaults: { temperature: 1 } }, 'ok');
  await model.complete('hi', { journal });
  expect(sent()).toEqual([{ messages }]);
  expect(journal.adaptations).toHaveLength(1);
});

test('of two sets of properties the first one counts, field by field', () => {
  const joined = joinedProperties({ effort: 'low', seed: 1 }, { thinkingTokens: 9, seed: 2, topP: 0.5 });
  expect(JSON.parse(JSON.stringify(joined))).toEqual({ effort: 'low', seed: 1, topP: 0.5 });
});

test('a relayed request passes untouched and unread; one of another protocol is read', async () => {
  const looked: PropertyKey[] = [];
  const raw = { protocol: 'chat', headers: {}, body: new Uint8Array(), json: {}, query: '' } as const;
  const request = new Proxy<CompletionRequest>(
    { messages, temperature: 1, raw },
    {
      get: (target, key): unknown => {
        looked.push(key);
        return Reflect.get(target, key);
      },
    },
  );
  const same = made({ adapt, defaults: { seed: 1 }, protocol: 'chat' }, noTemperature);
  await expect(same.model.complete(request)).rejects.toThrow('temperature');
  expect(same.inner.calls).toHaveLength(1);
  expect(same.inner.calls[0]?.request).toBe(request);
  expect(new Set(looked)).toEqual(new Set(['raw']));
  const other = made({ adapt, protocol: 'messages' }, 'ok');
  await other.model.complete(request);
  expect(other.inner.calls[0]?.request).toMatchObject({ temperature: undefined, raw });
});

test('a model that is shut down is warned of once, with the day and what comes in its place', async () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const clock = new VirtualClock(Date.parse('2026-11-21'));
  const ask = async (id: string, on: string, replacement?: string): Promise<void> => {
    await stack(scripted(id, clock, 'ok'), properties({ clock, endOfLife: { on, replacement } })).complete('hi');
  };
  await ask('sim/old', '2026-11-30', 'sim/new');
  await ask('sim/old', '2026-11-30', 'sim/new');
  await ask('sim/gone', '2026-06-15');
  expect(warnings.mock.calls.map(([message]) => message)).toEqual([
    'sim/old will be shut down on 2026-11-30. Its provider recommends sim/new in its place.',
    'sim/gone was shut down on 2026-06-15.',
  ]);
  warnings.mockRestore();
});
