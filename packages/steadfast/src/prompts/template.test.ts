import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { escapeTemplate } from './escape-template.ts';
import type { FieldsOf, FieldValue } from './fields.ts';
import { PromptError } from './prompt-error.ts';
import { template } from './template.ts';

/** The error that something throws. */
function errorOf(act: () => unknown): PromptError {
  try {
    act();
  } catch (error) {
    if (error instanceof PromptError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('{', '}', '$', '\\', 'a', '#', '/', '^', ' ', '\n', '$&', '$1'), maxLength: 30 }),
  fc.constantFrom('{{a}}', '$$b$$', '{{#a}}', '$$/a$$', '\\{{a}}', '$&', '$`', "$'", '$$$$', '__proto__', '{{{a}}}'),
);

test('both forms of a placeholder are filled, and stand beside braces, dollars and each other', () => {
  const given = { a: 'A', b: 2 };
  expect(template('{{a}} and $$b$$, {{ a }}{{b}}$$a$$$$b$$').render(given).text).toBe('A and 2, A2A2');
  expect(template('{"key": {{{a}}}, "price": $$$b$$$}').render(given).text).toBe('{"key": {A}, "price": $2$}');
});

test('what is escaped is rendered as it is, whatever it holds', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(template(escapeTemplate(text)).render().text).toBe(text);
    }),
  );
});

test('a value is never read: a prompt is its pieces in their order', () => {
  const piece = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: hostile }),
    fc.record({ type: fc.constantFrom('{{', '$$'), name: fc.constantFrom('a', 'b', 'toString') }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), hostile, hostile, hostile, (pieces, a, b, c) => {
      const values: Record<string, string> = { a, b, toString: c };
      let source = '';
      let expected = '';
      const used: Record<string, string> = {};
      for (const item of pieces) {
        if ('text' in item) {
          // A field may follow: what would join its mark is kept apart by a letter.
          source += `${escapeTemplate(item.text)}.`;
          expected += `${item.text}.`;
        } else {
          source += item.type === '{{' ? `{{${item.name}}}` : `$$${item.name}$$`;
          expected += values[item.name];
          used[item.name] = values[item.name] ?? '';
        }
      }
      expect(template(source).render(used).text).toBe(expected);
    }),
  );
});

test('any text is a template or an error with its place, in time in proportion to its length', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      try {
        template(text);
      } catch (error) {
        expect(error).toBeInstanceOf(PromptError);
        expect(error).toHaveProperty('line');
      }
    }),
  );
  const began = performance.now();
  for (const unit of ['\\', '{', '$ ', '\\{{', ' {{#a}}{{/a}}\n', '{{#a}}{{/a}} ', '{ ']) {
    const text: string = unit.repeat(100_000);
    if (unit === '{') expect(() => template(text)).toThrow('column 99999');
    else template(text);
    template(escapeTemplate(text));
  }
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('backslashes before a mark count in pairs, and are text elsewhere', () => {
  expect(template('\\{{a}} \\$$a\\$$').render().text).toBe('{{a}} $$a$$');
  expect(template('C:\\dir\\\\{{a}} \\n \\\\\\{{').render({ a: 'x' }).text).toBe('C:\\dir\\x \\n \\{{');
});

test('a section appears when its field is given, and its marks take their lines with them', () => {
  const solve = template(
    'Solve {{problem}}.\n  {{#feedback}}\nYou tried:\n{{feedback}}\n  {{/feedback}}\n{{^feedback}}\nBegin.\n{{/feedback}}\n',
  );
  expect(solve.render({ problem: 'p' }).text).toBe('Solve p.\nBegin.\n');
  expect(solve.render({ problem: 'p', feedback: 'f' }).text).toBe('Solve p.\nYou tried:\nf\n');
  const inline = template('Be kind$$#brief$$ and brief$$/brief$$.');
  expect(inline.render({ brief: true }).text).toBe('Be kind and brief.');
  expect(inline.render({ brief: false }).text).toBe('Be kind.');
  expect(inline.render().text).toBe('Be kind.');
});

test('sections stand inside each other, and fields in them are needed only when they are shown', () => {
  const nested = template('{{#a}}[{{a}}{{#b}}<{{b}}{{c}}>{{/b}}]{{/a}}');
  expect(nested.render({ a: 1 }).text).toBe('[1]');
  expect(nested.render({ a: 1, b: 2, c: 3 }).text).toBe('[1<23>]');
  expect(nested.render({ b: 2 }).text).toBe('');
  expect(errorOf(() => nested.render({ a: 1, b: 2 }))).toMatchObject({ missing: ['c'] });
});

test('missing and unused fields are named, with the nearest', () => {
  const solve = template('{{problem}} {{examples}}', { id: 'solve' });
  const given: Record<string, string> = { problm: 'p', x: 'y' };
  // @ts-expect-error: names that are not known are no fields
  const error = errorOf(() => solve.render(given));
  expect(error.message).toBe(
    'The prompt "solve" is missing "problem", "examples". ' +
      'The prompt "solve" has no place for "problm". Did you mean "problem"? ' +
      'The prompt "solve" has no place for "x". Its fields are "problem", "examples".',
  );
  expect(error).toMatchObject({ missing: ['problem', 'examples'], unused: ['problm', 'x'] });
});

test('names of every object are no fields that are given', () => {
  const text: string = '{{toString}}{{constructor}}{{__proto__}}';
  expect(errorOf(() => template(text).render({})).missing).toEqual(['toString', 'constructor', '__proto__']);
});

