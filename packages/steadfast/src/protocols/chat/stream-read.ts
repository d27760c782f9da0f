import { ModelError } from '../../model/error.ts';
import { isArray, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { classifyInBand } from '../classify.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece, invalidReply } from '../reply-error.ts';
import { citationsOf, isReported } from './reply-read.ts';
import { StreamChoice } from './stream-choice.ts';
import { readUsage } from './usage.ts';

type Emit = (part: StreamPart) => void;

/** Reads a stream of chat chunks. It is over with `[DONE]`, or with the end of the body once each reply has its reason. */
export class ChatStreamReader implements StreamReader {
  readonly #family: string;
  readonly #choices: StreamChoice[] = [];
  #finished = false;
  #started = false;
  #heard = false;
  #id: string | undefined;
  #usage: JsonObject | undefined;

  constructor(family: string) {
    this.#family = family;
  }

  get finished(): boolean {
    return this.#finished;
  }

  read(event: string, data: string, emit: Emit): void {
    if (this.#finished || data === '') return;
    if (data === '[DONE]') {
      this.#finish(emit);
      return;
    }
    const chunk = parseJson(data);
    if (!isObject(chunk)) {
      if (isUnknownEvent(event)) return;
      throw invalidPiece(data);
    }
    if (event === 'error' || isReported(chunk)) throw new ModelError(classifyInBand(chunk));
    this.#readChunk(chunk, emit);
  }

  end(emit: Emit): void {
    if (this.#finished) return;
    if (!this.#heard) throw invalidReply('The stream is empty: it ended without a single event.');
    if (this.#choices.length > 0 && this.#choices.every(({ rawReason }) => rawReason !== undefined)) {
      this.#finish(emit);
      return;
    }
    throw interruptedReply('The stream ended before the reply was complete: no finish reason and no [DONE] came.');
  }

  #readChunk(chunk: JsonObject, emit: Emit): void {
    const { choices, usage, x_groq: groq } = chunk;
    this.#heard = true;
    if (isObject(usage)) this.#usage = usage;
    else if (isObject(groq) && isObject(groq.usage)) this.#usage = groq.usage;
    if (!this.#started) this.#start(chunk, emit);
    if (!isArray(choices)) return;
    for (const entry of choices) if (isObject(entry)) this.#choiceAt(entry.index).read(entry, emit);
    const citations = citationsOf(chunk);
    if (citations !== undefined) this.#choices[0]?.cite(citations);
  }

  /** Says that the answer begins: not on a first chunk that holds nothing but filter results and no id (Azure). */
  #start({ id, model, choices }: JsonObject, emit: Emit): void {
    const named = typeof id === 'string' && id !== '';
    if (!named && !(isArray(choices) && choices.length > 0)) return;
    this.#started = true;
    this.#id = named ? id : undefined;
    const answeredBy = typeof model === 'string' && model !== '' ? model : undefined;
    emit({ type: 'response-start', id: this.#id, answeredBy });
  }

  #choiceAt(index: JsonValue | undefined): StreamChoice {
    const at = typeof index === 'number' && index >= 0 && index < longestChoices ? index : 0;
    let choice = this.#choices[at];
    while (choice === undefined) {
      const next = this.#choices.length;
      this.#choices.push(new StreamChoice(next, this.#id, this.#family));
      choice = this.#choices[at];
    }
    return choice;
  }

  #finish(emit: Emit): void {
    const [first, ...others] = this.#choices;
    if (first === undefined) throw invalidReply('The reply is empty: its stream holds no choices.');
    for (const other of others) {
      const reason = other.end(emit);
      emit({ type: 'choice-end', choice: other.choice ?? 0, reason, rawReason: other.rawReason });
    }
    const reason = first.end(emit);
    this.#finished = true;
    emit({ type: 'finish', reason, rawReason: first.rawReason, usage: readUsage(this.#usage) });
  }
}

/** More replies than any server gives to one request (OpenAI allows 128). */
const longestChoices = 1024;

function isUnknownEvent(event: string): boolean {
  return event !== '' && event !== 'message' && event !== 'error' && event !== 'data';
}
