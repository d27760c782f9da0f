// A small task as in the Abstraction and Reasoning Corpus, and a model whose other end is rehearsed here: it solves the task
// at its third attempt, whatever the order in which it is shown the examples.
import { rehearse } from '@steadfast/testkit';
import type { Model } from 'steadfast';
import type { Grid } from 'steadfast/feedback';

/** Examples with their outputs, and an input whose output is to be found. */
export const task: { readonly train: readonly { input: Grid; output: Grid }[]; readonly test: Grid } = {
  train: [
    {
      input: [
        [1, 2],
        [3, 4],
      ],
      output: [
        [2, 1],
        [4, 3],
      ],
    },
    { input: [[5, 0, 0]], output: [[0, 0, 5]] },
    { input: [[7], [8]], output: [[7], [8]] },
  ],
  test: [
    [6, 0],
    [0, 9],
  ],
};

/** Examples as a prompt shows them. */
export function written(examples: typeof task.train): string {
  const lines = examples.map(({ input, output }, index) => {
    return `Example ${index + 1}: ${JSON.stringify(input)} gives ${JSON.stringify(output)}`;
  });
  return lines.join('\n');
}

/** What the model answers to a prompt with so many earlier attempts: first copies, then with a slip, then mirror images. */
function answer(prompt: string): string {
  const inputs = Array.from(prompt.matchAll(/^(?:Example \d+|Test): (\[.*?\])(?: gives |$)/gm), ([, grid = '[]']) =>
    parsed(grid),
  );
  const attempts = prompt.split('<attempt ').length - 1;
  const outputs = inputs.map((grid, index) =>
    attempts === 0 ? grid : attempts === 1 && index === 1 ? [[9]] : grid.map((row) => row.toReversed()),
  );
  return JSON.stringify({ train: outputs.slice(0, -1), test: outputs.at(-1) });
}

function parsed(text: string): Grid {
  const grid: Grid = JSON.parse(text);
  return grid;
}

/** The model: a rehearsal that answers by itself. */
export const solver: Model = (() => {
  const { model, next } = rehearse('rehearsal/solver');
  void (async () => {
    for (;;) {
      const call = await next();
      call.reply(answer(call.said));
    }
  })();
  return model;
})();
