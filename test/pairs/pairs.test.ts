import { expect, test } from 'vitest';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { recordingsOf, withoutCorpus } from '../corpus/recordings.ts';
import { examples } from './examples.ts';
import { ends, protocolIds, trip, tryAll, tryPair, variants } from './pairs.ts';
import type { End } from './pairs.ts';
import { leavesOf, parentOf } from './statement.ts';
import type { Wire } from './statement.ts';
import { valueAt } from './sayings.ts';

const skipped = recordingsOf().length === 0;
const pairs = protocolIds.flatMap((from) => protocolIds.map((to) => [from, to] as const));

test.skipIf(!skipped)(withoutCorpus, () => {});

test.skipIf(skipped).each(pairs)('no recorded request loses anything in silence from %s to %s', (from, to) => {
  const { tried, refused, losing } = tryPair(from, to);
  expect(losing).toEqual([]);
  expect(tried).toBeGreaterThan(30);
  expect(refused).toBeLessThan(3);
});

test.each(pairs)('a request that says as much as one can loses nothing in silence from %s to %s', (from, to) => {
  expect(trip(examples[from], ends[from], ends[to]).losses).toEqual([]);
});

test.skipIf(skipped).each(Object.entries(variants))(
  'no request loses anything in silence on the way to %s',
  (_name, to) => {
    for (const from of protocolIds) {
      expect(tryAll(from, to).losing).toEqual([]);
      expect(trip(examples[from], ends[from], to).losses).toEqual([]);
    }
  },
);

/** The body without one leaf. */
function without(body: Wire, path: string): Wire {
  const copy: Wire = structuredClone(body);
  const parent = parentOf(path);
  const holder = parent === undefined ? copy : valueAt(copy, parent);
  const step = path.slice(parent === undefined ? 0 : parent.length).replace(/^\./, '');
  if (Array.isArray(holder)) holder.splice(Number(step.slice(1, -1)), 1);
  else if (holder !== undefined) delete holder[step];
  return copy;
}

/** An end whose reader never sees a leaf. */
function forgetful(end: End, leaf: string): End {
  const { protocol } = end;
  return { ...end, protocol: { ...protocol, readRequest: (body) => protocol.readRequest(without(body, leaf)) } };
}

/** Leaves without which a body says the same, and why. */
const redundant: readonly (readonly [protocol: RegExp, leaf: RegExp, why: string])[] = [
  [/./, /^(?:model|stream)$/, 'it is the target that is asked, and the caller that reads'],
  [/./, /[sS]chema\b.*\.(?:type|additionalProperties|required\[0\])$/, 'a schema that is held to says it anyway'],
  [
    /responses/,
    /parameters\b.*\.(?:type|additionalProperties|required\[0\])$/,
    'a schema that is held to says it anyway',
  ],
  [/ollama/, /^format\b.*\.(?:type|additionalProperties)$/, 'a schema that is held to says it anyway'],
  [/chat|ollama/, /function\.parameters\.type$/, 'the schema of an input is that of an object'],
  [/./, /(?:\bstrict)$/, 'some servers hold to every schema'],
  [/chat|ollama/, /^(?:tools|messages\[2\]\.tool_calls)\[\d\]\.type$/, 'a tool is a function where nothing is said'],
  [
    /responses/,
    /^input\[2\](?:\.content\[0\])?\.type$/,
    'an item is a message, and its content text, where nothing is said',
  ],
  [/gemini/, /^contents\[\d\]\.role$/, 'a turn is that of the user where nothing is said'],
  [/gemini/, /includeThoughts$/, 'thoughts are asked for wherever thinking is'],
  [/gemini/, /fileData\.mimeType$/, 'the type is told by the end of the address'],
  [
    /gemini|ollama/,
    /functionResponse\.id$|tool_call_id$|tool_name$/,
    'a result finds its call by id, or by name and order',
  ],
  [/messages/, /content\[4\]\.source\.media_type$/, 'a document that is text is plain text'],
  [/chat|responses/, /days\.type\[1\]$|required\[1\]$/, 'it was not asked: OpenAI wants all members required'],
  [/messages/, /days\.description$/, 'it is where the keyword stands that is listed as left out'],
];

function isRedundant(protocol: string, leaf: string): boolean {
  return redundant.some(([of, path]) => of.test(protocol) && path.test(leaf));
}

test.each(pairs)('the checker sees each leaf that is lost by the reader, from %s to %s', (from, to) => {
  const body = examples[from];
  const unseen = leavesOf(body).flatMap(([leaf]) => {
    if (isRedundant(from, leaf)) return [];
    try {
      return trip(body, forgetful(ends[from], leaf), ends[to]).losses.length > 0 ? [] : [leaf];
    } catch (error) {
      if (error instanceof ModelError) return [];
      throw error;
    }
  });
  expect(unseen).toEqual([]);
});

/** An end that writes a body without a leaf of it. */
function careless(end: End, leaf: string): End {
  const { protocol } = end;
  return {
    ...end,
    protocol: {
      ...protocol,
      writeRequest: (request, target) => {
        const { body, adaptations } = protocol.writeRequest(request, target);
        return { body: without(JSON.parse(JSON.stringify(body)), leaf), adaptations };
      },
    },
  };
}

test.each(protocolIds)('the checker sees each leaf that is lost by the writer of %s', (id) => {
  const end = ends[id];
  const body = examples[id];
  const { request } = end.protocol.readRequest(body);
  const target = { model: end.model, stream: false, family: end.family, dialect: {} };
  const written: Wire = JSON.parse(JSON.stringify(end.protocol.writeRequest(request, target).body));
  const unseen = leavesOf(written).flatMap(([leaf]) => {
    if (isRedundant(id, leaf)) return [];
    try {
      return trip(body, end, careless(end, leaf)).losses.length > 0 ? [] : [leaf];
    } catch (error) {
      if (error instanceof ModelError) return [];
      throw error;
    }
  });
  expect(unseen).toEqual([]);
});

test.each(pairs.filter(([from, to]) => from !== to))(
  'an adaptation that is not told is missed, from %s to %s',
  (from, to) => {
    const { protocol } = ends[to];
    const silent: End = {
      ...ends[to],
      protocol: {
        ...protocol,
        writeRequest: (request, target) => ({ ...protocol.writeRequest(request, target), adaptations: [] }),
      },
    };
    expect(trip(examples[from], ends[from], silent).losses).not.toEqual([]);
  },
);
