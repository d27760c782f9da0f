import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFrontMatter } from './front-matter.ts';
import { loadTemplate, loadTemplates, readTemplate } from './load-template.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steadfast-prompts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = `---
id: solver
description: Step by step: think, then write.
models: gemini/* openai/{gpt-5,gpt-6}*
default.tone: calm
---
Solve {{problem}} in a {{tone}} tone.
{{#feedback}}
{{feedback}}
{{/feedback}}
`;

async function written(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('a file gives its head and its text, and the program what it gives', async () => {
  const solver = await loadTemplate(await written('a.md', file), { fields: ['problem', 'tone?', 'feedback?'] });
  expect(solver).toMatchObject({
    id: 'solver',
    description: 'Step by step: think, then write.',
    models: ['gemini/*', 'openai/{gpt-5,gpt-6}*'],
    defaults: { tone: 'calm' },
    fields: ['problem', 'tone', 'feedback'],
  });
  expect(solver.render({ problem: 'it' }).text).toBe('Solve it in a calm tone.\n');
  // @ts-expect-error: "problem" is missing
  expect(() => solver.render({})).toThrow('missing "problem"');
});

test('a file without a head is called after its name', () => {
  expect(readTemplate('Hello {{name}}', '/prompts/greet.md')).toMatchObject({ id: 'greet', fields: ['name'] });
});

test('line ends, a byte order mark and the last line end do not change what a template is', () => {
  const plain = readTemplate(file, 'a.md');
  const windows = readTemplate(`\uFEFF${file.replaceAll('\n', '\r\n')}`, 'a.md');
  expect(windows.hash).toBe(plain.hash);
  expect(windows.text).toBe(plain.text);
});

test('the fields that a program gives are those of the file, or it says which are not', async () => {
  const path = await written('b.md', file);
  await expect(loadTemplate(path, { fields: ['problm'] })).rejects.toThrow(
    `${path} has other fields than its program gives it. ` +
      'It has no place for "problm". Did you mean "problem"? It needs "problem", "feedback" as well.',
  );
});

test('a folder is loaded by ids, and two files do not share one', async () => {
  const prompts = await mkdtemp(join(folder, 'set-'));
  await writeFile(join(prompts, 'one.md'), 'One {{a}}');
  await writeFile(join(prompts, 'two.md'), '---\nid: second\n---\nTwo');
  await writeFile(join(prompts, 'notes.txt'), '{{');
  expect([...(await loadTemplates(prompts)).keys()]).toEqual(['one', 'second']);
  await writeFile(join(prompts, 'three.md'), '---\nid: second\n---\nThree');
  await expect(loadTemplates(prompts)).rejects.toThrow('has the id "second" of another file');
});

test.each([
  ['---\nid: x', 1, 1, 'the head has no end; put a line of --- behind it.'],
  ['---\nid x\n---\n', 2, 1, 'a line of the head is key: value, without indentation.'],
  ['---\nid: x\n  y: z\n---\n', 3, 3, 'a line of the head is key: value, without indentation.'],
  ['---\n# note\n---\n', 2, 1, 'a line of the head is key: value, without indentation.'],
  ['---\n\nmodel: x\n---\n', 3, 1, '"model" is not known; did you mean "models"?'],
  [
    '---\ntemperature: 1\n---\n',
    2,
    1,
    '"temperature" is not known; known are id, description, models, default.<field>.',
  ],
  ['---\nid: x\nid: y\n---\n', 3, 1, '"id" is said twice.'],
  ['---\nid:\n---\n', 2, 4, '"id" has no value; leave the line out.'],
  ['---\nid: "x"\n---\n', 2, 5, 'a value is plain text to the end of its line; leave out the quotation marks.'],
  [
    '---\nmodels: [a, b]\n---\n',
    2,
    9,
    'a value is plain text to the end of its line; write globs with spaces between them.',
  ],
  [
    '---\ndescription: |\n  x\n---\n',
    2,
    14,
    'a value is plain text to the end of its line; it has to fit on the line.',
  ],
])('the head of %j is refused', (source, line, column, what) => {
  const message = `p.md, line ${line}, column ${column}: ${what}`;
  expect(() => readFrontMatter(source, 'p.md')).toThrow(expect.objectContaining({ line, column, message }));
});

test('what a head says is read as it was written', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => /^[^"'|>[\s](.*\S)?$/.test(text));
  fc.assert(
    fc.property(value, value, fc.string(), (id, tone, text) => {
      const body = text.replaceAll('\r', '');
      const source = `---\nid: ${id}\ndefault.tone: ${tone}\n---\n${body}\n`;
      expect(readFrontMatter(source, 'p.md')).toEqual({ id, defaults: { tone }, text: body });
    }),
  );
});
