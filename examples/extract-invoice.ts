import { rehearse } from '@steadfast/testkit';
import { arrayOf, ask, askStream, object, oneOf } from 'steadfast/output';
import { z } from 'zod';

// A rehearsed model, so that it runs without a key: put model('openai/gpt-6-luna') in its place.
const { model, next } = rehearse();
const says = async (...replies: readonly string[]): Promise<void> => {
  for (const reply of replies) (await next()).reply(reply);
};

const invoice = z.object({
  number: z.string(),
  total: z.number(),
  due: z.iso.date(),
});
const letter = 'Dear Ms King, please pay invoice B-12 over 99.50 euros by the first of March 2027.';

// The first reply names a day that is none, and is sent back; the second has to be mended.
void says(
  '{"number":"B-12","total":99.5,"due":"first of March"}',
  "Of course:\n```json\n{'number': 'B-12', 'total': 99.5, 'due': '2027-03-01',}\n```",
);
const { value, replies, mends } = await ask(model, `What is to be paid? ${letter}`, object(invoice));
console.log(`${value.number}: ${value.total.toFixed(2)} by ${value.due}`);
console.log(`${replies} replies; mended: ${mends.join(', ')}`);

void says('friendly');
const tone = await ask(model, `Of what tone is it? ${letter}`, oneOf(['friendly', 'stern']));
console.log(tone.value);

// Elements come as soon as they are whole and fit.
const stream = askStream(model, 'Invent two invoices.', arrayOf(invoice));
const call = await next();
call.text('{"elements":[{"number":"C-1","total":1,"due":"2027-01-01"},{"num');
for await (const { number } of stream.elements) {
  console.log(`${number} is here`);
  if (number === 'C-1') call.reply('ber":"C-2","total":2,"due":"2027-01-02"}]}');
}
