import { isDeepStrictEqual } from 'node:util';
import type { Adaptation } from '../../packages/steadfast/src/model/completion.ts';
import type { CompletionRequest } from '../../packages/steadfast/src/model/completion-request.ts';
import { argumentsOf } from './openai-says.ts';
import { valueAt } from './sayings.ts';
import { nameOf } from './statement.ts';
import type { Statement, Wire } from './statement.ts';

/**
 * Says whether adaptations list that a statement is not said. It is not enough that one speaks of the like: the place of
 * the neutral request that it names must be that of the statement, and must hold what was said.
 */
export function listedBy(adaptations: readonly Adaptation[], request: CompletionRequest): (of: Statement) => boolean {
  const neutral: Wire = JSON.parse(JSON.stringify(request));
  const places = adaptations.flatMap(({ field, also = [], detail }) =>
    [field, ...also].map((field) => placeOf(field, detail, neutral)),
  );
  return (statement) => places.some((place) => isOf(place, statement));
}

/** A place of the neutral request that an adaptation names. */
interface Place {
  readonly field: string;
  readonly value: Wire;
  /** The tool, the message, or the part of one that it stands in. */
  readonly part: Wire;
  /** The path from there; empty for all of it. */
  readonly rest: string;
  /** The number of the call that the part is or answers. */
  readonly call?: number;
  readonly isTool: boolean;
  readonly detail: string;
}

function placeOf(field: string, detail: string, neutral: Wire): Place {
  const value = valueAt(neutral, field);
  const [of = ''] = /^(?:messages\[\d+\](?:\.content\[\d+\])?|tools\[\d+\])/.exec(field) ?? [];
  const part = of === '' ? undefined : valueAt(neutral, of);
  const place = { field, detail, value, part, rest: field.slice(of.length), isTool: of.startsWith('tools[') };
  const isCall = !place.isTool && (part?.type === 'tool-call' || part?.type === 'tool-result');
  return isCall ? { ...place, call: numberOf(part, neutral) } : place;
}

/** The number of a call, or of the call that a result answers, among all calls of the caller's tools. */
function numberOf(part: Wire, neutral: Wire): number {
  const calls = neutral.messages.flatMap((message: Wire) =>
    Array.isArray(message.content) && message.role === 'assistant'
      ? message.content.filter((said: Wire) => said.type === 'tool-call' && said.providerExecuted !== true)
      : [],
  );
  return calls.findLastIndex((call: Wire) => (part.type === 'tool-call' ? call === part : call.id === part.id));
}

function isOf(place: Place, statement: Statement): boolean {
  const { topic, value } = statement;
  const [, kind = '', key = '', aspect = ''] = /^(tool|call|result)\[(.*?)\]\W?(.*)$/s.exec(topic) ?? [];
  if (topic.startsWith('extra of ')) return isOfExtra(place, statement);
  if (kind === 'tool') return isOfTool(place, key, aspect, value);
  if (kind !== '') return place.call === Number(key) && isOfCall(place, aspect, value);
  if (topic.startsWith('order of ')) return place.rest === '' && holds(place.part, wordsOf(value));
  if (topic === 'system place') return place.rest === '' && place.part?.role === 'system' && holds(place.value, value);
  if (/^(?:detail|filename) of /.test(topic)) return isOfName(place, statement);
  if (/^(?:user|assistant|system) (?:text|media|reasoning)$/.test(topic)) return isOfWords(place, statement);
  return isOfSetting(place, statement);
}

function isOfTool(place: Place, name: string, aspect: string, said: Wire): boolean {
  const { field, rest, part, isTool, detail } = place;
  if (field === 'tools') return true;
  if (!isTool || part?.name !== name) return false;
  if (rest === '') return true;
  if (aspect.startsWith('schema:')) return isOfSchema(place, '.inputSchema', aspect.slice('schema:'.length), said);
  return rest === `.${aspect}` || (aspect === 'strict' && rest.startsWith('.inputSchema') && isUnheld(detail));
}

