import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import type { Model } from 'steadfast/model';
import { loadTemplate, template, variants } from 'steadfast/prompts';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const unindented = (code: string): string => code.replaceAll(/\s+/g, '');

test('every piece of code in the guide stands in the file that runs', () => {
  const pieces = [...read('prompts.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(5);
  for (const piece of pieces) expect(unindented(read('prompts.test.ts'))).toContain(unindented(piece));
});

/** A model that answers with what it is asked. */
function echo(): Model {
  const { model, next } = rehearse('sim/a');
  const answer = async (): Promise<void> => {
    for (;;) {
      const call = await next();
      call.reply(call.said);
    }
  };
  void answer();
  return model;
}

const [problem, feedback] = ['it', 'wrong'];

test('a prompt is rendered, and its call says which it was', async () => {
  const model = echo();
  const solver = template('Solve {{problem}} in $$language$$.', { id: 'solver' });
  const { text, prompt } = solver.render({ problem: 'the first example', language: 'Python' });
  const reply = await model.complete(text, { prompt });
  expect(reply.text).toBe('Solve the first example in Python.');
  expect(prompt).toEqual({ id: 'solver', hash: solver.hash });
  await model.complete(text, { prompt });
  await model.complete({ messages: [{ role: 'user', content: [solver.render({ problem, language: 'Python' })] }] });
});

test('a section appears on the second attempt', () => {
  const attempt = template(`Solve {{problem}}.
{{#feedback}}
You tried this before:
{{feedback}}
{{/feedback}}
{{^feedback}}
This is your first attempt.
{{/feedback}}`);
  const begun = attempt.render({ problem }).text; // Solve …, This is your first attempt.
  const again = attempt.render({ problem, feedback }).text; // Solve …, You tried this before: …
  expect(begun).toBe('Solve it.\nThis is your first attempt.\n');
  expect(again).toBe('Solve it.\nYou tried this before:\nwrong\n');
});

test('a file is loaded with the fields that its program gives', async () => {
  const path = join(import.meta.dirname, '../../examples/prompts/solver.md');
  const fromFile = await loadTemplate(path, { fields: ['problem', 'feedback?', 'tone?'] });
  fromFile.render({ problem: 'it' });
  expect(fromFile.id).toBe('solver');
});

test('a variant is chosen for each call', async () => {
  const model = echo();
  const { choose } = variants('solver', [
    { name: 'steps', template: template('Solve {{problem}} step by step.') },
    { name: 'bold', template: template('Solve {{problem}}. Try a bold guess first.'), weight: 0.2 },
    { name: 'gemini', template: template('Solve {{problem}}. Be brief.'), models: ['gemini/*'] },
  ]);
  const choice = choose({ model: 'openai/gpt-6-luna', key: 'user 7' });
  const variant = choice.render({ problem });
  await model.complete(variant.text, { prompt: variant.prompt });
  expect(['steps', 'bold']).toContain(choice.variant);
  expect(choose({ model: 'gemini/pro' }).variant).toBe('gemini');
});
