import { isObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, ReasoningPart, TextPart, ToolCallPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { ownState } from './item-state.ts';
import { MessageItem, wholeItem, writeCall, writeImage, writePiece } from './item-write.ts';

/** Writes what a model said as items of a request, and notes what cannot be said. */
export class SaidWriter {
  readonly #family: string;
  readonly #notes: AdaptationList;
  readonly #items: (JsonObject | MessageItem)[] = [];
  /** Calls whose item holds what came of them, too. */
  readonly #whole = new Set<string>();
  #trailing: string[] = [];

  constructor(family: string, notes: AdaptationList) {
    this.#family = family;
    this.#notes = notes;
  }

  /** Takes the next part; `path` is where it stands in the request. */
  add(part: AssistantPart, path: string): void {
    const { type: kind, state } = part;
    leaveUnsaid(path, { kind, state }, { family: this.#family, language: 'responses' }, this.#notes);
    switch (part.type) {
      case 'text':
        this.#addText(part);
        break;
      case 'reasoning':
        this.#addReasoning(part, path);
        break;
      case 'tool-call':
        this.#addCall(part, path);
        break;
      case 'tool-result':
        if (!this.#whole.has(part.id)) this.#skip(path, "Results of another provider's own tools");
        break;
      case 'image':
        if (ownState(part.state, this.#family).item === undefined) this.#skip(path, 'Images that a model made');
        else this.#push(writeImage(part, this.#family));
        break;
      case 'file':
        this.#skip(path, 'Files that a model made');
        break;
    }
  }

  /** The items of all parts. Reasoning must be followed by what it led to, or the whole request is refused. */
  items(): JsonObject[] {
    for (const path of this.#trailing) {
      this.#items.pop();
      this.#notes.drop(path, 'Reasoning is refused without the item that it led to, which is not there.');
    }
    this.#trailing = [];
    return this.#items.map((item) => (item instanceof MessageItem ? item.forServer() : item));
  }

  #push(item: JsonObject | MessageItem | undefined): void {
    if (item === undefined) return;
    this.#trailing = [];
    this.#items.push(item);
  }

  #skip(path: string, what: string): void {
    this.#notes.dropOnce(path, `${what} cannot be returned to this one.`);
  }

  #addText(part: TextPart): void {
    const own = ownState(part.state, this.#family);
    const piece = writePiece(part, this.#family, 'output_text');
    const last = this.#items.at(-1);
    if (last instanceof MessageItem && last.takes(own)) {
      last.pieces.push(piece);
      return;
    }
    const message = new MessageItem(isObject(own.item) ? own.item : undefined);
    message.pieces.push(piece);
    this.#push(message);
  }

  #addReasoning(part: ReasoningPart, path: string): void {
    const item = wholeItem(part, this.#family);
    if (item === undefined) {
      this.#notes.dropOnce(path, 'Reasoning returns only to the family that it came from, as the item that it was.');
      return;
    }
    const trailing = item.type === 'reasoning' ? [...this.#trailing, path] : [];
    this.#push(item);
    this.#trailing = trailing;
  }

  #addCall(part: ToolCallPart, path: string): void {
    const item = wholeItem(part, this.#family);
    if (item !== undefined) this.#whole.add(part.id);
    if (item === undefined && part.providerExecuted === true) this.#skip(path, "Calls of another provider's own tools");
    else this.#push(item ?? writeCall(part, this.#family));
  }
}
