// Works on a made task in a process of its own, and ends it by SIGKILL: behind the entry of the log that is named, or, with
// the number of a call, while that call is under way.
import { appendFileSync } from 'node:fs';
import type { Completion, Model } from 'steadfast';
import { ModelError, textOf, toCompletion, toRequest, usageOf } from 'steadfast/model';
import { isRefineEntry, refine } from 'steadfast/refine';
import type { RefineEntry } from 'steadfast/refine';
import { fileLog } from 'steadfast/store';
import type { Log } from 'steadfast/store';
import { expertOf, judgingOf, predicted, questionIn } from './arc-solving.ts';
import { madeTasks } from './arc-tasks.ts';

const [logPath = '', callsPath = '', killedAt = '', killedIn = ''] = process.argv.slice(2);
const task = madeTasks[1];
if (task === undefined) throw new Error('There is no task.');

function kill(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

const complete = async (input: Parameters<Model['complete']>[0]): Promise<Completion> => {
  const said = toRequest(input).messages.map(({ content }) => textOf(content));
  const { key, shown } = questionIn(said.join('\n'), task);
  appendFileSync(callsPath, `${key}\n`);
  const number = Number(/attempt (\d+)/.exec(key)?.[1]);
  if (`${number}` === killedIn) kill();
  const text = predicted(number === 1 ? 'wrong' : number === 2 ? 'better' : 'right', shown, task);
  const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
  const facts = { model: 'sim/solver', attempts: [], adaptations: [], timings };
  return toCompletion(
    { content: [{ type: 'text', text }], finishReason: 'stop', usage: usageOf({ uncached: 100, text: 10 }) },
    facts,
  );
};

const solver: Model = {
  id: 'sim/solver',
  complete,
  stream: () => Promise.reject(new ModelError({ kind: 'invalid-request', message: 'It is not asked to stream.' })),
};

const inner = fileLog(logPath, { accepts: isRefineEntry });
let left = Number(killedAt);
const log: Log<RefineEntry> = {
  read: () => inner.read(),
  append: async (entry) => {
    await inner.append(entry);
    left -= 1;
    if (left === 0) kill();
  },
};

// Tokens are reserved where something limits them.
const limits = killedIn === '' ? undefined : { tokens: 50_000 };
const outcome = await refine({ ...judgingOf(task), experts: [expertOf(task, solver)], limits, log });
console.log(JSON.stringify(outcome));
