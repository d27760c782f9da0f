import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import { assistant, recognizeBy, recognizeByRules } from 'steadfast/conversation';
import type { ReplyCost, ReplyRules } from 'steadfast/conversation';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const bare = (code: string): string => code.replaceAll(/\s+|,(?=\s*[)}\]])/g, '');

test('every piece of code in the guide stands in the file that runs', () => {
  const pieces = [...read('conversation.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  const code = bare(read('conversation.test.ts'));
  expect(pieces.length).toBe(4);
  for (const piece of pieces) expect(code).toContain(bare(piece));
});

test('an assistant replies, is streamed, and holds to rules', async () => {
  const { model, next } = rehearse();
  const { model: small, next: nextSmall } = rehearse();
  const ada = assistant({
    model,
    personality: { name: 'Ada', description: 'You answer customers of a shop.', tone: 'warm', traits: ['friendly'] },
    intents: {
      parcel: {
        description: 'to know where a parcel is',
        match: ['parcel', /where.*order/i],
        templates: [
          '{{#friendly}}Good news: {{/friendly}}parcel {{parcel}} comes on {{day}}.',
          { text: 'Parcel {{parcel}} is late.', when: ({ data }) => data['late'] === true },
          { text: '{{parcel}}: {{day}}.', brief: true },
        ],
      },
      complaint: { description: 'to complain', strategy: 'model', temperature: 0.3, maxOutputTokens: 200 },
    },
  });
  const reply = await ada.respond({
    intent: 'parcel',
    data: { parcel: 'A-17', day: 'Monday' },
    context: { conversation: 'c-1' },
  });
  expect(reply.text).toBe('Good news: parcel A-17 comes on Monday.');

  let shown = '';
  const costs: ReplyCost[] = [];
  const play = (async () => {
    (await next()).reply('I am sorry to hear that.');
  })();
  for await (const event of ada.stream({ intent: 'complaint', message: 'It came broken.' })) {
    if (event.type === 'text') shown += event.text;
    else if (event.type === 'restart') shown = '';
    else if (event.type === 'reply') costs.push(event.reply.cost);
  }
  await play;
  expect(shown).toBe('I am sorry to hear that.');
  expect(costs).toEqual([{ amount: 0, known: false }]);

  const recognize = [recognizeByRules(), recognizeBy(small)];
  const rules: ReplyRules = {
    maxCharacters: 600,
    forbidden: ['guarantee', /https?:\/\/(?!shop\.example)/],
    language: 'en',
    check: (text) => (/\bA-\d+/.test(text) ? undefined : 'It must name the parcel.'),
  };
  const strict = assistant({ model, recognize, rules, intents: { parcel: { match: ['parcel'] }, other: {} } });
  const asked = strict.respond({ message: 'Hm?', data: { parcel: 'A-17' } });
  (await nextSmall()).reply('{"choice":"parcel"}');
  (await next()).reply('See https://a.example.');
  const second = await next();
  expect(second.said).toContain('It must name the parcel.');
  second.reply('A-17 is on its way.');
  expect(await asked).toMatchObject({ intent: 'parcel', text: 'A-17 is on its way.' });
});
