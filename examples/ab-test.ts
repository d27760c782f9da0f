import { model } from 'steadfast';
import { experiment, measuresOf, tellResult, template } from 'steadfast/prompts';

// Two versions of a prompt. The model here says what it is asked, so that a longer prompt gives a longer answer.
const plain = template('Tell me about {{topic}}.', { id: 'plain' });
const wordy = template('Please be so kind and tell me all that there is to be told about {{topic}}.', { id: 'wordy' });
const topics = ['owls', 'the tides', 'the history of the bicycle', 'how a sewing machine makes its stitches'];

const { choose, record, result } = await experiment({
  id: 'topics',
  variants: [
    { name: 'wordy', template: wordy }, // the one that there was
    { name: 'plain', template: plain },
  ],
  effect: 0.2, // differences of less than a fifth of all answers do not matter here
  guardrails: [{ metric: 'latencyMs', worseBy: 0.5, most: 1_000 }],
});

const echo = model('sim/echo');
for (let task = 0; result().verdict.type === 'not-enough-data'; task += 1) {
  const choice = choose({ key: `task ${task}` });
  const { text, prompt } = choice.render({ topic: topics[task % topics.length] ?? '' });
  const reply = await echo.complete(text, { prompt });
  const words = reply.text.split(' ').length;
  await record(choice, { pass: words < 19, ...measuresOf(reply) });
  if (task === 4) console.log(tellResult(result()), '\n');
}
console.log(tellResult(result()));
