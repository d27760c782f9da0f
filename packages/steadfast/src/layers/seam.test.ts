import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSeam, lastWords } from './seam.ts';
import type { SeamForm } from './seam.ts';

/** What is made of a continuation that comes character by character; `undefined` where the seam is unclear. */
function joined(said: string, next: string, form: SeamForm): string | undefined {
  for (let length = 1; length <= next.length; length += 1) {
    const verdict = findSeam(said, next.slice(0, length), false, form);
    if (verdict.state === 'unclear') return undefined;
    if (verdict.state === 'joined') return said + next.slice(verdict.from);
  }
  const verdict = findSeam(said, next, true, form);
  return verdict.state === 'joined' ? said + next.slice(verdict.from) : undefined;
}

const words = fc.array(fc.stringMatching(/^[a-z]{1,9}[,.]?$/), { minLength: 6, maxLength: 40 });
const said = 'The quick brown fox jumps over the ';
const rest = 'lazy dog, and sleeps.';
const whole = `${said}${rest}`;

test('the last words, repeated as asked, are cut, however the continuation is cut into pieces', () => {
  expect(joined(said, `fox jumps over the ${rest}`, 'repeat')).toBe(whole);
  expect(joined(said, `\n\nfox jumps over the ${rest}`, 'repeat')).toBe(whole);
  expect(joined(said, whole, 'repeat')).toBe(whole);
});

test('words that were to be repeated and are not make the seam unclear', () => {
  expect(joined(said, rest, 'repeat')).toBeUndefined();
  expect(joined(said, `Sure, here is the rest: ${rest}`, 'repeat')).toBeUndefined();
  expect(joined(said, 'The quick', 'repeat')).toBeUndefined();
});

test('a model that goes on from its own turn is taken at its word', () => {
  expect(joined(said, rest, 'prefill')).toBe(whole);
  expect(joined(said, ` ${rest}`, 'prefill')).toBe(whole);
  expect(joined(said, '', 'prefill')).toBe(said);
});

test('a server that makes a turn of its own of the prefill says all again, which is cut', () => {
  expect(joined(said, whole, 'prefill')).toBe(whole);
  expect(joined(said, `\n${whole}`, 'prefill')).toBe(whole);
});

test('a repeat that nobody asked for, and one of what repeats itself, are unclear', () => {
  expect(joined(said, `fox jumps over the ${rest}`, 'prefill')).toBeUndefined();
  const dashes = '-'.repeat(40);
  expect(joined(`Table\n${dashes}`, `${dashes}${dashes}\nrow`, 'prefill')).toBeUndefined();
  expect(joined(`Table\n${dashes}`, `${dashes}\nrow`, 'repeat')).toBeUndefined();
  expect(joined('The', 'The quick', 'prefill')).toBeUndefined();
});

test('white space at the seam is neither doubled nor lost', () => {
  const list = 'first, second, third';
  expect(joined(`${list}\n\n`, 'second, third\n\nfourth', 'repeat')).toBeUndefined();
  expect(joined(`${list}\n\n`, `${list}\n\nfourth`, 'repeat')).toBe(`${list}\n\nfourth`);
  expect(joined(`${list}\n\n`, `${list}\nfourth`, 'repeat')).toBe(`${list}\n\nfourth`);
  expect(joined(list, `${list}\n\nfourth`, 'repeat')).toBe(`${list}\n\nfourth`);
  expect(joined('- one\n', '\n- two', 'prefill')).toBe('- one\n- two');
});

test('any text of words, cut anywhere, is made whole of its last words and the rest, or of itself again', () => {
  fc.assert(
    fc.property(words, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (list, share) => {
      const text = list.join(' ');
      const cut = Math.ceil(share * text.length);
      const begun = text.slice(0, cut);
      const again = lastWords(begun) + begun.slice(begun.trimEnd().length) + text.slice(cut);
      for (const next of [again, text]) {
        const made = joined(begun, next, 'repeat');
        expect(made === undefined || made === text).toBe(true);
      }
    }),
  );
});

test('the last words are found nowhere else in what was said', () => {
  fc.assert(
    fc.property(words, (list) => {
      const text = list.join(' ');
      const last = lastWords(text);
      expect(text.endsWith(last)).toBe(true);
      expect(text.indexOf(last)).toBe(text.length - last.length);
    }),
  );
});

test('a long reply that is said again whole is looked at in time that grows with its length', () => {
  const long = 'a'.repeat(200_000);
  const started = performance.now();
  expect(findSeam(long, long, false, 'repeat').state).toBe('open');
  expect(findSeam(long, `${long}b`, false, 'repeat').state).toBe('unclear');
  expect(performance.now() - started).toBeLessThan(500);
});
