import { asObject, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type {
  AssistantPart,
  Message,
  SystemMessage,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserPart,
} from '../../model/message.ts';
import { arrayAt, fieldsAt, invalidField, objectAt } from '../request-fields.ts';
import { CallIds } from './call-ids.ts';
import { isCarried, joinedPieces } from './carried-pieces.ts';
import { readModelPart, readUserPart } from './part-read.ts';
import { readResult } from './tool-result.ts';

/** Reads `systemInstruction`: a content whose role means nothing. @throws ModelError of kind `invalid-request` */
export function readSystem(value: JsonValue | undefined, origin: string): SystemMessage[] {
  if (value === undefined) return [];
  const parts = typeof value === 'string' ? [{ text: value }] : partsAt(value, 'systemInstruction');
  const content = parts.flatMap((part) => textsOf(readUserPart(part, origin)));
  return content.length === 0 ? [] : [{ role: 'system', content: plain(content) }];
}

function textsOf(part: UserPart): TextPart[] {
  return part.type === 'text' ? [part] : [];
}

/**
 * Reads the turns of a conversation. Results of tools stand among what the user says; here they are messages of their
 * own, in the same order. Calls without ids get one, and results find their calls by id, else by name and order.
 */
export class ContentsReader {
  readonly #origin: string;
  readonly #messages: Message[] = [];
  /** The calls that are not answered yet. */
  #open: ToolCallPart[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Reads `contents`. @throws ModelError of kind `invalid-request` that names the place */
  read(contents: JsonValue | undefined): Message[] {
    const turns = isObject(contents) ? [contents] : arrayAt(contents, 'contents');
    for (const [index, turn] of turns.entries()) this.#turn(objectAt(turn, `contents[${index}]`), index);
    return this.#messages;
  }

  #turn(turn: JsonObject, index: number): void {
    const path = `contents[${index}]`;
    const { role } = turn;
    const parts = partsAt(turn, path);
    if (role === 'model') this.#model(parts, index);
    else if (role === undefined || role === null || role === 'user' || role === 'function') this.#user(parts, index);
    else throw invalidField(`${path}.role`, '"user" or "model"', role);
  }

  #model(parts: readonly JsonObject[], index: number): void {
    const ids = new CallIds(String(index));
    const content = parts.map((part) => readModelPart(part, this.#origin, ids));
    this.#open = content.flatMap((part) => (part.type === 'tool-call' && part.providerExecuted !== true ? [part] : []));
    this.#messages.push({ role: 'assistant', content: plain(this.#withCarried(content)) });
  }

  /** Callers return the pieces of a stream one by one, even as turns of their own: what a carried state ends is one part. */
  #withCarried(content: readonly AssistantPart[]): readonly AssistantPart[] {
    if (!content.some((part) => isCarried(part, this.#origin))) return content;
    let pieces = content;
    for (let last = this.#messages.at(-1); last?.role === 'assistant'; last = this.#messages.at(-1)) {
      pieces = [...partsOf(last.content), ...pieces];
      this.#messages.pop();
    }
    return joinedPieces(pieces, this.#origin);
  }

  #user(parts: readonly JsonObject[], index: number): void {
    const ids = new CallIds(`result_${index}`);
    let said: UserPart[] = [];
    let results: ToolResultPart[] = [];
    const endSaid = (): void => {
      if (said.length > 0) this.#messages.push({ role: 'user', content: plain(said) });
      said = [];
    };
    const endResults = (): void => {
      if (results.length > 0) this.#messages.push({ role: 'tool', content: results });
      results = [];
    };
    for (const part of parts) {
      if (part.functionResponse === undefined) {
        endResults();
        said.push(readUserPart(part, this.#origin));
      } else {
        endSaid();
        results.push(readResult({ part, id: this.#idOf(asObject(part.functionResponse), ids), origin: this.#origin }));
      }
    }
    if (parts.length === 0) this.#messages.push({ role: 'user', content: [] });
    endSaid();
    endResults();
  }

  #idOf(response: JsonObject, ids: CallIds): string {
    const { id, name } = response;
    const known = this.#open.findIndex((call) => call.id === id);
    const named = this.#open.findIndex((call) => name === undefined || call.name === name);
    const [call] = this.#open.splice(known < 0 ? named : known, known < 0 && named < 0 ? 0 : 1);
    return call?.id ?? ids.next(asString(id));
  }
}

/** The fields without which a part says nothing. */
const names = ['functionCall', 'functionResponse'];

function partsAt(turn: JsonValue, path: string): JsonObject[] {
  const { parts } = objectAt(turn, path);
  const list = isObject(parts) ? [parts] : arrayAt(parts ?? [], `${path}.parts`);
  return list.map((item, index) => {
    const part = fieldsAt(item, `${path}.parts[${index}]`);
    for (const name of names) part.object(name)?.needText('name');
    return part.value;
  });
}

/** One text and nothing more is as good as a string. */
function plain<Part extends { readonly type: string }>(parts: readonly Part[]): string | readonly Part[] {
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || !isPlainText(only)) return parts;
  return only.text;
}

function isPlainText(part: { readonly type: string }): part is TextPart {
  return part.type === 'text' && (!('state' in part) || part.state === undefined);
}
