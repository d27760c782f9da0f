// The coat and each of its layers, around a provider that lives in memory: all that it costs is what is done to a call.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createModels } from 'steadfast';
import { adapterOf, Catalog } from 'steadfast/catalog';
import { balance, split } from 'steadfast/choices';
import {
  breaker,
  budget,
  budgeted,
  deadline,
  limit,
  properties,
  retry,
  schemaRecheck,
  stack,
  timeout,
} from 'steadfast/layers';
import { providers } from 'steadfast/providers';
import { systemClock as clock } from 'steadfast/time';
import { watch } from 'steadfast/watch';
import { targetOf } from '../../packages/steadfast/dist/providers/target-of.js';
import { wireModel } from '../../packages/steadfast/dist/providers/wire-model.js';
import { answer } from '../answer.mjs';
import { MemoryTransport } from '../memory-transport.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';
import { burstEvents, chatEvents, replyBody, slicesOf } from '../upstream-bytes.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const prompt = promptOf(1024);
const transport = new MemoryTransport({
  whole: [Buffer.from(replyBody())],
  streamed: slicesOf(chatEvents(burstEvents)),
});
const provider = providers.openai;
const target = targetOf({
  provider,
  model: modelName,
  options: { apiKey, protocol: 'chat' },
  environment: {},
  transport,
  clock,
});
const catalog = new Catalog({});
const rules = catalog.rulesOf('openai', modelName);
const costOf = (usage) => catalog.costOf(usage, 'openai', modelName, clock.now());
const models = createModels({ transport, environment: {}, defaults: { apiKey, protocol: 'chat' } });

/** A listener that keeps nothing. */
const watched = watch({ record: () => undefined });
/** Two levels, with limits that nobody reaches. */
const spending = budget({ name: 'run', calls: 1e12, tokens: 1e12, within: budget({ name: 'key', money: 1e9 }) });

const { protocol } = target.provider;
const layers = {
  deadline: deadline(600_000),
  properties: properties({ adapt: adapterOf({ rules, protocol, family: 'openai', target: target.id }), protocol }),
  retry: retry(),
  'schema recheck': schemaRecheck({ dialect: 'openai', protocol }),
  breaker: breaker(),
  limit: limit(),
  timeout: timeout(),
  budget: budgeted(spending, { costOf }),
  watch: watched,
};
const dressed = models.model(`openai/${modelName}`);
const subjects = {
  bare: wireModel(target),
  'the whole coat': drawing(watched(dressed)),
  'the coat of model()': dressed,
  ...Object.fromEntries(Object.entries(layers).map(([name, layer]) => [name, stack(wireModel(target), layer)])),
};

/** What is put off until a call's caller has gone on belongs to the call. */
function settled() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A model whose calls bring their budget along. */
function drawing(inner) {
  return {
    ...inner,
    complete: (request) => inner.complete(request, { budget: spending }),
    stream: (request) => inner.stream(request, { budget: spending }),
  };
}

async function complete({ who, count }) {
  const model = subjects[who];
  let text = '';
  for (let left = count; left > 0; left -= 1) text = (await model.complete(prompt)).text;
  await settled();
  return text;
}

async function stream({ who, count }) {
  const model = subjects[who];
  let parts = 0;
  for (let left = count; left > 0; left -= 1) {
    parts = 0;
    for await (const part of await model.stream(prompt)) if (part.type === 'text-delta') parts += 1;
  }
  await settled();
  return parts;
}

const arms = [models.model(`openai/${modelName}`), models.model('openai/gpt-6-sol')];
const shares = split(arms.map((model) => ({ model, weight: 1 })));
const shared = balance(arms);
const limited = stack(wireModel(target), limit({ rules: { tokensPerMinute: 1e12 } }));
/** How a million calls may differ from each other. */
const crowds = {
  'the same call': () => subjects['the whole coat'].complete(prompt),
  'callers and sessions that never come back': (index) => {
    const choice = index % 2 === 0 ? shares : shared;
    return choice.complete(prompt, { caller: { id: `caller-${index}` }, session: `session-${index}` });
  },
  'callers whose tokens are counted': (index) => limited.complete(prompt, { caller: { id: `caller-${index}` } }),
  'models of ever other names': (index) => models.model(`openai/name-${index}`).complete(prompt),
};

/** Makes these calls one after the other. */
async function crowd({ who, from, count }) {
  const call = crowds[who];
  for (let index = from; index < from + count; index += 1) await call(index);
}

/** What this process holds once all garbage is gone, in megabytes. */
async function memory() {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + external) / 1_048_576, rssMb: rss / 1_048_576 };
}

answer({ layers: () => Object.keys(layers), complete, stream, crowds: () => Object.keys(crowds), crowd, memory });
