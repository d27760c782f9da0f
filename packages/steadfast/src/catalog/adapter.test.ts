import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompletionRequest, OutputFormat, ProtocolId } from '../model/completion-request.ts';
import type { ToolChoice } from '../model/tool-spec.ts';
import { adapterOf } from './adapter.ts';
import { Catalog } from './catalog.ts';
import { samplingFields } from './fit-settings.ts';
import type { AdapterOptions, Fitting } from './fitting.ts';
import { scale } from './thinking-scale.ts';
import { thinks } from './thinks.ts';

const catalog = new Catalog();
const families: Readonly<Record<string, string>> = { azure: 'openai' };
const protocols: Readonly<Record<string, ProtocolId>> = { anthropic: 'messages', google: 'gemini' };

function optionsOf(target: string): AdapterOptions {
  const [provider = '', model = ''] = target.split(/\/(.*)/);
  const protocol = protocols[provider] ?? 'chat';
  return { rules: catalog.rulesOf(provider, model), protocol, family: families[provider] ?? provider, target };
}

type Asked = Omit<CompletionRequest, 'messages'>;

const messages = [{ role: 'user' as const, content: 'hi' }];
const tools = [{ name: 'look' }];

/** What becomes of the fields, those that are gone left out, and which are listed. */
function adapted(target: string, asked: Asked): { fields: Asked; listed: string[] } {
  const request = { ...asked, messages };
  const result = adapterOf(optionsOf(target))?.(request) ?? { request, adaptations: [] };
  const { messages: _same, ...fields } = result.request;
  const kept = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { fields: kept, listed: result.adaptations.map(({ field, action }) => `${field} ${action}`) };
}

test('where a limit is demanded and none is named, the longest reply is asked for, and nothing is thought less', () => {
  const fitted = (asked: Asked, demandsLimit: boolean): CompletionRequest | undefined => {
    const options = { ...optionsOf('anthropic/claude-haiku-4-5'), demandsLimit };
    return adapterOf(options)?.({ ...asked, messages })?.request;
  };
  expect(fitted({}, true)).toEqual({ messages, maxOutputTokens: 64_000 });
  expect(fitted({ effort: 'max' }, true)).toMatchObject({ thinkingTokens: 64_000 - 4_096, maxOutputTokens: 64_000 });
  expect(fitted({ maxOutputTokens: 10 }, true)).toBeUndefined();
  expect(fitted({}, false)).toBeUndefined();
});

