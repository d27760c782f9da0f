import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../model/json.ts';
import { jsonValues } from '../schema/json-values.ts';
import { object } from './object.ts';
import { readText } from './read-reply.ts';

const person = object({
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string' } },
    home: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  required: ['name', 'age'],
  additionalProperties: false,
});

const ada = { name: 'Ada', age: 36 };
const tagged = { ...ada, tags: ['a', 'b'] };

/** A reply, and the value that it is read as; or a word of the reason for which it is refused. `cut`: at a limit. */
type Row = readonly [reply: string, verdict: object | string, cut?: 'cut'];

const around: readonly Row[] = [
  ['{"name":"Ada","age":36}', ada],
  ['  \n{"name":"Ada","age":36}\n\n', ada],
  ['```json\n{"name":"Ada","age":36}\n```', ada],
  ['```\n{"name":"Ada","age":36}\n```', ada],
  ['~~~json\n{"name":"Ada","age":36}\n~~~', ada],
  ['```json {"name":"Ada","age":36}```', ada],
  ['Here is the object:\n\n```json\n{"name":"Ada","age":36}\n```\nAnything else?', ada],
  ['Sure! {"name":"Ada","age":36}', ada],
  ['{"name":"Ada","age":36} is what you asked for.', ada],
  ['{"name":"Ada","age":36}, as you asked.', ada],
  ['As noted [1], for {person}: {"name":"Ada","age":36}', ada],
  ['As noted [see below], {"name":"Ada","age":36} [2]', ada],
  ['<answer>{"name":"Ada","age":36}</answer>', ada],
  ['<think>Is it {"name":"Bob","age":1}? No.</think>{"name":"Ada","age":36}', ada],
  ['Maybe {"name":"Bob","age":1}\n</think>\n\n{"name":"Ada","age":36}', ada],
  ['{"name":"Ada","age":36}\nAgain: {"age":36,"name":"Ada"}', ada],
  ['{"name":"Ada","age":36}\n{"name":"Ada","age":36}', ada],
  ['"{\\"name\\":\\"Ada\\",\\"age\\":36}"', ada],
  ['\ufeff{"name":"Ada","age":36}', ada],
  ['{"name":"Ada","age":36}}', ada],
  ['Not this: {"title":"x"}, but {"name":"Ada","age":36}', ada],
];

const formFaults: readonly Row[] = [
  ["{'name':'Ada','age':36}", ada],
  ['{name:"Ada",age:36}', ada],
  ['{“name”:“Ada”,“age”:36}', ada],
  ['{`name`:`Ada`,`age`:36}', ada],
  ['{"name":"Ada","age":36,}', ada],
  ['{"name":"Ada","age":36,"tags":["a","b",],}', tagged],
  ['{"name":"Ada","age":36 // years\n}', ada],
  ['{/* who */"name":"Ada","age":36}', ada],
  ['{\n# who\n"name":"Ada","age":36}', ada],
  ['{"name":"Ada"\n"age":36}', ada],
  ['{"name":"Ada","age":36,"tags":["a"\n"b"]}', tagged],
  ['{"name":"Ada","age":+36}', ada],
  ['{"name":"Ada","age":36.}', ada],
  ['{"name":"Ada\nL.","age":36}', { name: 'Ada\nL.', age: 36 }],
  ['{"name":"Ada\tL.","age":36}', { name: 'Ada\tL.', age: 36 }],
  [String.raw`{"name":"O\'Neill","age":36}`, { name: "O'Neill", age: 36 }],
  [String.raw`{'name':'O\'Neill','age':36}`, { name: "O'Neill", age: 36 }],
  [`{'name':'the "great"','age':36}`, { name: 'the "great"', age: 36 }],
  ['{"name":"Ada","age":36,"tags":["a","b"}', tagged],
  ['{"name":"Ada","age":36,"home":{"city":"London"}', { ...ada, home: { city: 'London' } }],
  ['{"name":"Ada","age":36,"tags":["a","b"]', tagged],
  ['{"name":"Ada","age":36\n', ada],
  ['```json\n{"name":"Ada","age":36,"tags":["a","b"]\n```', tagged],
  ["```python\n{'name': 'Ada', 'age': 36, 'tags': ['a', 'b'],}\n```", tagged],
  [`Result:\n{name: 'Ada', // her name\n age: 36,\n tags: ['a',\n 'b',],}`, tagged],
  ['{"name":"Ada","age":36,"tags":[]}', { ...ada, tags: [] }],
  ['{"name":"caf\\u00e9","age":36}', { name: 'café', age: 36 }],
  ['{ "age" : 36 , "name" : "}{][" }', { name: '}{][', age: 36 }],
];

