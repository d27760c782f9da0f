import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { providers } from '../providers/table.ts';
import { configShape } from './config-shape.ts';
import { conforms } from './examine.ts';
import { flow } from './flow.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { ConfigError, formatPath, problemLine } from './problem.ts';
import type { Path } from './problem.ts';
import { configProblems, readConfig } from './read-config.ts';
import { printable } from './printable.ts';
import { allSettings, nearestSettings, settingNamed, shapeAt } from './setting-at.ts';
import type { Shape } from './shape.ts';

/** A configuration in which every setting is said. */
function complete(): JsonObject {
  const patience = { retries: 3, failureBaseMs: 100, failureCapMs: 1_000, limitBaseMs: 200, limitCapMs: 2_000 };
  const call = {
    limits: { headersMs: 1_000, firstContentMs: 2_000, idleMs: 3_000, bodyMs: 4_000 },
    retry: patience,
    breaker: {
      windowMs: 5_000,
      minimumCalls: 5,
      failureRate: 0.4,
      slowMs: 20_000,
      slowRate: 0.9,
      failuresInARow: 5,
      lastResort: 10,
      probes: 1,
      recoveryMs: 500,
      recoveryShare: 0.1,
      longestRecoveryMs: 30_000,
    },
    deadlineMs: 60_000,
    adaptation: 'strict',
  };
  const properties = {
    effort: 'low',
    thinkingTokens: 100,
    maxOutputTokens: 200,
    temperature: 0.5,
    topP: 0.9,
    topK: 4,
    presencePenalty: -0.5,
    frequencyPenalty: 0.5,
    stopSequences: ['\n'],
    seed: 1,
    parallelToolCalls: false,
    endUser: 'somebody',
    metadata: { team: 'search' },
    providerOptions: { openai: { service_tier: 'flex' } },
  };
  const dialect = {
    maxTokensField: 'max_tokens',
    streamUsage: false,
    reasoningField: 'reasoning',
    effortField: 'reasoning',
    defaultMaxTokens: 1_000,
    strictContent: true,
    schemaDialect: 'json-schema',
  };
  const auth = { kind: 'header', name: 'x-house-key', parameter: 'key' };
  const versioning = { in: 'query', name: 'api-version', dated: '/{model}', undated: '/v1' };
  const manners = { baseUrl: 'https://house.example/v2', auth, apiVersion: 'v2', versioning, dialect };
  const content = { leastTokens: 1, mostTokens: 9, tools: true, modality: 'image' };
  const condition = { model: 'gpt-*', caller: 'team-*', metadata: { tier: 'gold' }, ...content };
  return {
    providers: {
      openai: { apiKey: 'sk-secret', baseUrl: 'https://proxy.example/v1' },
      local: { type: 'openai-compatible', baseURL: 'http://127.0.0.1:8000/v1' },
      house: {
        type: 'openai',
        name: 'the house',
        aliases: ['home'],
        apiKey: 'sk-house-secret',
        baseUrl: 'https://house.example/v1',
        apiVersion: 'v1',
        versioning,
        since: { v2: { refuses: ['temperature'], dialect } },
        protocol: 'chat',
        otherProtocols: { responses: manners },
        family: 'openai',
        auth,
        environment: { keys: ['HOUSE_KEY'], baseUrl: ['HOUSE_URL'], apiVersion: ['HOUSE_VERSION'] },
        headers: { 'x-team': 'team-secret' },
        keyOptional: true,
        local: { start: 'house serve' },
        dialect,
      },
    },
    models: {
      fast: {
        use: ['openai/gpt-6-luna', 'local/qwen3'],
        protocol: 'responses',
        ...call,
        properties,
        headers: { 'x-model': 'model-secret' },
      },
      'openai/gpt-6-luna': { retry: false },
      'gpt-4.1': { use: ['home/gpt', 'fast'] },
      canary: { use: ['fast', 'sim/echo'], choice: 'split', weights: [95, 5] },
      fitting: { use: ['fast', 'sim/echo'], choice: 'route', routes: [{ to: 'fast', when: condition }] },
    },
    aliases: { 'gpt-4o': 'fast', luna: 'openai/gpt-6-luna' },
    properties: { 'openai/*': properties },
    rateLimits: {
      'gemini*': {
        requestsPerSecond: 2,
        requestsPerMinute: 60,
        requestsPerDay: 1_500,
        tokensPerMinute: 30_000,
        inputTokensPerMinute: 30_000,
        outputTokensPerMinute: 8_000,
        concurrency: 4,
      },
    },
    fallbacks: ['fast', 'sim/echo'],
    defaults: call,
  };
}

