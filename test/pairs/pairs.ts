import type { Adaptation } from '../../packages/steadfast/src/model/completion.ts';
import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { chat } from '../../packages/steadfast/src/protocols/chat/chat.ts';
import { gemini } from '../../packages/steadfast/src/protocols/gemini/gemini.ts';
import { messages } from '../../packages/steadfast/src/protocols/messages/messages.ts';
import { ollama } from '../../packages/steadfast/src/protocols/ollama/ollama.ts';
import type { Dialect, Protocol } from '../../packages/steadfast/src/protocols/protocol.ts';
import { responses } from '../../packages/steadfast/src/protocols/responses/responses.ts';
import { recordingsOf } from '../corpus/recordings.ts';
import { chatSays } from './chat-says.ts';
import { geminiSays } from './gemini-says.ts';
import { listedBy } from './listed.ts';
import { lossesOf } from './losses.ts';
import type { Loss } from './losses.ts';
import { messagesSays } from './messages-says.ts';
import { ollamaSays } from './ollama-says.ts';
import { responsesSays } from './responses-says.ts';
import type { Statement, Wire } from './statement.ts';

/** One end of a trip. */
export interface End {
  readonly protocol: Pick<Protocol, 'readRequest' | 'writeRequest'>;
  /** What a body says, by the checker's own table. */
  readonly says: (body: Wire) => readonly Statement[];
  readonly family: string;
  /** The model that is asked where the request comes from another protocol. */
  readonly model: string;
  /** The corpus's names of the protocol. */
  readonly recorded: readonly string[];
  /** Default: the protocol's own. */
  readonly dialect?: Dialect;
}

/** The ends by protocol. */
export const ends: Readonly<Record<ProtocolId, End>> = {
  chat: { protocol: chat, says: chatSays, family: 'openai', model: 'gpt-6', recorded: ['openai-chat'] },
  responses: {
    protocol: responses,
    says: responsesSays,
    family: 'openai',
    model: 'gpt-6',
    recorded: ['openai-responses'],
  },
  messages: {
    protocol: messages,
    says: messagesSays,
    family: 'anthropic',
    model: 'claude-sonnet-5-5',
    recorded: ['anthropic-messages', 'anthropic-vertex'],
  },
  gemini: {
    protocol: gemini,
    says: geminiSays,
    family: 'google',
    model: 'gemini-3.5-pro',
    recorded: ['gemini-generate', 'gemini-stream'],
  },
  ollama: {
    protocol: ollama,
    says: ollamaSays,
    family: 'ollama',
    model: 'llama4',
    recorded: ['ollama-chat', 'ollama-generate'],
  },
};

/** Servers and models that take less than, or otherwise than, the first provider of their protocol. */
export const variants: Readonly<Record<string, End>> = {
  'chat of another family': { ...ends.chat, family: 'groq' },
  'chat that takes reasoning back': {
    ...ends.chat,
    family: 'deepseek',
    dialect: { reasoningField: 'reasoning_content', maxTokensField: 'max_tokens', schemaDialect: 'json-schema' },
  },
  'chat with reasoning in details': {
    ...ends.chat,
    family: 'openrouter',
    dialect: { reasoningField: 'reasoning_details', effortField: 'reasoning' },
  },
  'responses of another family': { ...ends.responses, family: 'xai' },
  'messages that take fewer blocks': { ...ends.messages, dialect: { strictContent: true } },
  'gemini that thinks by tokens': { ...ends.gemini, model: 'gemini-2.5-flash' },
  'gemini without instructions': { ...ends.gemini, model: 'gemma-3-27b' },
};

/** What became of one request. */
export interface Trip {
  readonly adaptations: readonly Adaptation[];
  /** What was lost and is not listed, one line each. */
  readonly losses: readonly string[];
}

/**
 * Takes a body from one protocol to another and reads it there again: what it said must have been said on the wire, and
 * must be what is read from it, or be listed. @throws ModelError for a body that is refused
 */