const refused: readonly Row[] = [
  ['', 'empty'],
  ['I am sorry, I cannot help with that.', 'no JSON'],
  ['<think>It could be {"name":"Ada","age":36}', 'empty'],
  ['{"name":"Ada","age":', 'cut off'],
  ['{"name":"Ada","age":3', 'cut off'],
  ['{"name":"Ada","age":36', 'cut off'],
  ['{"name":"Ada","ag', 'cut off'],
  ['{"name":"Ad', 'cut off'],
  ['{"name":"Ada",', 'cut off'],
  ['{"name":"Ada","age":36,', 'cut off after a comma'],
  ['{"name":"Ada","age":36,"tags":["a","b', 'cut off inside a text'],
  ['{"name":"Ada","age":36,"tags":["a",', 'cut off after a comma'],
  ['{"name":"Ada","age":36,"tags":[', 'cut off'],
  ['{"name":"Ada","age":36,"home":{', 'cut off'],
  ['{"name":"Ada","age":36,"tags":[```', 'cut off'],
  ['{"name":"Ada","age":36 /* and', 'comment'],
  ['{"name":"Ada","age":36 // and "tags":["a","b"]}', 'cut off'],
  ['{', 'no JSON'],
  ['{"name":"Ada"', 'age'],
  ['{"name":"Ada","age":36,"tags":["a","b"]', 'cut off', 'cut'],
  ['{"name":"Ada","age":36,"tags":["a","b"', 'cut off', 'cut'],
  ['Let me think about', 'cut off', 'cut'],
  ['{"name":"Ada","age":NaN}', 'NaN'],
  ['{"name":"Ada","age":Infinity}', 'Infinity'],
  ['{"name":"Ada","age":undefined}', 'undefined'],
  ['{"name":"Ada","age":0x24}', '0x24'],
  ['{"name":"Ada","age":1e999}', '1e999'],
  ['{"name":"Ada","age":036}', '036'],
  ['{"name":"Ada","age":3_6}', '3_6'],
  ['{"name":Ada,"age":36}', 'no value of JSON'],
  ['{"name":"Ada","age":36,"tags":["a",...]}', 'no value of JSON'],
  ['{"name":"Ada","age":36, ...}', 'key is missing'],
  ['{"name":"said "hi" to","age":36}', '"," is missing'],
  ["{'name':'it's','age':36}", '"," is missing'],
  ['{"name":"A" + "da","age":36}', '"," is missing'],
  [String.raw`{"name":"\alpha","age":36}`, 'escape'],
  [String.raw`{"name":"\ud8","age":36}`, 'escape'],
  ['{"name" "Ada","age":36}', 'no JSON'],
  ['{"name":"Ada","age":36,,"tags":[]}', 'key is missing'],
  ['{"name":"Ada","age":36,"tags":["a",,"b"]}', 'no value of JSON'],
  ['{"name":"Ada","age":36,"tags":["a", }', 'follows a comma'],
  ['{"name":"Ada","tags":["a"},"age":36}', 'more follows'],
  ['{"name":"Ada","age":36}, {"name":"Bob","age":1}', 'more follows'],
  ['[{"name":"Ada","age":36},{"name":"Bob","age":1}]', 'object'],
  ['[{"name":"Ada","age":36},{"name":"Bob"', 'must be an object'],
  ['{"person":{"name":"Ada","age":36}}', 'name'],
  ['{"friend":{"name":"Ada","age":36},"age":NaN}', 'NaN'],
  ['{"name":"Ada","age":36}\n{"name":"Bob","age":1}', 'different answers'],
  ['{"home":'.repeat(2_000), 'nested'],
  [`{"name":${'['.repeat(100_000)}`, 'nested'],
];