function linesFor(value: unknown): readonly string[] {
  return configProblems(value).map(problemLine);
}

/** A member, an item, or the value itself, and where it is. */
interface Spot {
  readonly path: Path;
  readonly value: JsonValue;
}

function spots(value: JsonValue, path: Path = []): Spot[] {
  const here = { path, value };
  if (isArray(value)) return [here, ...value.flatMap((item, index) => spots(item, [...path, index]))];
  if (!isObject(value)) return [here];
  return [here, ...Object.entries(value).flatMap(([key, member]) => spots(member ?? null, [...path, key]))];
}

/** A copy in which the value at a path is another; `rename` gives its key another name as well. */
function changed(value: JsonValue, path: Path, put: JsonValue, rename?: string): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (isArray(value)) return value.map((item, index) => (index === key ? changed(item, rest, put, rename) : item));
  if (!isObject(value)) throw new Error('the path leads nowhere');
  const entries = Object.entries(value).map(([name, member]): [string, JsonValue] => {
    if (name !== key || member === undefined) return [name, member ?? null];
    return [rest.length === 0 ? (rename ?? name) : name, changed(member, rest, put, rename)];
  });
  return Object.fromEntries(entries);
}

test('a configuration in which every setting is said is valid, and lacks none', () => {
  const config = complete();
  expect(linesFor(config)).toEqual([]);
  expect(readConfig(config)).toBe(config);
  const said = new Set(spots(config).map(({ path }) => settingNamed(configShape, formatPath(path))?.path));
  const all = allSettings(configShape).map(({ path }) => path);
  expect(all.filter((path) => !said.has(path))).toEqual([]);
});

test('nothing at all is valid', () => {
  expect(readConfig({})).toEqual({});
  expect(readConfig({ models: undefined, providers: { openai: { apiKey: undefined } } })).toBeTruthy();
});

const letters = fc.stringMatching(/^[a-z]{1,3}$/);

test('a misspelt key is a problem at exactly its place', () => {
  const config = complete();
  const keys = spots(config).filter(({ path }) => {
    const parent = path.length === 0 ? undefined : shapeAt(configShape, path.slice(0, -1));
    return parent?.kind === 'object' || parent?.kind === 'either';
  });
  expect(keys.length).toBeGreaterThan(30);
  const misspelling = fc.record({ spot: fc.constantFrom(...keys), more: letters, front: fc.boolean() });
  fc.assert(
    fc.property(misspelling, ({ spot: { path, value }, more, front }) => {
      const key = String(path.at(-1));
      const wrong = front ? more + key : key + more;
      const siblings = shapeAt(configShape, path.slice(0, -1));
      fc.pre(siblings?.kind !== 'object' || !Object.hasOwn(siblings.settings, wrong));
      const problems = configProblems(changed(config, path, value, wrong));
      const parent = path.slice(0, -1);
      expect(problems[0]).toMatchObject({ kind: 'unknown-key', path: [...parent, wrong] });
      // What was required is missing now; nothing else follows from the mistake.
      for (const { kind, path: other } of problems.slice(1)) expect([kind, other]).toEqual(['missing-key', parent]);
    }),
    { numRuns: 300 },
  );
});

test('a value of the wrong type is a problem at exactly its place', () => {
  const config = complete();
  const all = spots(config);
  const others: readonly JsonValue[] = [null, 'words', -1, 0.5, true, [1], { other: 1 }];
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom(...others), ({ path, value }, put) => {
      const shape = shapeAt(configShape, path);
      fc.pre(shape !== undefined && !conforms(shape, put) && !(isObject(put) && isObject(value)));
      const problems = configProblems(changed(config, path, put));
      const within = problems.filter((problem) => path.every((key, index) => problem.path[index] === key));
      expect(problems).toEqual(within);
      expect(problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('no value at all makes the check fail or repeat a secret', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...spots(complete())), (value, { path }) => {
      const secret = 'sk-0123456789abcdef0123456789abcdef';
      expect(configProblems(value)).toBeInstanceOf(Array);
      const text = linesFor(changed(complete(), path, secret)).join('\n');
      expect(text).not.toContain(secret);
    }),
  );
});

