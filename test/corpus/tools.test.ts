import { expect, test } from 'vitest';
import { asString, isObject, parseJson } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import type { Model } from '../../packages/steadfast/src/model/model.ts';
import { createModels } from '../../packages/steadfast/src/providers/models.ts';
import { runTools } from '../../packages/steadfast/src/tools/run-tools.ts';
import { tool } from '../../packages/steadfast/src/tools/tool.ts';
import type { Transport } from '../../packages/steadfast/src/wire/transport.ts';
import { chatFacts, dataLines } from './chat-oracle.ts';
import { factsOfPieces, piecesOf } from './gemini-oracle.ts';
import { factsOfBody, factsOfStream } from './messages-oracle.ts';
import { linesOf, ollamaFacts } from './ollama-oracle.ts';
import { corpusFolder, recordingsOf, withoutCorpus } from './recordings.ts';
import type { Recording } from './recordings.ts';
import { responsesFacts } from './responses-oracle.ts';

/** The corpus's names of the protocols, and a model of ours that speaks each. */
const spoken: Readonly<Record<string, { readonly protocol: ProtocolId; readonly name: string }>> = {
  'openai-chat': { protocol: 'chat', name: 'openai/gpt-4o' },
  'openai-responses': { protocol: 'responses', name: 'openai/gpt-4o' },
  'anthropic-messages': { protocol: 'messages', name: 'anthropic/claude-haiku-5-5' },
  'gemini-generate': { protocol: 'gemini', name: 'google/gemini-2.5-flash' },
  'gemini-stream': { protocol: 'gemini', name: 'google/gemini-2.5-flash' },
  'ollama-chat': { protocol: 'ollama', name: 'ollama/qwen3' },
};

interface Called {
  readonly name: string;
  readonly input: unknown;
}

/** The calls that a recorded reply makes, read by the oracles, which share no code with the library. */
function recordedCalls(recording: Recording): readonly Called[] {
  const { protocol, body, streamed } = recording;
  switch (spoken[protocol]?.protocol) {
    case 'chat':
      return chatFacts(recording).replies[0]?.calls ?? [];
    case 'responses':
      return responsesFacts(recording).calls;
    case 'messages': {
      const facts = streamed === undefined ? factsOfBody(body) : factsOfStream(streamed.replaceAll('\r\n', '\n'));
      const own = namesOfOwnCalls(
        streamed === undefined ? body : dataLines(streamed).map((data) => parseJson(data) ?? null),
      );
      return facts.calls.filter(({ name }) => own.has(name));
    }
    case 'gemini':
      return factsOfPieces(streamed === undefined ? [body] : piecesOf(streamed)).calls;
    default:
      return ollamaFacts(streamed === undefined ? [body] : linesOf(streamed)).calls;
  }
}

/** The provider's own calls are of other types. */
function namesOfOwnCalls(value: JsonValue | undefined): Set<string> {
  const names = new Set<string>();
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    if (isObject(inner) && inner.type === 'tool_use') names.add(asString(inner.name) ?? '');
    for (const member of Object.values(inner)) walk(member);
  };
  walk(value);
  return names;
}

/** Plays a recorded reply to whoever asks. */
function playing({ body, streamed, protocol }: Recording): Transport {
  const isLines = spoken[protocol]?.protocol === 'ollama';
  const type = streamed === undefined ? 'application/json' : isLines ? 'application/x-ndjson' : 'text/event-stream';
  return {
    send: (_request, handler) => {
      const steps = [
        () => handler.onHead({ status: 200, headers: { 'content-type': type } }),
        () => handler.onData(Buffer.from(streamed ?? JSON.stringify(body))),
        () => handler.onEnd(),
      ];
      let isPaused = false;
      const go = (): void => {
        if (!isPaused) steps.shift()?.();
        if (!isPaused && steps.length > 0) queueMicrotask(go);
      };
      queueMicrotask(go);
      const resume = (): void => {
        if (isPaused) queueMicrotask(go);
        isPaused = false;
      };
      return { abort: () => steps.splice(0), pause: () => (isPaused = true), resume };
    },
    close: () => Promise.resolve(),
  };
}

function modelOf(recording: Recording): Model {
  const { protocol, name } = spoken[recording.protocol] ?? { protocol: undefined, name: '' };
  const models = createModels({ environment: {}, transport: playing(recording) });
  return models.model(name, { apiKey: 'k', protocol, retry: false, breaker: false });
}

/** Runs one step of the loop on a recorded reply, and gives the calls that came to tools of these names. */
async function madeCalls(recording: Recording, names: readonly string[]): Promise<readonly Called[]> {
  const made: Called[] = [];
  const tools = names.map((name) =>
    tool({ name, input: anything, effects: 'none', run: (input) => made.push({ name, input }) }),
  );
  const run = runTools({ model: modelOf(recording), request: 'Go on.', tools, maxSteps: 1, concurrency: 1 });
  if (recording.streamed !== undefined) for await (const _event of run);
  await run.result;
  return made;
}

const anything: JsonObject = {};

/** Recordings that are passed over, and why. */
const passedOver: Readonly<Record<string, string>> = {
  'anthropic--anthropic-messages--stream--parallel-tool-calls--7005adfc82.json': 'its server began another reply in it',
  'openai--openai-responses--json--tool-call--b8ebd96b41.json': 'in its namespace, the tool is called tools__…',
};

/** What a recorded input says, which may be free text; `undefined` for one that was cut, on which no tool may run. */
function said(input: unknown, isCut: boolean): unknown {
  if (typeof input !== 'string') return input;
  const value = input === '' && !isCut ? {} : parseJson(input);
  return value === undefined && !isCut ? input : value;
}

const folder = corpusFolder();
const title = 'recorded exchanges with tools, streamed and not, give the recorded calls';

test.skipIf(folder === undefined)(
  folder === undefined ? withoutCorpus : title,
  async () => {
    const wrong: string[] = [];
    const counts = { whole: 0, streamed: 0, calls: 0, cut: 0 };
    for (const recording of recordingsOf(...Object.keys(spoken))) {
      if (recording.status !== 200) continue;
      const recorded = recordedCalls(recording).filter(({ name }) => name !== '');
      if (recorded.length === 0 || passedOver[recording.file] !== undefined) continue;
      const isCut = recording.file.includes('--truncated--');
      const expected = recorded.flatMap(({ name, input }) => {
        const value = said(input, isCut);
        return value === undefined ? [] : [{ name, input: value }];
      });
      counts.cut += recorded.length - expected.length;
      const names = [...new Set(recorded.map(({ name }) => name))];
      counts[recording.streamed === undefined ? 'whole' : 'streamed'] += 1;
      counts.calls += expected.length;
      try {
        const made = await madeCalls(recording, names);
        expect(made).toEqual(expected);
      } catch (error) {
        wrong.push(`${recording.file}: ${String(error)}`.slice(0, 600));
      }
    }
    const { calls, cut, whole, streamed } = counts;
    console.log(`${calls} calls of ${whole} whole and ${streamed} streamed replies; ${cut} that were cut off, refused`);
    expect(wrong).toEqual([]);
  },
  60_000,
);
