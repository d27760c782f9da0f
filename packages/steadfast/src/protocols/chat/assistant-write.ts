import { asArray, asObject, asString, isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, FilePart, ImagePart, ReasoningPart, TextPart, ToolCallPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { urlOfSource } from '../data-url.ts';
import { leaveUnsaid } from '../openai-state.ts';
import type { Dialect } from '../protocol.ts';
import { carry, ownState } from './private-state.ts';
import { writeThinking } from './reasoning.ts';
import { writeToolCall } from './tool-calls.ts';
import { takesFreeText } from './tools-write.ts';

/** For whom a model's message is written: back to a server, or out to a client. */
export type AssistantAudience =
  | { readonly kind: 'server'; readonly family: string; readonly reasoningField: Dialect['reasoningField'] }
  | { readonly kind: 'client'; readonly family: string };

type Fields = Record<string, JsonValue | undefined>;

const wordsFirst = 'A chat message has its words before its calls; these stood behind one.';

/** Writes what a model said as one chat message. */
export class AssistantWriter {
  readonly #audience: AssistantAudience;
  readonly #adaptations: AdaptationList;
  readonly #content: JsonObject[] = [];
  readonly #calls: JsonObject[] = [];
  readonly #images: JsonObject[] = [];
  #fields: Fields = {};

  constructor(audience: AssistantAudience, adaptations: AdaptationList) {
    this.#audience = audience;
    this.#adaptations = adaptations;
  }

  /** Takes the next part; `path` is where it stands in the request. */
  add(part: AssistantPart, path: string): void {
    const { family } = this.#audience;
    this.#fields = { ...this.#fields, ...asObject(ownState(part.state, family).message) };
    if (this.#toServer) {
      const { type: kind, state } = part;
      leaveUnsaid(path, { kind, state }, { family, language: 'chat' }, this.#adaptations);
    }
    switch (part.type) {
      case 'text':
        if (this.#toServer && this.#calls.length > 0) this.#adaptations.changeOnce(path, wordsFirst);
        this.#addText(part);
        break;
      case 'reasoning':
        this.#addReasoning(part, path);
        break;
      case 'image':
        this.#addImage(part, path);
        break;
      case 'file':
        this.#addFile(part, path);
        break;
      case 'tool-call':
        this.#addCall(part, path);
        break;
      case 'tool-result':
        this.#skip(path, 'Results of tools that a provider ran itself');
        break;
    }
  }

  /** The message of all parts so far. */
  message(): JsonObject {
    return {
      role: 'assistant',
      content: this.#contentValue(),
      ...this.#fields,
      images: this.#images.length === 0 ? undefined : this.#images,
      tool_calls: this.#calls.length === 0 ? undefined : this.#calls,
    };
  }

  get #toServer(): boolean {
    return this.#audience.kind === 'server';
  }

  #skip(path: string, what: string): void {
    this.#adaptations.dropOnce(path, `${what} cannot be said in a chat message of the assistant.`);
  }

  #addText(part: TextPart): void {
    const own = ownState(part.state, this.#audience.family);
    if (own.type === 'refusal') this.#fields.refusal = (asString(this.#fields.refusal) ?? '') + part.text;
    else this.#content.push({ type: 'text', text: part.text, ...asObject(own.part) });
    if (this.#toServer) return;
    if (own.annotations !== undefined) this.#fields.annotations = own.annotations;
    this.#carry(part, 'text');
  }

  #addCall(part: ToolCallPart, path: string): void {
    const { family } = this.#audience;
    if (part.providerExecuted) {
      this.#skip(path, 'Calls that a provider ran itself');
      return;
    }
    if (this.#toServer && part.form === 'text' && !takesFreeText(family)) {
      this.#adaptations.changeOnce(
        `${path}.input`,
        'The input is free text; it is sent as the member "input" of an object.',
      );
    }
    this.#calls.push(writeToolCall(part, family, !this.#toServer));
  }

  #carry(part: TextPart | ReasoningPart, name: string, length?: number): void {
    const { extra_content: extra } = carry({ [name]: part.state }, this.#audience.family, length);
    if (extra === undefined) return;
    const before = asObject(this.#fields.extra_content);
    const steadfast = { ...asObject(before.steadfast), ...asObject(asObject(extra).steadfast) };
    this.#fields.extra_content = { ...before, steadfast };
  }

  #addReasoning(part: ReasoningPart, path: string): void {
    const { family } = this.#audience;
    const thinking = writeThinking(part, family);
    if (thinking !== undefined) {
      this.#content.push(thinking);
      return;
    }
    const own = ownState(part.state, family);
    const field = this.#reasoningField(own);
    if (field === 'none') {
      this.#skip(path, 'Reasoning');
      return;
    }
    const { reasoning_details: details } = own;
    if (isArray(details)) this.#fields.reasoning_details = [...asArray(this.#fields.reasoning_details), ...details];
    if (field !== undefined && part.text !== '')
      this.#fields[field] = (asString(this.#fields[field]) ?? '') + part.text;
    if (!this.#toServer) this.#carry(part, 'reasoning', part.text.length);
  }

  /** Where the text of reasoning goes: `none` when the server takes none, `undefined` when its details say it already. */
  #reasoningField(own: JsonObject): string | undefined {
    const audience = this.#audience;
    const came = asString(own.field);
    const saidByDetails = came === undefined && own.reasoning_details !== undefined;
    if (audience.kind === 'client') return saidByDetails ? undefined : (came ?? 'reasoning_content');
    if (audience.reasoningField === undefined) return 'none';
    if (saidByDetails) return undefined;
    return audience.reasoningField === 'reasoning_details' ? (came ?? 'reasoning') : audience.reasoningField;
  }

  #addImage({ source, state }: ImagePart, path: string): void {
    const url = urlOfSource(source);
    const own = asObject(ownState(state, this.#audience.family).part);
    if (this.#toServer || url === undefined) this.#skip(path, 'Images');
    else this.#images.push({ type: 'image_url', image_url: { url }, ...own });
  }

  #addFile({ source, state }: FilePart, path: string): void {
    const { audio } = ownState(state, this.#audience.family);
    const { id } = asObject(audio);
    if (this.#toServer && typeof id === 'string') this.#fields.audio = { id };
    else if (this.#toServer || source.kind !== 'base64') this.#skip(path, 'Files');
    else this.#fields.audio = { ...asObject(audio), data: source.data };
  }

  #contentValue(): JsonValue {
    const [first] = this.#content;
    if (first === undefined) return this.#isOtherwiseSaid() ? null : '';
    const plain = this.#content.every((part) => part.type === 'text' && Object.keys(part).length === 2);
    if (!plain || (this.#toServer && this.#content.length > 1)) return this.#content;
    return this.#content.map(({ text }) => asString(text) ?? '').join('');
  }

  #isOtherwiseSaid(): boolean {
    const { refusal, audio } = this.#fields;
    return this.#calls.length > 0 || refusal !== undefined || audio !== undefined;
  }
}
