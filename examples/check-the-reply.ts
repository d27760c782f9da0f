import { expect, model, stack } from 'steadfast';

// A reply that fails the check is sent back to the model with what is wrong.
let asked = 0;
const assistant = stack(
  model('sim/echo'),
  expect(({ text }) => {
    asked += 1;
    return text.includes('nothing but the answer') ? undefined : 'It does not say that it is nothing but the answer.';
  }),
);
const { text } = await assistant.complete('A number, please.');
console.log(`asked ${asked} times: ${text.split('\n')[0]}`);
