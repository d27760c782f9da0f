import type { JsonObject } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type { AssistantMessage, Message, ToolMessage, ToolResultPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { ownFields } from '../private-state.ts';
import { ContentWriter } from './content-write.ts';
import type { ModelRules } from './model-rules.ts';
import { candidateFacts } from './part-state.ts';
import { mediaOf } from './tool-result.ts';

interface Turn {
  readonly kind: 'user' | 'results' | 'model';
  readonly parts: JsonObject[];
}

/** The fields of a request that say the conversation. */
export interface WrittenContents {
  readonly systemInstruction?: JsonObject;
  readonly contents: readonly JsonObject[];
  readonly continuationToken?: string;
}

/**
 * Writes the messages: all of the system's become the one `systemInstruction`; messages of one role that follow each
 * other become one turn; results of tools stand in a turn of their own, in the order of their calls.
 */
export function writeContents(
  messages: readonly Message[],
  family: string,
  rules: ModelRules,
  notes: AdaptationList,
): WrittenContents {
  const continuationToken = tokenOf(messages.at(-1), family);
  // The same request goes again with the token, which stands for what the model has said.
  const asked = continuationToken === undefined ? messages : messages.slice(0, -1);
  const conversation = new Conversation(family, rules, notes);
  asked.forEach((message, index) => conversation.add(message, `messages[${index}]`));
  return { ...conversation.written(), continuationToken };
}

/** The token with which a reply that the provider paused is gone on with. */
function tokenOf(last: Message | undefined, family: string): string | undefined {
  if (last?.role !== 'assistant' || typeof last.content === 'string') return undefined;
  for (const { state } of last.content) {
    const token = candidateFacts(ownFields(state, family))?.continuationToken;
    if (typeof token === 'string') return token;
  }
  return undefined;
}

class Conversation {
  readonly #rules: ModelRules;
  readonly #notes: AdaptationList;
  readonly #writer: ContentWriter;
  readonly #system: JsonObject[] = [];
  readonly #turns: Turn[] = [];
  /** Names of calls by id, and ids in the order of the calls of the last turn. */
  readonly #names = new Map<string, string>();
  #order: string[] = [];
  /** The results of the turn, with the places of their calls. */
  #answers: { readonly place: number; readonly part: JsonObject; readonly media: readonly JsonObject[] }[] = [];

  constructor(family: string, rules: ModelRules, notes: AdaptationList) {
    this.#rules = rules;
    this.#notes = notes;
    this.#writer = new ContentWriter(family, rules, notes);
  }

  add(message: Message, path: string): void {
    if ('name' in message && message.name !== undefined)
      this.#notes.drop(`${path}.name`, 'Gemini has no names of speakers.');
    if (message.role !== 'tool') this.#endResults();
    const contentPath = `${path}.content`;
    switch (message.role) {
      case 'system':
        this.#noteSystem(path);
        this.#system.push(...this.#writer.instructions(partsOf(message.content), contentPath));
        break;
      case 'user':
        this.#append('user', this.#writer.said(partsOf(message.content), contentPath));
        break;
      case 'assistant':
        this.#note(message);
        this.#append('model', this.#writer.modelParts(partsOf(message.content), contentPath));
        break;
      case 'tool':
        this.#collect(message, contentPath);
    }
  }

  written(): Pick<WrittenContents, 'systemInstruction' | 'contents'> {
    this.#endResults();
    const turns = this.#turns.map(({ kind, parts }) => ({ role: kind === 'model' ? 'model' : 'user', parts }));
    if (this.#system.length === 0) return { contents: turns };
    if (this.#rules.hasSystemInstruction) return { systemInstruction: { parts: this.#system }, contents: turns };
    const [first, ...others] = turns;
    if (first?.role !== 'user') return { contents: [{ role: 'user', parts: this.#system }, ...turns] };
    return { contents: [{ role: 'user', parts: [...this.#system, ...first.parts] }, ...others] };
  }

  #noteSystem(path: string): void {
    if (!this.#rules.hasSystemInstruction) {
      this.#notes.changeOnce(path, 'The model takes no system instruction; the user says it first.');
    } else if (this.#turns.length > 0) {
      this.#notes.change(path, 'Gemini has one system instruction; this is added to it.');
    }
  }

  #append(kind: Turn['kind'], parts: readonly JsonObject[]): void {
    const last = this.#turns.at(-1);
    if (last?.kind === kind) last.parts.push(...parts);
    else if (parts.length > 0) this.#turns.push({ kind, parts: [...parts] });
  }

  #note({ content }: AssistantMessage): void {
    const calls = partsOf(content).flatMap((part) => (part.type === 'tool-call' ? [part] : []));
    this.#order = calls.map(({ id }) => id);
    for (const { id, name } of calls) this.#names.set(id, name);
  }

  #collect({ content }: ToolMessage, path: string): void {
    for (const [index, result] of content.entries()) {
      const place = `${path}[${index}]`;
      const part = this.#writer.result(result, this.#nameOf(result), place);
      const media = this.#rules.hasSignedCalls ? [] : this.#writer.said(mediaOf(result), `${place}.output`);
      if (media.length > 0) {
        this.#notes.change(
          `${place}.output`,
          'The model takes no images or files in results; they follow behind them.',
        );
      }
      this.#answers.push({ place: this.#place(result), part, media });
    }
  }

  /** The results are all here: puts them in the order of their calls. */
  #endResults(): void {
    const answers = this.#answers.toSorted((a, b) => a.place - b.place);
    this.#answers = [];
    this.#append(
      'results',
      answers.map(({ part }) => part),
    );
    this.#append(
      'user',
      answers.flatMap(({ media }) => media),
    );
  }

  #place({ id }: ToolResultPart): number {
    const place = this.#order.indexOf(id);
    return place < 0 ? this.#order.length : place;
  }

  #nameOf({ id, name }: ToolResultPart): string {
    return name ?? this.#names.get(id) ?? id;
  }
}
