import { join } from 'node:path';
import { model } from 'steadfast';
import { loadTemplate } from 'steadfast/prompts';
import { watch } from 'steadfast/watch';

// The fields that the file has to have: what is given to `render` is checked against them when this is compiled.
const solver = await loadTemplate(join(import.meta.dirname, 'prompts/solver.md'), {
  fields: ['problem', 'feedback?', 'tone?'],
});
const problem = 'Which number comes next? 2, 4, 8 {{and so on}}';
const first = solver.render({ problem });
const second = solver.render({ problem, feedback: 'You said 12; that is 4 too few.', tone: 'cheerful' });
console.log(`${first.text}\n---\n${second.text}`);

// A rendered prompt is a text part, and the record of the call says which template it came from.
const echo = watch({
  record: ({ prompts = [] }) => {
    for (const { id, hash } of prompts) console.log(`${id} in version ${hash}`);
  },
})(model('sim/echo'));
await echo.complete({ messages: [{ role: 'user', content: [second] }] });