export function trip(body: Wire, from: End, to: End, model: string = to.model): Trip {
  const there = leg(body, from, to, model);
  const back = leg(there.body, to, to, model);
  return {
    adaptations: there.adaptations,
    losses: [...there.losses, ...back.losses.map((line) => `read again: ${line}`)],
  };
}

function leg(body: Wire, from: End, to: End, model: string): Trip & { readonly body: Wire } {
  const { request, stream } = from.protocol.readRequest(body);
  const written = to.protocol.writeRequest(request, { model, stream, family: to.family, dialect: to.dialect ?? {} });
  const sent: Wire = JSON.parse(JSON.stringify(written.body));
  const isListed = listedBy(written.adaptations, request);
  const losses = lossesOf(from.says(body), to.says(sent), isListed).map(lineOf);
  return { body: sent, adaptations: written.adaptations, losses };
}

function lineOf({ statement: { path, topic, value }, what }: Loss): string {
  return `${path} ${what}: ${topic.slice(0, 160)} = ${JSON.stringify(value).slice(0, 120)}`;
}

/** What became of all requests that were sent to one end. */
export interface Tried {
  readonly tried: number;
  readonly adaptations: number;
  readonly refused: number;
  /** Files whose requests lost something in silence. */
  readonly losing: readonly { readonly file: string; readonly lines: readonly string[] }[];
}

/** What became of all requests of a pair. */
export interface PairResult extends Tried {
  readonly from: ProtocolId;
  readonly to: ProtocolId;
}

/** Sends all recorded requests of a protocol to an end; to its own, each to the model that it was recorded with. */
export function tryAll(from: ProtocolId, to: End): Tried {
  let tried = 0;
  let adaptations = 0;
  let refused = 0;
  const losing: { file: string; lines: readonly string[] }[] = [];
  for (const { file, request, model, status } of recordingsOf(...ends[from].recorded)) {
    if (request === undefined) continue;
    // Where the path names the model, the body need not.
    const body = from === 'gemini' ? request : { model, ...request };
    try {
      const result = trip(body, ends[from], to, to === ends[from] ? model : undefined);
      tried += 1;
      adaptations += result.adaptations.length;
      if (result.losses.length > 0) losing.push({ file, lines: result.losses });
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== 'invalid-request' || status < 400) {
        losing.push({ file, lines: [String(error)] });
      }
      refused += 1;
    }
  }
  return { tried, adaptations, refused, losing };
}

/** Sends all recorded requests of a protocol to another. */
export function tryPair(from: ProtocolId, to: ProtocolId): PairResult {
  return { from, to, ...tryAll(from, ends[to]) };
}

/** All protocols. */
export const protocolIds: readonly ProtocolId[] = ['chat', 'responses', 'messages', 'gemini', 'ollama'];

/** Tries every ordered pair. */
export function tryPairs(): PairResult[] {
  return protocolIds.flatMap((from) => protocolIds.map((to) => tryPair(from, to)));
}

/** What was found, for people: a table, and below it each loss by its file. */
export function tableOf(results: readonly PairResult[]): string {
  const cell = (text: string): string => text.padStart(18);
  const rows = protocolIds.map((from) => {
    const cells = results
      .filter((result) => result.from === from)
      .map(({ tried, adaptations, losing }) => cell(`${tried} / ${adaptations} / ${countOf(losing)}`));
    return `${from.padEnd(10)}${cells.join('')}`;
  });
  const lost = results.flatMap(({ from, to, losing }) =>
    losing.flatMap(({ file, lines }) => [`${from} → ${to}: ${file}`, ...lines.map((line) => `    ${line}`)]),
  );
  const refused = results.filter(({ to }) => to === 'chat').reduce((sum, result) => sum + result.refused, 0);
  return [
    'Each cell: requests tried / adaptations listed / losses that are not listed. Rows are read, columns written.',
    '',
    `${''.padEnd(10)}${protocolIds.map((to) => cell(to)).join('')}`,
    ...rows,
    '',
    `${refused} requests, which their providers refused, are refused here as well.`,
    ...lost,
    '',
  ].join('\n');
}

function countOf(losing: PairResult['losing']): number {
  return losing.reduce((sum, { lines }) => sum + lines.length, 0);
}
