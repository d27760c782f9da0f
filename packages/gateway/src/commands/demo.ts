import { fault, answer as plainly, simulate } from '@steadfast/testkit';
import { createModels, isModelError } from 'steadfast';
import type { Model } from 'steadfast';
import { Journal } from 'steadfast/model';
import type { Message } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import { callLog } from '../call-log.ts';
import { endLine, print, say, styled } from '../terminal.ts';

/** One turn of the demonstration: what goes wrong, and what the model is told, which it says back. */
interface Turn {
  readonly trouble: string;
  readonly words: string;
}

const turns: readonly Turn[] = [
  {
    trouble: 'The provider is asked too often and says how long to wait.',
    words: 'A limit is a wait, and not a failure.',
  },
  { trouble: 'The provider accepts the call and then says nothing.', words: 'Nothing hangs: silence has its bound.' },
  {
    trouble: 'The connection breaks in the middle of the answer.',
    words: 'What you have seen is never glued to another answer.',
  },
  { trouble: 'The provider is down for good.', words: 'Where one house is dark, the next has light.' },
];

/** How the demonstration runs. */
export interface DemoOptions {
  /** How much faster than for people: 1, or more for a test. Default: 1. */
  readonly speed?: number;
}

/**
 * A conversation that survives: two simulated providers on the wire, the real library between, and one trouble after
 * another. Takes about ten seconds; the text goes to stdout, everything that happens on the way to stderr.
 */
export async function demoCommand({ speed = 1 }: DemoOptions = {}): Promise<void> {
  const pace = { tokensPerSecond: 20 * speed };
  const script = [
    fault('429-ms', { ms: 1_200 / speed }),
    plainly(),
    fault('stall-first'),
    plainly(),
    fault('close-mid', { after: 5 }),
    plainly(),
    fault('503'),
  ];
  await using north = await simulate({ script, pace });
  await using south = await simulate({ pace });
  const models = createModels({
    environment: {},
    providers: { north: row('openai', 'north', `${north.url}/v1`), south: row('anthropic', 'south', south.url) },
    defaults: { limits: { firstContentMs: 1_500 / speed }, retry: { failureBaseMs: 500 / speed } },
  });
  say('Two providers: north speaks OpenAI’s protocol, south Anthropic’s. Their models say back what they are told.');
  await converse(models.fallback(['north/echo', 'south/echo'], { id: 'north, else south' }));
  say();
  say('Four troubles, four answers, one broken off and asked for again: none was lost, none was glued.');
  await models.close();
}

function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(`There is no provider ${like}.`);
  return { ...known, id, name: id, baseUrl, environment: { keys: [] }, keyOptional: true };
}

async function converse(model: Model): Promise<void> {
  const history: Message[] = [];
  for (const { trouble, words } of turns) {
    say();
    say(styled('bold', trouble));
    history.push({ role: 'user', content: words });
    const text = await answerTo(model, history);
    history.push({ role: 'assistant', content: text });
  }
}

/** Asks until an answer is whole: one that breaks off after its first word is an error, with what had come. */
async function answerTo(model: Model, messages: readonly Message[]): Promise<string> {
  for (;;) {
    try {
      return await oneAnswer(model, messages);
    } catch (error) {
      if (!isModelError(error) || error.partial === undefined || error.partial.text === '') throw error;
      say(
        styled(
          'yellow',
          `${error.kind}: only ${JSON.stringify(error.partial.text)} had come. It is thrown away and asked for again.`,
        ),
      );
    }
  }
}

async function oneAnswer(model: Model, messages: readonly Message[]): Promise<string> {
  const journal = new Journal(Date.now(), callLog(true));
  const stream = await model.stream({ messages }, { journal });
  let text = '';
  try {
    for await (const piece of stream.text) {
      print(piece);
      text += piece;
    }
  } finally {
    endLine();
  }
  return text;
}
