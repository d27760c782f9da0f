import { eachFeedback, gridFeedback, isGrid } from 'steadfast/feedback';
import type { Grid } from 'steadfast/feedback';
import { template } from 'steadfast/prompts';
import { toldAttempts } from 'steadfast/refine';
import type { Expert, Extraction, RefineOptions } from 'steadfast/refine';
import type { Model } from 'steadfast';
import { asArray, asObject, parseJson } from '../../packages/steadfast/src/model/json.ts';
import type { ArcTask, Pair } from './arc-tasks.ts';

/** What is predicted of all outputs of a task; the examples in the order of the prompt. */
export interface Prediction {
  readonly train: readonly unknown[];
  readonly test: readonly unknown[];
}

const prompt = template(`{{name}}, {{expert}}, attempt {{number}}
{{examples}}
{{#attempts}}
{{attempts}}{{/attempts}}`);

/** An expert that shows the examples in its own order. */
export function expertOf({ name, train }: ArcTask, model: Model): Expert {
  return {
    model,
    request: (attempts, { expert, number, order }) => {
      const examples = order(train).map(({ input }, index) => `Example ${index + 1}: ${JSON.stringify(input)}`);
      return prompt.render({ name, expert, number, examples: examples.join('\n'), attempts: toldAttempts(attempts) });
    },
  };
}

/** How predictions are read and judged. */
export function judgingOf({ train }: ArcTask): Pick<RefineOptions<Prediction>, 'extract' | 'check'> {
  return {
    extract: ({ text }) => readPrediction(text),
    check: (prediction, { order }) => ({
      ...eachFeedback(order(train), ({ output }, index, options) =>
        gridFeedback(prediction.train[index], output, options),
      ),
      vote: prediction.test,
    }),
  };
}

function readPrediction(text: string): Extraction<Prediction> {
  const json = parseJson(text);
  if (json === undefined) return { problem: 'it is not JSON.' };
  const { train, test } = asObject(json);
  return { value: { train: asArray(train), test: asArray(test) } };
}

/** What a prompt of these is about: its first line, and its examples in their order. */
export function questionIn(
  prompt: string,
  { train }: ArcTask,
): { readonly key: string; readonly shown: readonly Pair[] } {
  const [key = ''] = prompt.split('\n');
  const inputs = [...prompt.matchAll(/^Example \d+: (.+)$/gm)].map(([, grid = '']) => grid);
  const left = [...train];
  const shown = inputs.map((grid) => {
    const place = left.findIndex(({ input }) => JSON.stringify(input) === grid);
    const [pair] = left.splice(place, 1);
    if (place < 0 || pair === undefined) throw new Error(`The prompt shows an example that there is not: ${grid}`);
    return pair;
  });
  return { key, shown };
}

/** Outputs that are wrong by so much: `wrong` has nothing right, `better` a slip in each, `right` none. */
export function predicted(quality: 'wrong' | 'better' | 'right', shown: readonly Pair[], { test }: ArcTask): string {
  const spoilt = ({ output }: Pair): Grid => {
    if (quality === 'wrong') return output.map((row) => row.map((cell) => (Number(cell) + 1) % 10));
    const slip = (row: Grid[number]): Grid[number] => [(Number(row[0]) + 1) % 10, ...row.slice(1)];
    return quality === 'right' ? output : output.map((row, y) => (y === 0 ? slip(row) : row));
  };
  const train = shown.map(spoilt);
  const tests = test.map(spoilt);
  if (![...train, ...tests].every(isGrid)) throw new Error('A prediction is no grid.');
  return JSON.stringify({ train, test: tests });
}
