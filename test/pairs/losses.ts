import { isDeepStrictEqual } from 'node:util';
import type { Statement, Wire } from './statement.ts';

/** A statement that the other side does not say, and what is wrong. */
export interface Loss {
  readonly statement: Statement;
  readonly what: string;
}

/**
 * What one body says and another does not, but for what is listed. Words may be cut and joined otherwise, but must come
 * in the same order; all else must be said with the same value.
 */
export function lossesOf(
  said: readonly Statement[],
  told: readonly Statement[],
  isListed: (statement: Statement) => boolean,
): Loss[] {
  // What is implied has no field that could be lost.
  const asked = Map.groupBy(
    said.filter(({ path }) => path !== ''),
    ({ topic }) => topic,
  );
  const answers = Map.groupBy(told, ({ topic }) => topic);
  const places: Places = new Map();
  const missing = [...asked].flatMap(([topic, statements]) => {
    const theirs = answers.get(topic) ?? [];
    return isWords(topic) ? untold(statements, theirs, isListed, places) : unanswered(statements, theirs, told, places);
  });
  return [
    ...missing.filter((statement) => !isListed(statement)).map((statement) => ({ statement, what: 'is not said' })),
    ...outOfOrder(said, told, places).filter(
      ({ statement }) => !isListed({ ...statement, topic: `order of ${statement.topic}` }),
    ),
  ];
}

type Places = Map<Statement, Statement>;

function isWords(topic: string): boolean {
  return !topic.startsWith('extra of ') && /^[^"]* (?:text|reasoning)$/.test(topic);
}

/** The words that are not said, or only before words that came after them. */
function untold(
  pieces: readonly Statement[],
  texts: readonly Statement[],
  isListed: (statement: Statement) => boolean,
  places: Places,
): Statement[] {
  const missing: Statement[] = [];
  let at = 0;
  let rest: string | undefined = texts[0]?.value;
  for (const piece of pieces) {
    let found = rest === undefined ? undefined : restAfter(rest, piece.value);
    if (found === undefined && !isListed(piece)) {
      const later = texts.findIndex((text, index) => index > at && restAfter(text.value, piece.value) !== undefined);
      if (later >= 0) [at, found] = [later, restAfter(texts[later]?.value, piece.value)];
    }
    const text = texts[at];
    if (found === undefined || text === undefined) {
      missing.push(piece);
      continue;
    }
    places.set(piece, text);
    rest = found === '' ? texts[(at += 1)]?.value : found;
  }
  return missing;
}

/** What is left of a text after a piece that it begins with; an empty line may join it to the one before. */
function restAfter(text: string, piece: string): string | undefined {
  for (const rest of [text, text.replace(/^\n{1,2}/, '')]) {
    if (rest.startsWith(piece)) return rest.slice(piece.length);
  }
  return sameJson(text, piece) ? '' : undefined;
}

/** What a tool answered may come as a value, whose JSON is spelt in many ways. */
function sameJson(a: string, b: string): boolean {
  if (!/^[[{]/.test(a) || !/^[[{]/.test(b)) return false;
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
  } catch {
    return false;
  }
}

/** What holds where nothing is said: so it is said by silence. */
const defaults: readonly (readonly [RegExp, Wire])[] = [
  [/^toolChoice$/, 'auto'],
  [/^parallelToolCalls$/, true],
  [/^outputFormat$/, 'text'],
  [/^(?:outputFormat|tool\[.*\])\.strict$/, false],
];

function unanswered(
  statements: readonly Statement[],
  theirs: readonly Statement[],
  told: readonly Statement[],
  places: Places,
): Statement[] {
  const left = [...theirs];
  return statements.filter((statement) => {
    const { topic, value } = statement;
    const at = left.findIndex((other) => sameValue(other.value, value) || isLonger(topic, other.value, value));
    const other = left[at];
    if (other !== undefined) {
      if (other.path !== '') left.splice(at, 1);
      places.set(statement, other);
      return false;
    }
    if (theirs.length > 0) return true;
    const isDefault = defaults.some(([of, usual]) => of.test(topic) && usual === value);
    // Without tools none can be called.
    const isVoid = topic === 'toolChoice' && value === 'none' && !told.some(({ topic }) => topic.startsWith('tool['));
    return !isDefault && !isVoid;
  });
}

/** A description may go on with what the schema language of the target has no words for. */
function isLonger(topic: string, theirs: Wire, ours: Wire): boolean {
  return topic.includes('.schema:') && topic.endsWith('description') && String(theirs).startsWith(`${ours}\n`);
}

/** Bytes without a type are told by how they begin; text may come as bytes. */
function sameValue(a: Wire, b: Wire): boolean {
  if (a?.data !== undefined && b?.text !== undefined) return sameValue(b, a);
  if (a?.text !== undefined && b?.data !== undefined) return Buffer.from(b.data, 'base64').toString() === a.text;
  if (a?.data === undefined || b?.data === undefined) return isDeepStrictEqual(a, b);
  return a.data === b.data && (a.type === 'any' || b.type === 'any' || a.type === b.type);
}

/** What was said first must come first. */
function outOfOrder(said: readonly Statement[], told: readonly Statement[], places: Places): Loss[] {
  const order = new Map(told.map((statement, index) => [statement, index]));
  const losses: Loss[] = [];
  let last: readonly [Statement, Statement] | undefined;
  for (const statement of said) {
    const place = places.get(statement);
    if (place === undefined || statement.turn === 0 || place.turn === 0) continue;
    const isSwapped =
      last !== undefined && ((order.get(place) ?? 0) < (order.get(last[1]) ?? 0) || isJoined(last, [statement, place]));
    if (last !== undefined && isSwapped) losses.push({ statement, what: `comes before or with ${last[0].path}` });
    else last = [statement, place];
  }
  return losses;
}

/** Words of two speakers may not become words of one turn. */
function isJoined(last: readonly [Statement, Statement], next: readonly [Statement, Statement]): boolean {
  return last[0].speaker !== next[0].speaker && last[1].turn === next[1].turn;
}
