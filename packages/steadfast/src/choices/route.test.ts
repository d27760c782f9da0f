import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import type { Call } from '../model/call.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { Journal } from '../model/journal.ts';
import type { Decision } from '../model/journal.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { route } from './route.ts';
import { routerOf } from './route-rules.ts';
import type { RouteCondition } from './route-rules.ts';

const clock = new VirtualClock();
const models = { small: scripted('sim/small', clock, 'small'), large: scripted('sim/large', clock, 'large') };

function asking(request: Partial<CompletionRequest>): CompletionRequest {
  return { messages: [{ role: 'user', content: 'hi' }], ...request };
}

const image = { type: 'image' as const, source: { kind: 'url' as const, url: 'https://example.com/a.png' } };

test('each condition looks at what it is named for', () => {
  const raw = {
    protocol: 'chat' as const,
    headers: {},
    body: new Uint8Array(),
    json: { model: 'gpt-6-luna' },
    query: '',
  };
  const cases: readonly (readonly [RouteCondition, CompletionRequest, Call, string])[] = [
    [{ model: 'gpt-*' }, asking({ raw }), {}, 'the model asked for is gpt-*'],
    [{ tools: true }, asking({ tools: [{ name: 'look' }] }), {}, 'tools are offered'],
    [{ caller: 'team-*' }, asking({}), { caller: { id: 'team-a' } }, 'the caller is team-*'],
    [{ metadata: { tier: '{gold,silver}' } }, asking({ metadata: { tier: 'gold' } }), {}, 'tier is {gold,silver}'],
    [{ modality: 'image' }, asking({ messages: [{ role: 'user', content: [image] }] }), {}, 'there is image in it'],
    [
      { leastTokens: 100 },
      asking({ messages: [{ role: 'user', content: 'x'.repeat(400) }] }),
      {},
      'at least 100 tokens',
    ],
  ];
  for (const [when, request, call, words] of cases) {
    const router = routerOf([{ to: 'large', when }], 'small');
    expect(router(request, call)).toEqual({ to: 'large', reason: `rule 1: ${words}` });
    expect(router(asking({}), {})).toEqual({ to: 'small', reason: 'no rule fits' });
  }
  const short = routerOf([{ to: 'large', when: { mostTokens: 10, tools: false } }], 'small');
  expect(short(asking({}), {})).toEqual({ to: 'large', reason: 'rule 1: no tools are offered, at most 10 tokens' });
});

test('a document in the result of a tool counts, and a file says by its type what it is', () => {
  const audio = { type: 'file' as const, source: { kind: 'base64' as const, data: '', mediaType: 'audio/wav' } };
  const result = { type: 'tool-result' as const, id: '1', output: [audio] };
  const router = routerOf(
    [
      { to: 'a', when: { modality: 'document' } },
      { to: 'b', when: { modality: 'audio' } },
    ],
    'c',
  );
  expect(router(asking({ messages: [{ role: 'tool', content: [result] }] }), {})).toMatchObject({ to: 'b' });
});

test('the first rule that fits counts, and the journal hears why', async () => {
  const decided: Decision[] = [];
  const journal = new Journal(clock.now(), (event) => event.type === 'decision' && decided.push(event.decision));
  const choice = route(models, [{ to: 'small', when: { tools: true } }, { to: 'large' }, { to: 'small' }], { clock });
  expect((await choice.complete('hi', { journal })).text).toBe('large');
  const facts = { to: 'large', reason: 'rule 2: it always fits' };
  expect(decided).toEqual([{ by: 'route', target: 'sim/large', verdict: 'routed', facts }]);
});

test('a function decides for whole replies and streams alike', async () => {
  const choice = route(models, ({ tools = [] }) => (tools.length > 0 ? 'large' : { to: 'small', reason: 'plain' }), {
    clock,
  });
  expect((await choice.complete('hi')).text).toBe('small');
  const stream = await choice.stream(asking({ tools: [{ name: 'look' }] }));
  expect((await stream.result).text).toBe('large');
});

test('a way that leads nowhere is told at once where it can be, else to the call', async () => {
  expect(() => route(models, [{ to: 'huge' }])).toThrow('A route leads to "huge"');
  expect(() => route(models, [], { otherwise: 'toString' })).toThrow('There are: small, large.');
  await expect(route(models, () => 'huge').complete('hi')).rejects.toMatchObject({ kind: 'invalid-request' });
});