const cases: readonly (readonly [string, Asked, Asked, readonly string[]])[] = [
  // Efforts: the next lower one, else the next higher one; `none` is no lower one.
  ['openai/gpt-5', { effort: 'xhigh' }, { effort: 'high' }, ['effort changed']],
  ['openai/gpt-6-luna', { effort: 'minimal' }, { effort: 'low' }, ['effort changed']],
  ['openai/gpt-6-luna', { effort: 'max' }, { effort: 'max' }, []],
  ['openai/gpt-6-astra', { effort: 'none' }, { effort: 'low' }, ['effort changed']],
  ['deepseek/deepseek-v4-pro', { effort: 'medium' }, { effort: 'low' }, ['effort changed']],
  [
    'anthropic/claude-sonnet-4-6',
    { effort: 'xhigh', providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } },
    { effort: 'high', providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } },
    ['effort changed'],
  ],
  ['openai/gpt-4o', { effort: 'high' }, {}, ['effort dropped']],
  ['groq/qwen/qwen3-32b', { effort: 'high' }, {}, ['effort dropped']],
  // Budgets: shares of the longest reply, at least 1,024.
  ['anthropic/claude-haiku-4-5', { effort: 'low' }, { thinkingTokens: 6_400 }, ['effort changed']],
  ['anthropic/claude-haiku-4-5', { effort: 'max' }, { thinkingTokens: 64_000 - 4_096 }, ['effort changed']],
  [
    'anthropic/claude-haiku-4-5',
    { effort: 'minimal', maxOutputTokens: 10_000 },
    { thinkingTokens: 1_024, maxOutputTokens: 10_000 },
    ['effort changed'],
  ],
  [
    'anthropic/claude-haiku-4-5',
    { effort: 'high', maxOutputTokens: 500 },
    { maxOutputTokens: 500 },
    ['effort dropped'],
  ],
  ['google/gemini-2.5-pro', { effort: 'max' }, { thinkingTokens: 32_768 }, ['effort changed']],
  ['anthropic/claude-haiku-4-5', { thinkingTokens: 100 }, { thinkingTokens: 1_024 }, ['thinkingTokens changed']],
  ['google/gemini-2.5-flash', { thinkingTokens: 30_000 }, { thinkingTokens: 24_576 }, ['thinkingTokens changed']],
  [
    'anthropic/claude-haiku-4-5',
    { thinkingTokens: 2_000, maxOutputTokens: 900 },
    { maxOutputTokens: 900 },
    ['thinkingTokens dropped'],
  ],
  [
    'anthropic/claude-haiku-4-5',
    { thinkingTokens: 2_000, effort: 'high' },
    { thinkingTokens: 2_000 },
    ['effort dropped'],
  ],
  // Tokens where an effort is taken: the closest share.
  ['openai/gpt-6-luna', { thinkingTokens: 32_000 }, { effort: 'medium' }, ['thinkingTokens changed']],
  ['anthropic/claude-sonnet-5-5', { thinkingTokens: 32_000 }, { effort: 'medium' }, ['thinkingTokens changed']],
  ['openai/gpt-6-luna', { thinkingTokens: 32_000, effort: 'low' }, { effort: 'low' }, ['thinkingTokens dropped']],
  // Not to think.
  ['anthropic/claude-haiku-5-5', { effort: 'none' }, { effort: 'none' }, []],
  ['anthropic/claude-sonnet-5-5', { effort: 'none' }, { effort: 'low' }, ['effort changed']],
  ['google/gemini-2.5-pro', { effort: 'none' }, { thinkingTokens: 128 }, ['effort changed']],
  ['google/gemini-2.5-flash', { thinkingTokens: 0 }, { thinkingTokens: 0 }, []],
  ['openai/gpt-6-luna', { thinkingTokens: 0 }, { effort: 'none' }, ['thinkingTokens changed']],
  ['openai/gpt-6-luna', { thinkingTokens: 5_000, effort: 'none' }, { effort: 'none' }, ['thinkingTokens dropped']],
  [
    'deepseek/deepseek-v4-pro',
    { effort: 'none', tools, toolChoice: 'required' },
    { providerOptions: { deepseek: { thinking: { type: 'disabled' } } }, tools, toolChoice: 'required' },
    ['effort changed'],
  ],
  // Adaptive thinking is switched on with the effort; what the caller says in Anthropic's own words stands.
  [
    'anthropic/claude-opus-4-8',
    { effort: 'high' },
    { effort: 'high', providerOptions: { anthropic: { thinking: { type: 'adaptive' } } } },
    [],
  ],
  [
    'anthropic/claude-opus-4-8',
    { effort: 'high', providerOptions: { anthropic: { thinking: { type: 'disabled' } } } },
    { effort: 'high', providerOptions: { anthropic: { thinking: { type: 'disabled' } } } },
    [],
  ],
  // Sampling: never, while it does not think, always.
  ['openai/gpt-5', { temperature: 0.2, topP: 0.9 }, {}, ['temperature dropped', 'topP dropped']],
  ['openai/gpt-6-luna', { temperature: 0.2 }, {}, ['temperature dropped']],
  ['openai/gpt-6-luna', { temperature: 0.2, effort: 'none' }, { temperature: 0.2, effort: 'none' }, []],
  ['openai/gpt-5.2', { temperature: 0.2 }, { temperature: 0.2 }, []],
  ['openai/gpt-5.2', { temperature: 0.2, effort: 'low' }, { effort: 'low' }, ['temperature dropped']],
  ['openai/gpt-4o', { temperature: 0.2, topP: 1 }, { temperature: 0.2, topP: 1 }, []],
  ['anthropic/claude-opus-5', { topK: 5 }, {}, ['topK dropped']],
  ['anthropic/claude-haiku-4-5', { temperature: 0.2 }, { temperature: 0.2 }, []],
  [
    'anthropic/claude-haiku-4-5',
    { temperature: 0.2, thinkingTokens: 2_000 },
    { thinkingTokens: 2_000 },
    ['temperature dropped'],
  ],
  ['openai/o3', { stopSequences: ['x'], seed: 1 }, { seed: 1 }, ['stopSequences dropped']],
  ['google/gemini-2.5-flash', { presencePenalty: 1, temperature: 1 }, { temperature: 1 }, ['presencePenalty dropped']],
  // Tools.
  [
    'anthropic/claude-sonnet-5-5',
    { tools, toolChoice: { tool: 'look' } },
    { tools, toolChoice: 'auto' },
    ['toolChoice changed'],
  ],
  ['anthropic/claude-opus-5', { tools, toolChoice: 'required' }, { tools, toolChoice: 'required' }, []],
  [
    'anthropic/claude-haiku-4-5',
    { tools, toolChoice: 'required', effort: 'low' },
    { tools, toolChoice: 'auto', thinkingTokens: 6_400 },
    ['effort changed', 'toolChoice changed'],
  ],
  [
    'deepseek/deepseek-v4-pro',
    { tools, toolChoice: 'required' },
    { tools, toolChoice: 'auto' },
    ['toolChoice changed'],
  ],
  ['openai/gpt-6-sol', { tools, temperature: 1 }, { tools, effort: 'none', temperature: 1 }, ['effort changed']],
  ['openai/gpt-5.6-luna', { tools, effort: 'high' }, { tools, effort: 'none' }, ['effort changed']],
  ['openai/gpt-5.2', { tools, effort: 'high' }, { tools, effort: 'high' }, []],
  // Length and form.
  ['openai/gpt-4o', { maxOutputTokens: 128_000 }, { maxOutputTokens: 16_384 }, ['maxOutputTokens changed']],
  [
    'deepseek/deepseek-v4-pro',
    { outputFormat: { type: 'json', schema: {} } },
    { outputFormat: { type: 'json' } },
    ['outputFormat.schema dropped'],
  ],
  // Nobody knows.
  [
    'compatible/x',
    { effort: 'max', thinkingTokens: 5, temperature: 9, toolChoice: 'required' },
    { effort: 'max', thinkingTokens: 5, temperature: 9, toolChoice: 'required' },
    [],
  ],
];

