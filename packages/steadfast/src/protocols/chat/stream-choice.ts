import type { FinishReason } from '../../model/completion.ts';
import { asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { readAudio, readImage } from './assistant-read.ts';
import { readFinishReason } from './finish-reason.ts';
import { stateOf } from './private-state.ts';
import type { ChatState } from './private-state.ts';
import { detailsOf, mergeDetails, readThinking, reasoningFieldOf, textOfDetails } from './reasoning.ts';
import { StreamFacts } from './stream-facts.ts';
import { fragmentsOf, StreamToolCalls } from './stream-tool-calls.ts';
import type { CallHost } from './stream-tool-calls.ts';

type Emit = (part: StreamPart) => void;

/** Reads the deltas of one of the replies in a stream. Its parts end only when the whole stream does. */
export class StreamChoice implements CallHost {
  /** Which reply this is; absent for the first. */
  readonly choice: number | undefined;
  readonly replyId: string | undefined;
  /** The `finish_reason` as the server gave it; `undefined` as long as it gave none. */
  rawReason: string | undefined;
  readonly #family: string;
  readonly #toolCalls: StreamToolCalls;
  #blocks = 0;
  #text = -1;
  #refusal = -1;
  #reasoning = -1;
  #sound = -1;
  #reasoningField: ChatState['field'];
  #thinking: JsonObject | undefined;
  readonly #details: JsonObject[] = [];
  readonly #facts = new StreamFacts();

  constructor(index: number, replyId: string | undefined, family: string) {
    this.choice = index === 0 ? undefined : index;
    this.replyId = replyId;
    this.#family = family;
    this.#toolCalls = new StreamToolCalls(this);
  }

  /** The place of the next part in the reply's content. */
  nextBlock(): number {
    return this.#blocks++;
  }

  /** Reads one entry of a chunk's `choices`. */
  read(entry: JsonObject, emit: Emit): void {
    const { delta, finish_reason: finish, logprobs } = entry;
    if (typeof finish === 'string' && (finish !== '' || this.rawReason === undefined)) this.rawReason = finish;
    if (isObject(delta)) this.#readDelta(delta, emit);
    if (isObject(logprobs)) this.#facts.addLogprobs(logprobs);
  }

  /** Says where the answer's sources stand; each chunk names all of them again. */
  cite(citations: JsonArray): void {
    this.#facts.citations = citations;
  }

  /** Ends all parts and says why the reply ended. */
  end(emit: Emit): FinishReason {
    const { choice } = this;
    for (const part of readAudio(this.#facts.audio, this.#family)) this.#addPart(part, this.#sound, emit);
    if (this.#reasoning >= 0) emit({ type: 'part-end', block: this.#reasoning, choice, state: this.#reasoningState() });
    if (this.#text >= 0) {
      emit({ type: 'part-end', block: this.#text, choice, state: this.#facts.textState(this.#family) });
    }
    if (this.#refusal >= 0) {
      emit({ type: 'part-end', block: this.#refusal, choice, state: stateOf(this.#family, { type: 'refusal' }) });
    }
    this.#toolCalls.end(emit, this.#family);
    return readFinishReason(this.rawReason, { toolCalls: this.#toolCalls.any, refusal: this.#refusal >= 0 });
  }

  #readDelta(delta: JsonObject, emit: Emit): void {
    const { content, refusal, images } = delta;
    this.#readReasoning(delta, emit);
    if (typeof content === 'string') this.#addText(content, emit);
    else if (isArray(content)) this.#readContent(content, emit);
    if (typeof refusal === 'string') this.#addRefusal(refusal, emit);
    for (const fragment of fragmentsOf(delta)) if (isObject(fragment)) this.#readCall(fragment, emit);
    if (isArray(images)) for (const image of images) this.#addImage(image, emit);
    this.#facts.read(delta);
    if (this.#sound < 0 && this.#facts.audio !== undefined) this.#sound = this.nextBlock();
  }

  /** A server that gives an empty reason with every chunk has not ended while content still comes. */
  #goOn(): void {
    if (this.rawReason === '') this.rawReason = undefined;
  }

  #addText(text: string, emit: Emit): void {
    if (text === '') return;
    if (this.#text < 0) this.#text = this.nextBlock();
    this.#goOn();
    emit({ type: 'text-delta', block: this.#text, choice: this.choice, text });
  }

  #addRefusal(text: string, emit: Emit): void {
    if (text === '') return;
    if (this.#refusal < 0) this.#refusal = this.nextBlock();
    this.#goOn();
    emit({ type: 'text-delta', block: this.#refusal, choice: this.choice, text });
  }

  #addReasoning(text: string, emit: Emit): void {
    if (this.#reasoning < 0) this.#reasoning = this.nextBlock();
    if (text === '') return;
    this.#goOn();
    emit({ type: 'reasoning-delta', block: this.#reasoning, choice: this.choice, text });
  }

  #addPart(part: AssistantPart, block: number, emit: Emit): void {
    emit({ type: 'part-add', block, choice: this.choice, part });
    emit({ type: 'part-end', block, choice: this.choice, state: part.state });
  }

  #addImage(image: JsonValue, emit: Emit): void {
    for (const part of readImage(image, this.#family)) this.#addPart(part, this.nextBlock(), emit);
  }

  #readCall(fragment: JsonObject, emit: Emit): void {
    this.#goOn();
    this.#toolCalls.read(fragment, emit);
  }

  #readReasoning(delta: JsonObject, emit: Emit): void {
    const field = reasoningFieldOf(delta);
    const details = detailsOf(delta);
    if (details !== undefined) mergeDetails(this.#details, details);
    if (field !== undefined) {
      this.#reasoningField = field;
      this.#addReasoning(asString(delta[field]) ?? '', emit);
    } else if (details !== undefined) {
      this.#addReasoning(textOfDetails(details), emit);
    }
  }

  #readContent(content: JsonArray, emit: Emit): void {
    for (const part of content) {
      if (!isObject(part)) continue;
      if (part.type === 'thinking') this.#readThinking(part, emit);
      else if (part.type === 'image_url') this.#addImage(part, emit);
      else if (typeof part.text === 'string') this.#addText(part.text, emit);
    }
  }

  #readThinking(part: JsonObject, emit: Emit): void {
    const { text, state } = readThinking(part, this.#family);
    const { thinking: _thinking, ...own } = asObject(asObject(state?.value).part);
    if (Object.keys(own).length > 0) this.#thinking = own;
    this.#reasoningField = 'thinking';
    this.#addReasoning(text, emit);
  }

  #reasoningState(): OpaqueState | undefined {
    const details = this.#details.length === 0 ? undefined : this.#details;
    const own: ChatState = { field: this.#reasoningField, reasoning_details: details, part: this.#thinking };
    return this.#facts.foreignReasoning ?? stateOf(this.#family, own);
  }
}
