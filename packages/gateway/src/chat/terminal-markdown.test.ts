import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeText } from './safe-text.ts';
import { TerminalMarkdown } from './terminal-markdown.ts';

function render(...pieces: readonly string[]): string {
  const markdown = new TerminalMarkdown();
  return pieces.map((piece) => markdown.write(piece)).join('') + markdown.end();
}

/** Each character with the styles that hold for it, so that it does not count how often a style begins and ends. */
function styled(text: string): string[] {
  const on = new Set<string>();
  const off: Record<string, readonly string[]> = { 22: ['1', '2'], 23: ['3'], 24: ['4'], 39: ['36'] };
  const characters: string[] = [];
  for (const [piece] of text.matchAll(/\p{Cc}\[\d+m|[\s\S]/gu)) {
    const code = /^\p{Cc}\[(\d+)m$/u.exec(piece)?.[1];
    if (code === undefined) characters.push(`${piece}${[...on].toSorted().join()}`);
    else if (off[code] === undefined) on.add(code);
    else for (const one of off[code]) on.delete(one);
  }
  return characters;
}

const pieces = fc.array(
  fc.constantFrom(
    '*',
    '**',
    '_',
    '`',
    '``',
    '```',
    '~~~',
    '# ',
    '- ',
    '1. ',
    '> ',
    '---',
    '\n',
    ' ',
    'a',
    'word',
    '\\',
    'b c',
    '\t',
  ),
  { maxLength: 30 },
);

test('wherever the text is cut, the same is shown', () => {
  fc.assert(
    fc.property(pieces, (pieces) => {
      expect(styled(render(...pieces))).toEqual(styled(render(pieces.join(''))));
      expect(styled(render(...pieces.join('').split('')))).toEqual(styled(render(pieces.join(''))));
    }),
    { numRuns: 2_000 },
  );
});

test('nothing but marks is left out', () => {
  const letters = (text: string): string => stripVTControlCharacters(text).replaceAll(/[^a-z\n]/g, '');
  fc.assert(
    fc.property(pieces, (pieces) => {
      expect(letters(render(...pieces))).toBe(letters(pieces.join('')));
    }),
    { numRuns: 1_000 },
  );
});

test('headings, lists, quotes, code and emphasis are shown in styles and without their marks', () => {
  const plain = (text: string): string => stripVTControlCharacters(render(text));
  expect(plain('# A *b*\n- c\n  * d\n1. e\n> f\n---\n')).toBe(`A b\n• c\n  • d\n1. e\n│ f\n${'─'.repeat(20)}\n`);
  expect(plain('**a** _b_ `c * d` ``e`f`` \\*g\\*')).toBe('a b c * d e`f *g*');
  for (const text of ['2 * 3 * 4', 'snake_case_name', '**open', 'a ` b', '[a](https://a.example/b_c_d)'])
    expect(render(text)).toBe(text);
  expect(render('`x`')).toBe('\u001B[36mx\u001B[39m');
  expect(plain('```ts\n# not **a** heading\n``\n~~~\n```\nb')).toBe('```ts\n# not **a** heading\n``\n~~~\n```\nb');
  expect(render('# A')).toContain('\u001B[1m');
});

test('text is shown as it comes, and only what may be a mark is held back', () => {
  const markdown = new TerminalMarkdown();
  expect(
    ['One ', 'word', ' **st', 'rong', '** ', 'more\n'].map((text) => stripVTControlCharacters(markdown.write(text))),
  ).toEqual(['One ', 'word', ' ', '', 'strong ', 'more\n']);
  expect(markdown.write(`x ${'*'.repeat(4_998)}`).length + markdown.write('a').length).toBe(5_001);
});

test('what a model says cannot steer the terminal', () => {
  expect(safeText('a\u001B]52;c;x\u0007b\r\n\tc\u009B2J\u202Ed')).toBe(
    'a\u{FFFD}]52;c;x\u{FFFD}b\n\tc\u{FFFD}2J\u{FFFD}d',
  );
});