test.each(cases)('%s is asked %j', (target, asked, fields, listed) => {
  expect(adapted(target, asked)).toEqual({ fields, listed });
});

test('on Responses, functions and reasoning go together', () => {
  const adapter = adapterOf({ ...optionsOf('openai/gpt-6-sol'), protocol: 'responses' });
  expect(adapter?.({ messages, tools, effort: 'high' })).toBeUndefined();
});

test('a note names the target and says what was done and why', () => {
  const result = adapterOf(optionsOf('openai/gpt-5'))?.({ messages, temperature: 0.2, effort: 'max' });
  expect(result?.adaptations).toEqual([
    {
      field: 'effort',
      action: 'changed',
      detail: 'openai/gpt-5 knows the efforts minimal, low, medium, high; "high" is sent.',
      target: 'openai/gpt-5',
    },
    {
      field: 'temperature',
      action: 'dropped',
      detail: 'openai/gpt-5 takes no sampling settings.',
      target: 'openai/gpt-5',
    },
  ]);
});

const targets = [
  ...new Set(cases.map(([target]) => target)),
  'openai/gpt-9',
  'xai/grok-4.5',
  'mistral/magistral-small',
];

const numbers = { temperature: 2, topP: 1, topK: 40, presencePenalty: 2, frequencyPenalty: 2, seed: 9 };

