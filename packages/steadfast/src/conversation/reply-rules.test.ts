import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otherLanguage } from './language.ts';
import { breaches } from './reply-rules.ts';
import type { ReplyRules } from './reply-rules.ts';
import type { Turn } from './turn.ts';
import { wholeWord } from './words.ts';

const turn: Turn = {
  message: undefined,
  intent: undefined,
  data: { order: '{{x}}' },
  user: {},
  conversation: { summary: '', summarized: 0, turns: [] },
};
const wrong = (text: string, rules: ReplyRules = {}): Promise<readonly string[]> => breaches(text, [rules], turn);

test('places that are not filled are found, whoever writes them, and what the data holds is none', async () => {
  for (const text of ['Hi {{name}}', 'Hi $$name$$', 'Hi {order}', 'Dear [Your name],', 'to [insert date here]']) {
    expect(await wrong(text)).toHaveLength(1);
    expect(await wrong(text, { slots: false })).toEqual([]);
  }
  for (const text of ['{{x}} is it', 'see [your account](https://a.example)', 'costs $$ 5', '{other}', '[1]']) {
    expect(await wrong(text)).toEqual([]);
  }
});

test('forbidden words are whole words, in any case and width; patterns are taken as they are', async () => {
  const forbidden = ['free money', 'C++', /\bAI\b/g];
  for (const text of ['FREE\nmoney!', 'I know c++.', 'an AI', 'ｆｒｅｅ money', 'fr\u00ADee money']) {
    expect(await wrong(text, { forbidden })).toHaveLength(1);
    expect(await wrong(text, { forbidden })).toHaveLength(1);
  }
  expect(await wrong('carefree moneys, RAIN, C+', { forbidden })).toEqual([]);
});

test('any word that is text is found as itself', () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((word) => word.trim() === word && word !== ''),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(words, (words) => {
      expect(wholeWord(words.join(' ')).test(`. ${words.join('  ')} .`)).toBe(true);
    }),
  );
});

test('length, language and own rules are held to', async () => {
  expect(await wrong('')).toEqual(['It is empty.']);
  expect(await wrong('four', { minCharacters: 5 })).toHaveLength(1);
  expect(await wrong('four', { maxCharacters: 3, check: () => 'It is dull.' })).toEqual([
    'It has 4 characters; at most 3 are allowed.',
    'It is dull.',
  ]);
  const german = 'Ihre Bestellung ist auf dem Weg und kommt nicht vor Montag.';
  expect(await wrong(german, { language: 'en-GB' })).toEqual([
    'It seems to be in German; it must be in British English.',
  ]);
  expect(await breaches(german, [{ language: 'en' }], { ...turn, user: { language: 'de' } })).toEqual([]);
});

test('a language is told by its script and its frequent words, and doubt lets a text through', () => {
  const texts: Record<string, string> = {
    en: 'Your order is on its way and will be with you on Monday.',
    de: 'Ihre Bestellung ist auf dem Weg und wird am Montag bei Ihnen sein.',
    fr: 'Votre commande est en route et sera chez vous lundi, pour le dîner.',
    es: 'Su pedido está en camino y llegará el lunes por la mañana con los demás.',
    it: 'Il suo ordine è in viaggio e sarà da lei con gli altri per lunedì.',
    pt: 'O seu pedido não está perdido, e você vai receber uma mensagem com os detalhes.',
    nl: 'Uw bestelling is onderweg en het pakket wordt op maandag bij u bezorgd.',
    ja: 'ご注文の商品は月曜日に届きます。',
    zh: '您的订单正在路上。',
    ru: 'Ваш заказ уже в пути.',
    el: 'Η παραγγελία σας είναι καθ’ οδόν.',
  };
  for (const [language, text] of Object.entries(texts)) {
    for (const wanted of Object.keys(texts)) {
      const isOther = otherLanguage(text, wanted) !== undefined;
      // Chinese may be Japanese in Chinese letters, so that is let through.
      if (!(language === 'zh' && wanted === 'ja'))
        expect([language, wanted, isOther]).toEqual([language, wanted, language !== wanted]);
    }
  }
  for (const text of ['OK', 'Montag, 14:00', '42', '', 'console.log(a)'])
    expect(otherLanguage(text, 'en')).toBe(undefined);
});