test('every problem is told, with its place, what is wrong, the nearest name and an example', () => {
  const wrong = {
    providers: {
      hosue: { tpye: 'openai-compatible', baseUrl: 'ftp://x' },
      lab: { type: 'openai-compatble' },
      bare: {},
      'a/b': { type: 'openai' },
      homeless: { type: 'openai-compatible' },
      twice: { type: 'openai-compatible', baseUrl: 'http://a', baseURL: 'http://b' },
      headed: { type: 'openai', auth: { kind: 'header' } },
    },
    models: {
      fast: { use: [], limits: { idelMs: 1, bodyMs: '10' }, retry: true, deadlineMs: 0 },
      named: {},
      lost: { use: ['opnai/gpt-6-luna', 'fats', 'what is this'] },
      one: { use: ['two'] },
      two: { use: ['one'] },
    },
    aliases: { fast: 'named', 'gpt-4o': 'fsat', empty: '' },
    fallbacks: 'fast',
    defaults: null,
  };
  expect(linesFor(wrong)).toMatchInlineSnapshot(`
    [
      "providers.hosue: unknown key "tpye"; did you mean "type"?",
      "providers.hosue.baseUrl: must begin with http:// or https:// and hold no password",
      "providers.lab.type: unknown value "openai-compatble"; did you mean "openai-compatible"?",
      "providers: the key "a/b" must not hold "/", ":" or spaces",
      "models.fast.use: must hold at least 1, and is an empty list",
      "models.fast.limits: unknown key "idelMs"; did you mean "idleMs"?",
      "models.fast.limits.bodyMs: must be a whole number of at least 1, and is text",
      "models.fast.retry: must be an object or false, and is true",
      "models.fast.deadlineMs: must be a whole number of at least 1",
      "aliases.empty: must not be empty",
      "fallbacks: must be a list of texts, and is text",
      "defaults: must be an object, and is empty",
      "providers.bare: is no provider that is known; say with "type" what it is like",
      "providers.homeless: "baseUrl" is missing",
      "providers.twice.baseURL: says the same as baseUrl; keep one of them",
      "providers.headed.auth: "name" of the header is missing",
      "aliases.gpt-4o: there is no model "fsat"; did you mean "fast"?",
      "models.named: needs "use": its name is no provider/model that it could stand for by itself",
      "models.lost.use[0]: there is no provider "opnai"; did you mean "openai"?",
      "models.lost.use[1]: there is no model "fats"; did you mean "fast"?",
      "models.lost.use[2]: names no model; write provider/model with a provider that is known or configured or one of: fast, gpt-4o, empty, named, lost, one, two",
      "models.two.use[0]: leads back to itself: one → two → one",
      "aliases: "fast" is the name of a model as well; keep one of them",
    ]
  `);
  const error = (() => {
    try {
      return readConfig(wrong);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toContain('\n    such as: defaults: { deadlineMs: 120000 }');
  expect(linesFor({ modles: { fast: { use: ['x'] } }, aliases: { a: 'fast' } })).toEqual([
    'unknown key "modles"; did you mean "models"?',
  ]);
  expect(linesFor(7)).toEqual(['must be an object, and is a number']);
});

test('a row that says where its version goes says all that this needs', () => {
  const house = { type: 'openai-compatible', baseUrl: 'http://127.0.0.1:1/v1' };
  const line = (versioning: JsonObject): readonly string[] =>
    linesFor({ providers: { house: { ...house, versioning } } });
  expect(line({ in: 'path' })).toEqual([]);
  expect(line({ in: 'header' })).toEqual(['providers.house.versioning: "name" is missing']);
  expect(line({ in: 'query', name: 'v', dated: '/{model}' })).toEqual([
    'providers.house.versioning: "undated" is missing',
  ]);
  expect(linesFor({ providers: { house: { ...house, otherProtocols: { grpc: {} } } } })).toHaveLength(1);
});

test('a row of a known provider is a row of the user’s, whichever it is', () => {
  for (const { id, ...row } of Object.values(providers)) {
    expect(linesFor({ providers: { [id]: row } })).toEqual([]);
    expect(linesFor({ providers: { 'my-own': { baseUrl: 'http://127.0.0.1:1', ...row } } })).toEqual([]);
  }
});

test('the JSON Schema takes what the check takes, and refuses what it refuses', () => {
  const schema = jsonSchemaOf(configShape, { title: 'Steadfast' });
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
  const config = complete();
  expect(validator.safeParse(config).error).toBeUndefined();
  const others: readonly JsonValue[] = [null, 'words', -1, 0.5, true, [1], { other: 1 }];
  for (const { path } of spots(config)) {
    for (const put of others) {
      const mutant = changed(config, path, put);
      expect([path, put, validator.safeParse(mutant).success]).toEqual([path, put, conforms(configShape, mutant)]);
    }
  }
  const lenient = z.fromJSONSchema(
    JSON.parse(JSON.stringify(jsonSchemaOf(configShape, { title: 'Steadfast', variables: true }))),
  );
  expect(lenient.safeParse({ defaults: { deadlineMs: '${DEADLINE}' } }).success).toBe(true);
  expect(lenient.safeParse({ defaults: { deadlineMs: 'soon' } }).success).toBe(false);
});

test('a configuration is shown without secrets, and with what holds by default when that is asked for', () => {
  const shown = printable(configShape, complete(), {
    defaults: true,
    isSecret: (path) => formatPath(path) === 'aliases.luna',
  });
  expect(JSON.stringify(shown)).not.toContain('secret');
  expect(shown).toMatchObject({
    providers: { openai: { apiKey: '[redacted]', baseUrl: 'https://proxy.example/v1' } },
    models: { fast: { limits: { idleMs: 3_000 } }, 'openai/gpt-6-luna': { retry: false, deadlineMs: 600_000 } },
    aliases: { 'gpt-4o': 'fast', luna: '[redacted]' },
  });
  expect(printable(configShape, {}, { defaults: true })).toEqual({ fallbacks: [] });
  expect(printable(configShape, { aliases: { a: 'b', c: undefined } })).toEqual({ aliases: { a: 'b' } });
});

test('a setting is found by its path, however its names are written', () => {
  const named = (path: string): string | undefined => settingNamed(configShape, path)?.path;
  for (const path of ['models.fast.limits.idleMs', 'models.*.limits.idleMs', 'models.<name>.limits.idleMs']) {
    expect(named(path)).toBe('models.<name>.limits.idleMs');
  }
  expect(named('models["gpt-4.1"].use[0]')).toBe('models.<name>.use');
  expect(named('models.fast')).toBe('models');
  expect(named('models')).toBe('models');
  expect(named('models.fast.nothing')).toBeUndefined();
  expect(named('nothing')).toBeUndefined();
  expect(named('defaults.nothing')).toBeUndefined();
  expect(nearestSettings(configShape, 'models.fast.limits.idelMs')).toContain('models.<name>.limits.idleMs');
});

test('every setting tells what it does, and its example and default are valid', () => {
  const fits = (shape: Shape, value: unknown): boolean => conforms(shape, value);
  for (const { path, setting } of allSettings(configShape)) {
    expect(`${path}: ${setting.about}`).toMatch(/\.$/);
    expect([path, fits(setting.shape, setting.example)]).toEqual([path, true]);
    if (setting.default !== undefined) expect([path, fits(setting.shape, setting.default)]).toEqual([path, true]);
  }
});

test('a value on one line reads as it was', () => {
  expect(flow({ use: ['openai/gpt-6-luna', 'ollama/qwen3:8b'], a: '${KEY}', off: 'no', n: 1, none: {} })).toBe(
    '{ use: [openai/gpt-6-luna, ollama/qwen3:8b], a: "${KEY}", "off": "no", n: 1, none: {} }',
  );
});
