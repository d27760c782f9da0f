import { ModelError, budget, model, withBudget } from 'steadfast';

const echo = model('sim/echo');

// A child draws on its parents: what the task spends, the run has spent too.
const run = budget({ name: 'run', tokens: 1_000, calls: 3 });
const task = run.child({ name: 'task', calls: 2 });
await echo.complete('How much is left?', { budget: task });
console.log(`task: ${task.left.calls} call left, run: ${run.left.calls} calls left, ${run.spent.tokens} tokens spent`);

// A stream ends with the chunk that passes what is left, and what had arrived is kept.
try {
  const stream = await echo.stream('word after word '.repeat(40), { budget: run.child({ name: 'step', tokens: 200 }) });
  await stream.result;
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  console.log(`${error.kind} (${error.code}) after ${error.partial?.text.split(' ').length} words`);
}

// A whole loop by a budget hands back the best that it had when it ended.
const outcome = await withBudget<never, string>({ name: 'loop', calls: 5, within: run }, async ({ budget, keep }) => {
  for (let draft = 1; ; draft += 1) {
    const { text } = await echo.complete(`Draft ${draft}`, { budget });
    keep(text, draft);
  }
});
if (outcome.ended !== 'done')
  console.log(`${outcome.level} has no ${outcome.ended} left; the best was ${outcome.best}`);
