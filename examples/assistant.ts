import { rehearse } from '@steadfast/testkit';
import { createModels } from 'steadfast';
import { assistant } from 'steadfast/conversation';
import type { AssistantOptions, Strategy } from 'steadfast/conversation';

// One intent, answered from a template, by a model, and by a model that adapts the template.
const shop = {
  personality: {
    name: 'Ada',
    description: 'You answer customers of a parcel service.',
    tone: 'warm',
    traits: [{ name: 'friendly', closings: ['Have a lovely day!'] }, 'professional'],
  },
  intents: {
    parcel: {
      description: 'to know where a parcel is',
      match: ['parcel', /where.*(order|package)/i],
      templates: [
        { text: '{{#friendly}}Good news: {{/friendly}}parcel {{parcel}} is on its way and comes on {{day}}.' },
        { text: 'Parcel {{parcel}} is {{days}} days late.', when: ({ data }) => data['days'] !== undefined },
        { text: '{{parcel}} comes on {{day}}.', brief: true },
      ],
      temperature: 0.7,
      maxOutputTokens: 150,
    },
  },
  rules: { forbidden: ['guarantee'], language: 'en' },
} satisfies AssistantOptions;

const data = { parcel: 'A-17', day: 'Monday' };
const message = 'Where is my parcel? It is a birthday present.';

for (const brief of [false, true]) {
  console.log(brief ? 'for a user who wants it brief' : 'for any user');
  for (const strategy of ['template', 'model', 'hybrid'] as const) {
    const ada = assistant({ ...shop, model: rehearsed(strategy, brief), strategy: () => strategy });
    const reply = await ada.respond({ message, data, context: { user: { brief } } });
    console.log(`  ${reply.strategy.padEnd(8)} ${reply.text}`);
  }
}

// A reply that breaks a rule is asked for once more.
const promising = assistant({
  ...shop,
  model: said('We guarantee Monday.', 'Monday, as far as we know.'),
  strategy: () => 'model',
});
const mended = await promising.respond({ message, data });
console.log(`${mended.text} (${mended.completions.length} replies; the first: ${mended.problems[0]?.message})`);

// With all providers down a hybrid still has its template; a model's reply becomes the safe one.
const models = createModels({ defaults: { retry: false } });
const down = models.fallback(['sim/down', 'sim/down']);
for (const strategy of ['hybrid', 'model'] as const) {
  const ada = assistant({
    ...shop,
    model: down,
    strategy: () => strategy,
    safeReply: 'I am passing you on to a colleague.',
  });
  const { text, fallback = false, shouldEscalate = false } = await ada.respond({ message, data });
  console.log(`${text} ${JSON.stringify({ fallback, shouldEscalate })}`);
}

// The other end of the models: in your program stands a real one, such as model('openai/gpt-6-luna').
function rehearsed(strategy: Strategy, brief: boolean) {
  if (strategy === 'hybrid') {
    return said(
      brief
        ? 'A-17 arrives Monday, in time for the birthday!'
        : 'Good news for the birthday: A-17 is on its way and comes on Monday.',
    );
  }
  return said(
    brief
      ? 'On Monday.'
      : 'How lovely, a birthday present! Your parcel A-17 is moving and should be with you on Monday.',
  );
}

function said(...replies: readonly string[]) {
  const { model, next } = rehearse();
  void (async () => {
    for (const text of replies) (await next()).reply(text);
  })();
  return model;
}