/** Says whether a note on a keyword, on an inner schema, or on all of it, is about a leaf. */
function isOfSchema({ field, rest, isTool, value }: Place, root: string, leaf: string, said: Wire): boolean {
  const at = isTool ? rest : field;
  if (!at.startsWith(root)) return false;
  const path = at.slice(root.length).replace(/^\./, '');
  if (leaf === path) return true;
  // A note on a property says that it has changed, not that it has gone.
  if (/(?:^|\.)properties\.[^.]+$/.test(path)) return false;
  const isWithin = path === '' || leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`);
  return isWithin && holds(value, said, nameOf(leaf), nameOf(path));
}

/** A note that a schema is sent, but that nothing is held to it. */
function isUnheld(detail: string): boolean {
  return detail.startsWith("Replies can't be held to the schema.");
}

function isOfCall({ rest, part, value }: Place, aspect: string, said: Wire): boolean {
  switch (aspect) {
    case 'arguments':
      return (rest === '' || rest === '.input') && isDeepStrictEqual(part.input ?? argumentsOf(part.inputText), said);
    case 'form':
      return (rest === '' || rest === '.input') && part.form === said;
    case 'text':
    case 'media':
      if (!/^(?:\.output(?:\[\d+\])?)?$/.test(rest)) return false;
      return holdsSaid(rest === '' ? part.output : typeof said === 'string' ? value : (value.source ?? value), said);
    default:
      return rest === '' || (rest === `.${aspect}` && isDeepStrictEqual(value, said));
  }
}

function isOfSetting(place: Place, { topic, value: said }: Statement): boolean {
  const { field, value, detail } = place;
  if (topic === 'effort' && said === 'none' && field === 'thinkingTokens') return value === 0;
  if (topic === 'verbosity') return holds(value, said, topic, nameOf(field));
  if (topic === 'outputFormat.strict' && field.startsWith('outputFormat.schema') && isUnheld(detail)) return true;
  if (topic.startsWith('outputFormat.schema:') && field !== 'outputFormat') {
    return isOfSchema(place, 'outputFormat.schema', topic.slice('outputFormat.schema:'.length), said);
  }
  const isNamed = topic === field || topic.startsWith(`${field}.`) || field.startsWith(`${topic}[`);
  return isNamed && holds(value, said);
}

/** A whole message or part that is left out, or the source of one. */
function isOfWords({ part, rest, value }: Place, { topic, value: said }: Statement): boolean {
  if (part === undefined || !(rest === '' || rest === '.source')) return false;
  if (part.role !== undefined) return topic.startsWith(part.role) && holdsSaid(value, said);
  return holdsSaid(typeof said === 'string' ? part : part.source, said);
}

/** Says whether a value has these words, or this image or file with its type. */
function holdsSaid(value: Wire, said: Wire): boolean {
  return holds(value, wordsOf(said)) && (said.type === undefined || said.type === 'any' || holds(value, said.type));
}

/** Words are told by themselves, images and files by their bytes or address. */
function wordsOf(said: Wire): Wire {
  return typeof said === 'string' ? said : (said.data ?? said.at ?? said.text);
}

function isOfName({ part, rest, value }: Place, { topic, value: said }: Statement): boolean {
  const [, name, of] = /^(\w+) of (.*)$/s.exec(topic) ?? [];
  const source = of?.startsWith('data:') ? of.slice(of.indexOf(',') + 1) : of;
  const isNamed = rest === '' ? holds(value, said) : rest.endsWith(`.${name}`) && value === said;
  return isNamed && holds(part, source);
}

/** A field that no table knows must be found, under its own name, in what is left out of its own part. */
function isOfExtra(place: Place, { topic, path, value: said }: Statement): boolean {
  const { field, value } = place;
  const [, owner = ''] = /^extra of (.*): [^:]*$/s.exec(topic) ?? [];
  return isOwner(place, owner) && holds(value, said, nameOf(path), nameOf(field));
}

function isOwner({ field, part, call, isTool }: Place, owner: string): boolean {
  const [, kind = '', key = ''] = /^(call|result|tool)\[(.*?)\]/s.exec(owner) ?? [];
  if (owner === 'the request') return field.startsWith('providerOptions.');
  if (kind === 'tool') return isTool && part?.name === key;
  if (kind !== '') return call === Number(key);
  if (/^(?:tool|namespace|added) /.test(owner)) return isTool;
  if (part === undefined || isTool) return false;
  const [, words] = /^\w+ (?:text|reasoning|message) (".*")$/s.exec(owner) ?? [];
  if (words !== undefined) return holds(part, JSON.parse(words));
  const [, media] = /^(?:\w+ media|reasoning item) (.*)$/s.exec(owner) ?? [];
  const [, , type] = /^(block|item|piece|part) (\w+) \d+$/.exec(owner) ?? [];
  return holds(part, media ?? type) || (type !== undefined && type in Object(part.state?.value?.part));
}

/** Says whether a value has another in it, under a name where one is given; without a name, words may be a part of it. */
function holds(value: Wire, wanted: Wire, name?: string, under = ''): boolean {
  const isHere =
    name === undefined ? isSame(value, wanted) : plain(name) === plain(under) && isDeepStrictEqual(value, wanted);
  if (isHere) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => holds(member, wanted, name, Array.isArray(value) ? under : key));
}

function isSame(value: Wire, wanted: Wire): boolean {
  if (isDeepStrictEqual(value, wanted) || wanted === '') return true;
  return typeof value === 'string' && typeof wanted === 'string' && wanted.length > 2 && value.includes(wanted);
}

/** Names are told in camel case and in snake case. */
function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