const wrongTypes: readonly Row[] = [
  ['{"name":"Ada","age":"36"}', 'age must be an integer'],
  ['{"name":"Ada","age":36.5}', 'age must be an integer'],
  ['{"name":"Ada","age":-1}', 'age'],
  ['{"name":"Ada","age":null}', 'age'],
  ['{"name":null,"age":36}', 'name'],
  ['{"name":["Ada"],"age":36}', 'name'],
  ['{"name":"Ada","age":36,"tags":"a"}', 'tags'],
  ['{"name":"Ada","age":36,"tags":[1]}', 'tags[0]'],
  ['{"name":"Ada","age":36,"home":{}}', 'home'],
  ['{"name":"Ada","age":36,"home":"London"}', 'home'],
  ['{"name":"Ada","age":36,"born":1815}', 'born'],
  ['{"Name":"Ada","Age":36}', 'name'],
  ["{'name':'Ada','age':'36',}", 'age'],
  ['{"name":"Ada","age":True}', 'age'],
  ['{"name":None,"age":36}', 'name'],
  ['null', 'object'],
  ['36', 'object'],
  ['"Ada"', 'object'],
  ['[]', 'object'],
  ['{}', 'name'],
];

const rows = [...around, ...formFaults, ...refused, ...wrongTypes];

test('a hundred broken replies are mended or refused as the table says', async () => {
  expect(rows.length).toBeGreaterThanOrEqual(100);
  for (const [reply, verdict, cut] of rows) {
    const read = await readText(person, reply, cut !== undefined);
    const shown = reply.slice(0, 100);
    if (typeof verdict === 'string') expect.soft('problem' in read ? read.problem : read, shown).toContain(verdict);
    else expect.soft(read, shown).toMatchObject({ value: verdict });
    if ('value' in read)
      expect(await person.check(JSON.parse(JSON.stringify(read.value))), shown).toHaveProperty('value');
  }
});

test('each mend is named', () => {
  const named: readonly (readonly [string, string])[] = [
    ['x [1]', 'text-around'],
    ["['a']", 'quotes'],
    ['{a:1}', 'bare-key'],
    ['[1,]', 'trailing-comma'],
    ['[1\n2]', 'missing-comma'],
    ['[{}{}]', 'missing-comma'],
    ['[1 /* one */]', 'comment'],
    ['[True]', 'python-literal'],
    ['[.5]', 'number-form'],
    ['["a\nb"]', 'control-character'],
    [String.raw`["\'"]`, 'escape'],
    ['{"a":[1}', 'missing-bracket'],
    ['[1]]', 'extra-bracket'],
    ['["a"', 'open-end'],
  ];
  for (const [text, mend] of named) expect(jsonValues(text).values[0]?.mends, text).toEqual([mend]);
});

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<JsonValue>(
      null,
      true,
      false,
      0,
      -1.5,
      1e21,
      12,
      '',
      '__proto__',
      '}',
      '```',
      'a"b\\c\n',
      "it's, 'so'",
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 4 }),
  fc.dictionary(fc.string({ maxLength: 4 }), value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
);

test('JSON with prose around it is read as it is', () => {
  fc.assert(
    fc.property(document, fc.constantFrom(0, 1), (document, indent) => {
      const text = JSON.stringify(document, undefined, indent);
      expect(jsonValues(`Here: ${text}\nSo be it.`)).toEqual({
        values: [{ value: document, mends: ['text-around'], alone: false }],
      });
    }),
    { numRuns: 300 },
  );
});

/** Says whether a value is another one with something missing at ends, and with nothing that was not there. */
function isPart(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((item, index) => isPart(item, whole[index]));
  if (typeof part !== 'object' || part === null || typeof whole !== 'object' || whole === null) return part === whole;
  const members = new Map(Object.entries(whole));
  return !Array.isArray(whole) && Object.entries(part).every(([key, member]) => isPart(member, members.get(key)));
}

test('of a text that is cut anywhere, nothing is read that it does not say', () => {
  fc.assert(
    fc.property(document, fc.constantFrom(0, 1), (document, indent) => {
      const text = JSON.stringify(document, undefined, indent);
      for (let end = 0; end < text.length; end += 1) {
        const { values } = jsonValues(text.slice(0, end));
        for (const { value, mends } of values) {
          expect(mends, text.slice(0, end)).toContain('open-end');
          expect(isPart(value, document), text.slice(0, end)).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('a long text is read once, whatever it holds', () => {
  const started = performance.now();
  for (const piece of ['{', '[', '{"', '{/*', '[1,', '{a', "{'a':", '{"a":"', '}', '[x]', '{"a":1} ', '// x\n{']) {
    jsonValues(piece.repeat(50_000 / piece.length));
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
