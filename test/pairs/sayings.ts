import { leavesOf, parentOf } from './statement.ts';
import type { Statement, Wire } from './statement.ts';

/** A call of a tool, as a body says it. */
interface SaidCall {
  readonly id?: string;
  readonly name: string;
  /** The arguments: JSON, or the text of it. */
  readonly input: Wire;
  readonly form?: 'text';
}

/** What a body says of a tool of the caller's own. */
interface SaidTool {
  readonly name?: string;
  readonly description?: string;
  readonly schema?: string;
  readonly strict?: string;
}

/**
 * Collects what one body says. A leaf that nobody asks for is a statement all the same, about the part that it belongs
 * to: so no field is overlooked because nobody thought of it.
 */
export class Sayings {
  readonly body: Wire;
  readonly #statements: Statement[] = [];
  readonly #covered = new Set<string>();
  readonly #owners = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #calls: { readonly id: string | undefined; readonly name: string; isOpen: boolean }[] = [];
  #speaker = '';
  #turn = 0;

  constructor(body: Wire) {
    this.body = body;
  }

  /** Notes who speaks from here on. */
  speak(speaker: string): void {
    if (speaker !== this.#speaker) this.#turn += 1;
    this.#speaker = speaker;
  }

  /** Notes that the value at a path says this; without a value the path says nothing. */
  say(path: string, topic: string, value: Wire, of?: 'conversation'): void {
    if (value === undefined || value === null) return;
    this.#covered.add(path);
    if (value === '') return;
    const speaker = of === undefined ? '' : this.#speaker;
    this.#statements.push({ path, topic, value, turn: of === undefined ? 0 : this.#turn, speaker });
  }

  /** Notes what the body says without a field for it. */
  imply(topic: string, value: Wire): void {
    this.#statements.push({ path: '', topic, value, turn: 0, speaker: '' });
  }

  /** Notes that the value at a path says nothing to the model, or nothing that is not said by its place. */
  silent(path: string): void {
    this.#covered.add(path);
  }

  /** Notes to what the leaves under a path belong. */
  own(path: string, owner: string): void {
    this.#owners.set(path, owner);
  }

  /** The next number of things of a kind, from 0. */
  next(kind: string): number {
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return count;
  }

  /** A piece of words in a stream (`user text`, `assistant reasoning`); its part's other leaves belong to it. */
  words(path: string, part: string, stream: string, text: Wire): void {
    this.say(path, stream, text, 'conversation');
    this.own(part, `${stream} ${JSON.stringify(text)}`);
  }

  /** An image or a file: `{ data, type }`, or `{ at }` for an address or an id. */
  media(part: string, stream: string, value: Wire, ...paths: string[]): void {
    const [first = part, ...others] = paths;
    this.say(first, stream, value, 'conversation');
    for (const path of others) this.silent(path);
    this.own(part, `${stream} ${value.data ?? value.at ?? value.text}`);
  }

  /** Instructions: they stand before the conversation, or within it. */
  system(path: string, part: string, text: Wire): void {
    const isWithin = this.#turn > 0;
    this.say(path, 'system text', text);
    if (isWithin && text) this.#statements.push({ path, topic: 'system place', value: text, turn: 0, speaker: '' });
    this.own(part, `system text ${JSON.stringify(text)}`);
  }

  /** A call of one of the caller's tools; the paths say where its id, name and arguments stand. */
  call(
    part: string,
    call: SaidCall,
    paths: { readonly id: string; readonly name: string; readonly input: string },
  ): void {
    const key = `call[${this.#calls.length}]`;
    this.#calls.push({ id: call.id, name: call.name, isOpen: true });
    this.say(paths.name, `${key}.name`, call.name, 'conversation');
    this.say(paths.id, `${key}.id`, call.id);
    this.say(paths.input, `${key}.arguments`, call.input === '' ? {} : call.input);
    this.#form(part, key, call.form);
    this.own(part, key);
  }

  /**
   * What a tool answered: finds its call by id, else by name and order, and gives the name of its stream. `idPath` says
   * where the id stands that it finds its call by.
   */
  answer(part: string, id: string | undefined, name: string | undefined, idPath: string): string {
    const byId = this.#calls.findLastIndex((call) => id !== undefined && call.id === id);
    const byName = this.#calls.findIndex((call) => call.isOpen && (name === undefined || call.name === name));
    const at = byId >= 0 ? byId : id === undefined || this.#calls.every((call) => call.id === undefined) ? byName : -1;
    const call = this.#calls[at];
    if (call !== undefined) call.isOpen = false;
    const key = `result[${call === undefined ? (id ?? name) : at}]`;
    if (id !== undefined) this.say(idPath, `${key}.id`, call === undefined ? id : 'of its call');
    else if (call !== undefined && call.id === undefined) this.imply(`${key}.id`, 'of its call');
    this.imply(`${key}.name`, call?.name ?? id);
    this.own(part, key);
    return key;
  }

  /** A tool of the caller's own; the fields are paths below it. */
  tool(path: string, name: string, at: SaidTool, form?: 'text'): void {
    const key = `tool[${name}]`;
    const value = (field: string | undefined): Wire => (field === undefined ? undefined : valueAt(this.body, field));
    this.say(at.name ?? `${path}.name`, `${key}.name`, name);
    if (at.description !== undefined) this.say(at.description, `${key}.description`, value(at.description));
    if (at.strict !== undefined) this.say(at.strict, `${key}.strict`, value(at.strict));
    this.#form(path, key, form);
    if (at.schema !== undefined) this.schema(at.schema, `${key}.schema`, value(at.schema));
    this.own(path, key);
  }

  /** A schema, keyword by keyword; `path` says where it stands, `schema` is what it says in JSON Schema. */
  schema(path: string, topic: string, schema: Wire): void {
    if (schema === undefined || schema === null) return;
    this.#covered.add(path);
    this.imply(topic, schema);
    for (const [leaf, value] of leavesOf(schema)) {
      // The name of the schema language is no part of what is asked: both sides speak JSON Schema.
      if (value === null || isEmpty(value) || leaf === '$schema') continue;
      const place = leaf.replace(/(\b(?:required|enum|type|examples|propertyOrdering))\[\d+\]$/, '$1');
      this.#statements.push({ path: `${path}.${leaf}`, topic: `${topic}:${place}`, value, turn: 0, speaker: '' });
    }
  }

  /** All that the body says, the leaves that nobody asked for included. */
  all(): readonly Statement[] {
    const others = leavesOf(this.body).flatMap(([path, value]): Statement[] => {
      if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
      const owner = this.#ownerOf(path);
      if (owner === undefined) return [];
      return [{ path, topic: `extra of ${owner.name}: ${path.slice(owner.path.length)}`, value, turn: 0, speaker: '' }];
    });
    return [...this.#statements, ...others];
  }

  /** That the input is free text is said by a type of its own. */
  #form(path: string, key: string, form: 'text' | undefined): void {
    if (form === undefined) this.imply(`${key}.form`, 'json');
    else this.say(`${path}.type`, `${key}.form`, form);
  }

  /** To what a leaf belongs; `undefined` for one that something was said of. */
  #ownerOf(path: string): { readonly name: string; readonly path: string } | undefined {
    let owner: { readonly name: string; readonly path: string } | undefined;
    for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
      if (this.#covered.has(at)) return undefined;
      const name = this.#owners.get(at);
      if (name !== undefined) owner ??= { name, path: at };
    }
    return owner ?? { name: 'the request', path: '' };
  }
}

/** The value at a path of a body. */
export function valueAt(body: Wire, path: string): Wire {
  let value: Wire = body;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) value = value?.[name ?? Number(index)];
  return value;
}

function isEmpty(value: Wire): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