const requests: fc.Arbitrary<CompletionRequest> = fc
  .record(
    {
      effort: fc.constantFrom(...scale),
      thinkingTokens: fc.constantFrom(0, 1, 1_024, 20_000, 200_000),
      maxOutputTokens: fc.constantFrom(1, 1_500, 20_000, 1_000_000),
      tools: fc.constantFrom([], tools),
      toolChoice: fc.constantFrom<ToolChoice>('auto', 'none', 'required', { tool: 'look' }),
      stopSequences: fc.constant(['x']),
      outputFormat: fc.constantFrom<OutputFormat>({ type: 'text' }, { type: 'json' }, { type: 'json', schema: {} }),
      providerOptions: fc.constantFrom<Required<CompletionRequest>['providerOptions']>(
        { deepseek: { thinking: { type: 'disabled' } } },
        { anthropic: { thinking: { type: 'adaptive' } }, openai: { store: true } },
      ),
      ...Object.fromEntries(Object.entries(numbers).map(([field, value]) => [field, fc.constant(value)])),
    } as const,
    { requiredKeys: [] },
  )
  .map((fields) => ({ ...fields, messages }));

const runs = { numRuns: 1_000 };

test('adapting twice changes nothing more', () => {
  fc.assert(
    fc.property(requests, fc.constantFrom(...targets), (request, target) => {
      const adapter = adapterOf(optionsOf(target));
      const once = adapter?.(request);
      expect(once && adapter?.(once.request)).toBeUndefined();
    }),
    runs,
  );
});

test('an adapted request holds nothing that the model refuses', () => {
  fc.assert(
    fc.property(requests, fc.constantFrom(...targets), (asked, target) => {
      const options = optionsOf(target);
      const { rules } = options;
      const request = adapterOf(options)?.(asked)?.request ?? asked;
      const thinking = thinks(request, { ...options, notes: [] } satisfies Fitting);
      const takes = (when: string): boolean => when === 'always' || (when === 'not-thinking' && !thinking);
      if (!takes(rules.sampling)) for (const field of samplingFields) expect(request[field]).toBeUndefined();
      for (const field of rules.refuses) expect(request[field]).toBeUndefined();
      if (!takes(rules.forcedToolChoice)) expect(['auto', 'none', undefined]).toContain(request.toolChoice);
      expect(request.maxOutputTokens ?? 0).toBeLessThanOrEqual(rules.maxOutputTokens ?? Infinity);
      const { effort, thinkingTokens } = request;
      if (rules.efforts !== undefined && effort !== undefined && effort !== 'none')
        expect(rules.efforts).toContain(effort);
      if (effort === 'none') expect(rules.canStopThinking).toBe(true);
      if (rules.thinking !== 'unknown' && thinkingTokens !== undefined) {
        const { least = Infinity, most = 0 } = rules.budget ?? {};
        if (thinkingTokens !== 0 || !rules.canStopThinking) expect(thinkingTokens).toBeGreaterThanOrEqual(least);
        expect(thinkingTokens).toBeLessThanOrEqual(most);
      }
    }),
    runs,
  );
});

test('every difference is listed, and nothing is listed that stands as it was', () => {
  fc.assert(
    fc.property(requests, fc.constantFrom(...targets), (asked, target) => {
      const result = adapterOf(optionsOf(target))?.(asked);
      const before = new Map<string, unknown>(Object.entries(asked));
      const after = new Map<string, unknown>(Object.entries(result?.request ?? asked));
      const differs = (field: string): boolean =>
        JSON.stringify(before.get(field)) !== JSON.stringify(after.get(field));
      const listed = new Set(result?.adaptations.map(({ field }) => field.split('.')[0] ?? ''));
      // An effort and a number of tokens are two ways to say one thing, and a switch of the provider's own a third.
      const thinkingListed = listed.has('effort') || listed.has('thinkingTokens');
      for (const field of [...before.keys(), ...after.keys()].filter(differs)) {
        if (field === 'providerOptions') continue;
        const saidAs = field === 'effort' || field === 'thinkingTokens' ? thinkingListed : listed.has(field);
        expect([target, field, saidAs]).toEqual([target, field, true]);
      }
      for (const field of listed) {
        const changed = ['effort', 'thinkingTokens', 'providerOptions'].includes(field)
          ? ['effort', 'thinkingTokens', 'providerOptions'].some(differs)
          : differs(field);
        expect([target, field, changed]).toEqual([target, field, true]);
      }
    }),
    runs,
  );
});