test('a value that is neither a string nor a number is an error that says what to do', () => {
  const text: string = '{{a}}';
  const say = (a: unknown): string => {
    const given: object = { a };
    return errorOf(() => template(text, { id: 't' }).render({ ...given })).message;
  };
  expect(say(['x'])).toContain('is an array. A field is a string or a number: join it into a text, or give JSON');
  expect(say({})).toContain('is an object');
  expect(say(null)).toContain('is null. Leave it out');
  expect(say(Number.NaN)).toContain('is NaN. A field is a string or a finite number');
  expect(say(true)).toContain('a boolean may only switch a section');
});

test.each([
  ['a\nb {{my field}}', 2, 3, '{{ begins no placeholder'],
  ['cost: $$5', 1, 7, '$$ begins no placeholder'],
  ['{{a', 1, 1, '\\{{ for the text itself'],
  ['{{#a}}\n{{#b}}{{/a}}', 2, 7, '"a" ends here, but the section "b" is open'],
  ['{{/a}}', 1, 1, 'no section is open'],
  ['{{#a}}'.repeat(101), 1, 601, 'more than 100 sections are open'],
  ['\n{{#a}} x', 2, 1, 'the section "a" has no end; write {{/a}}'],
])('%j cannot be read', (text: string, line, column, what) => {
  const error = errorOf(() => template(text, { id: 't' }));
  expect(error).toMatchObject({ id: 't', line, column });
  expect(error.message).toContain(what);
});

test('a default stands in for a field, and a field for a section that is not given', () => {
  const greet = template('{{greeting}}, {{name}}!', { id: 'greet', defaults: { greeting: 'Hello' } });
  expect(greet.render({ name: 'Ada' }).text).toBe('Hello, Ada!');
  expect(greet.render({ name: 'Ada', greeting: undefined }).text).toBe('Hello, Ada!');
  expect(greet.render({ name: 'Ada', greeting: 'Hi' }).text).toBe('Hi, Ada!');
  const text: string = '{{name}}';
  expect(errorOf(() => template(text, { defaults: { nam: 'x' } })).message).toContain('defaults for "nam"');
});

test('what is rendered is a text part that knows its template, and says no more than its text', () => {
  const greet = template('Hello {{name}}', { id: 'greet' });
  const part = greet.render({ name: 'Ada' });
  expect(part.prompt).toEqual({ id: 'greet', hash: greet.hash });
  expect(greet.hash).toMatch(/^[0-9a-f]{16}$/);
  expect(JSON.parse(JSON.stringify(part))).toEqual({ type: 'text', text: 'Hello Ada' });
  expect(String(part)).toBe('Hello Ada');
});

test('the hash is that of the content: of the text, and of defaults in any order', () => {
  expect(template('x').hash).toBe('2d711642b726b044');
  expect(template('x').id).toBe('2d711642b726b044');
  const [one, two] = [
    template('{{a}}{{b}}', { defaults: { a: 1, b: 2 } }),
    template('{{a}}{{b}}', { defaults: { b: 2, a: 1 } }),
  ];
  expect(one.hash).toBe(two.hash);
  expect(one.hash).not.toBe(template('{{a}}{{b}}').hash);
});

test('the placeholders are known to the type system', () => {
  expectTypeOf<FieldsOf<'Solve $$problem$$ with {{ n }} {{{n}}} \\{{no}} \\\\{{yes}} $$$b$$'>>().toEqualTypeOf<{
    readonly problem: FieldValue;
    readonly n: FieldValue;
    readonly yes: FieldValue;
    readonly b: FieldValue;
  }>();
  expectTypeOf<FieldsOf<'{{a}}{{#a}}{{b}}{{/a}}{{#c}}x{{/c}}$$^d$${{d}}$$/d$$'>>().toEqualTypeOf<{
    readonly a: FieldValue;
    readonly b?: FieldValue;
    readonly d?: FieldValue;
    readonly c?: FieldValue | boolean;
  }>();
  const solve = template('Solve {{problem}}{{#feedback}}: {{feedback}}{{/feedback}}');
  expectTypeOf(solve.render).toBeCallableWith({ problem: 'p' });
  const never = (): void => {
    // @ts-expect-error: a field is missing
    solve.render({});
    // @ts-expect-error: no field is given
    solve.render();
    // @ts-expect-error: a field is misspelt
    solve.render({ problem: 'p', feedbck: 'f' });
    // @ts-expect-error: a value is a string or a number
    solve.render({ problem: ['p'] });
    // @ts-expect-error: the template has no fields
    template('none').render({ a: 1 });
    // @ts-expect-error: a default of no field
    template('{{a}}', { defaults: { b: 1 } });
    // @ts-expect-error: a field without a default is missing
    template('{{a}}{{b}}', { defaults: { b: 1 } }).render({});
  };
  expect(never).toBeTypeOf('function');
  template('none').render();
  template('{{a}}', { defaults: { a: 1 } }).render();
});

test('a long prompt with many placeholders is known as well', () => {
  const long = template(`
    {{a}} lorem $$b$$ ipsum {{c}} dolor {{d}} sit {{e}} amet {{f}} consectetur {{g}} adipiscing {{h}} elit {{i}} sed {{j}}
    {{a}} lorem $$b$$ ipsum {{c}} dolor {{d}} sit {{e}} amet {{f}} consectetur {{g}} adipiscing {{h}} elit {{i}} sed {{j}}
    {{a}} lorem $$b$$ ipsum {{c}} dolor {{d}} sit {{e}} amet {{f}} consectetur {{g}} adipiscing {{h}} elit {{i}} sed {{j}}
    {{a}} lorem $$b$$ ipsum {{c}} dolor {{d}} sit {{e}} amet {{f}} consectetur {{g}} adipiscing {{h}} elit {{i}} sed {{k}}`);
  expectTypeOf(long.render).parameter(0).toHaveProperty('k');
  expect(long.fields).toHaveLength(11);
});
