import { fallback, model, safeReply, stack } from 'steadfast';

// The first target is down, the second is told to wait, the third would answer.
const targets = ['sim/down', 'sim/limited', 'sim/echo'].map((name) => model(name, { retry: { retries: 1 } }));
const assistant = stack(fallback(targets), safeReply('We will call you back.'));

const { text, attempts, fallback: isSafeReply = false } = await assistant.complete('Who is there?');
console.log(text, isSafeReply ? '(safe reply)' : '');
for (const { target, kind, outcome, waits } of attempts) {
  const waited = waits.map(({ reason, ms }) => `${reason} ${ms < 1_000 ? 'under' : 'over'} 1 s`).join(', ');
  console.log(`${target}: ${kind ?? outcome}${waited === '' ? '' : ` (${waited})`}`);
}

// When nobody can answer, the safe reply stands in and says so.
const nobody = stack(model('sim/down', { retry: false }), safeReply('We will call you back.'));
const { text: words, shouldEscalate = false } = await nobody.complete('Who is there?');
console.log(words, { shouldEscalate });
