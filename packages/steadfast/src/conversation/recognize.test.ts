import { rehearse } from '@steadfast/testkit';
import { assistant, recognizeBy, recognizeByRules } from 'steadfast/conversation';
import type { Intent } from 'steadfast/conversation';
import { expect, test } from 'vitest';

const intents: Record<string, Intent> = {
  parcel: {
    description: 'where a parcel is',
    match: ['parcel', 'order number', /track(ing)?/i],
    templates: ['Parcel.'],
  },
  refund: { description: 'money back', match: ['money back', 'refund'], templates: ['Refund.'] },
  other: { templates: ['Other.'] },
};

test('rules recognise whole words in any case, and the intent with the most hits', async () => {
  const ada = assistant({ intents, otherwise: 'other' });
  const intentOf = async (message: string): Promise<unknown> => (await ada.respond({ message })).intent;
  expect(await intentOf('Where is my PARCEL?')).toBe('parcel');
  expect(await intentOf('My parcels')).toBe('other');
  expect(await intentOf('a refund for the parcel, my money  back')).toBe('refund');
  expect(await intentOf('par\u200Bcel')).toBe('parcel');
  expect((await ada.respond({})).intent).toBe('other');
});

test('a model is asked where rules find nothing, and its choice is one of the intents', async () => {
  const { model, next } = rehearse();
  const ada = assistant({ intents, recognize: [recognizeByRules(), recognizeBy(model)] });
  const asked = ada.respond({ message: 'I want my cash!' });
  const call = await next();
  expect(JSON.stringify(call.request.messages)).toContain('- refund: money back');
  expect(call.said).toBe('I want my cash!');
  call.reply('{"choice":"refund"}');
  expect(await asked).toMatchObject({ intent: 'refund', text: 'Refund.', completions: [{}] });
});

test('when the model that recognises is down the turn goes on, and says so', async () => {
  const { model, next } = rehearse();
  const asked = assistant({ intents, recognize: recognizeBy(model), otherwise: 'other' }).respond({ message: 'Hm?' });
  (await next()).fail({ kind: 'overloaded' });
  expect(await asked).toMatchObject({ intent: 'other', text: 'Other.', problems: [{ where: 'intent' }] });
});
