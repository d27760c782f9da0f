import { eachFeedback, gridFeedback } from 'steadfast/feedback';
import { object, readText } from 'steadfast/output';
import { template } from 'steadfast/prompts';
import { refine, toldAttempts } from 'steadfast/refine';
import { z } from 'zod';
import { solver, task, written } from './mirror-task.ts'; // put model('openai/gpt-6-luna') here, and a task of your own

const prompt =
  template(`What makes the outputs of the inputs? Give {"train": [an output for each example], "test": grid}.
{{examples}}
Test: {{test}}
{{#attempts}}
Your attempts so far, the best last. Learn from what was wrong:
{{attempts}}{{/attempts}}`);

const grid = z.array(z.array(z.number()));
const form = object(z.object({ train: z.array(grid), test: grid }));

const outcome = await refine({
  experts: [solver, solver, solver].map((model) => ({
    model,
    request: (attempts, { order }) => {
      const examples = written(order(task.train));
      return prompt.render({ examples, test: JSON.stringify(task.test), attempts: toldAttempts(attempts) });
    },
  })),
  extract: ({ text }) => readText(form, text),
  check: ({ train, test }, { order }) => ({
    ...eachFeedback(order(task.train), ({ output }, index, options) => gridFeedback(train[index], output, options)),
    vote: test,
  }),
  limits: { calls: 30, timeMs: 600_000 },
});

console.log(outcome.ended, JSON.stringify(outcome.answer?.test), `after ${outcome.spent.calls} calls`);
for (const { name, attempts } of outcome.experts) {
  console.log(`${name}: ${attempts.map(({ score }) => score.toFixed(2)).join(', ')}`);
}
