import type { JsonObject, JsonValue } from '../model/json.ts';

/** What text has to look like, and how that is said: "must …". */
export interface TextRule {
  /** A regular expression as JSON Schema takes it (ECMA-262). */
  readonly pattern: string;
  readonly says: string;
}

interface TextForm {
  readonly kind: 'text';
  readonly rule?: TextRule;
}

interface ChoiceForm {
  readonly kind: 'choice';
  readonly values: readonly string[];
}

interface NumberForm {
  readonly kind: 'number';
  readonly least?: number;
  readonly most?: number;
  readonly whole: boolean;
}

interface BooleanForm {
  readonly kind: 'boolean';
  /** The only value taken. Default: both. */
  readonly only?: boolean;
}

interface ListForm {
  readonly kind: 'list';
  readonly of: Shape;
  readonly least: number;
}

interface RecordForm {
  readonly kind: 'record';
  readonly of: Shape;
  /** What a key is, in one word: `name`, `id`. */
  readonly key: string;
  readonly rule?: TextRule;
}

interface ObjectForm {
  readonly kind: 'object';
  readonly settings: Readonly<Record<string, Setting>>;
}

interface EitherForm {
  readonly kind: 'either';
  readonly shapes: readonly Shape[];
}

interface FieldsForm {
  readonly kind: 'fields';
}

type Form =
  | TextForm
  | ChoiceForm
  | NumberForm
  | BooleanForm
  | ListForm
  | RecordForm
  | ObjectForm
  | EitherForm
  | FieldsForm;

/** A description of values, as data: values are checked against it, and the JSON Schema and the guide are written from it. */
export type Shape<Value = unknown> = Form & {
  /** The type of the values described. It is never set; it ties the description to the type. */
  readonly describes?: Value;
};

/** One setting: what it may be, and what people are told of it. */
export interface Setting<Value = unknown> {
  readonly shape: Shape<Value>;
  /** One sentence. */
  readonly about: string;
  /** What holds where nothing is said. */
  readonly default?: JsonValue;
  /** What holds where nothing is said, in words, where it is no fixed value. */
  readonly otherwise?: string;
  readonly example: JsonValue;
  readonly required?: true;
  /** Its value is never shown. */
  readonly secret?: true;
}

/** Any text but none at all. */
export function text(rule: TextRule = { pattern: '\\S', says: 'must not be empty' }): Shape<string> {
  return { kind: 'text', rule };
}

/** One of these words. */
export function choice<const Value extends string>(values: readonly Value[]): Shape<Value> {
  return { kind: 'choice', values };
}

/** A whole number within bounds, which are taken too. */
export function wholeNumber({ least = 0, most }: { least?: number; most?: number } = {}): Shape<number> {
  return { kind: 'number', least, most, whole: true };
}

/** Any number within bounds, which are taken too. */
export function decimal({ least, most }: { least?: number; most?: number } = {}): Shape<number> {
  return { kind: 'number', least, most, whole: false };
}

/** True or false. */
export function truth(): Shape<boolean> {
  return { kind: 'boolean' };
}

/** False alone, which switches something off. */
export function off(): Shape<false> {
  return { kind: 'boolean', only: false };
}

/** A list of at least so many values of one shape. */
export function list<Value>(of: Shape<Value>, least = 0): Shape<readonly Value[]> {
  return { kind: 'list', of, least };
}

/** Values of one shape under names that the user chooses. */
export function record<Value>(key: string, of: Shape<Value>, rule?: TextRule): Shape<Readonly<Record<string, Value>>> {
  return { kind: 'record', of, key, rule };
}

/** The settings of an object: every member of its type has to be described, and no other can be. */
export type Settings<Value> = {
  readonly [Key in keyof Required<Value>]: Setting<NonNullable<Value[Key]>>;
};

/** An object with these settings and no others. */
export function object<Value>(settings: Settings<Value>): Shape<Value>;
export function object(settings: Readonly<Record<string, Setting>>): Shape {
  return { kind: 'object', settings };
}

/** A value of one shape or the other; the two differ in what JSON calls their type. */
export function either<One, Other>(one: Shape<One>, other: Shape<Other>): Shape<One | Other> {
  return { kind: 'either', shapes: [one, other] };
}

/** An object whose members are nobody's business here. */
export function fields(): Shape<JsonObject> {
  return { kind: 'fields' };
}

/** What a value of the shape is called in a sentence: `a whole number from 0 to 65535`. */
export function nameOf(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return 'text';
    case 'choice':
      return `one of ${shape.values.join(', ')}`;
    case 'number':
      return numberName(shape);
    case 'boolean':
      return shape.only === undefined ? 'true or false' : String(shape.only);
    case 'list':
      return shape.of.kind === 'text' ? 'a list of texts' : 'a list';
    case 'record':
    case 'object':
    case 'fields':
      return 'an object';
    default:
      return shape.shapes.map(nameOf).join(' or ');
  }
}

function numberName({ least, most, whole }: NumberForm): string {
  const name = whole ? 'a whole number' : 'a number';
  if (least === undefined) return most === undefined ? name : `${name} of at most ${most}`;
  return most === undefined ? `${name} of at least ${least}` : `${name} from ${least} to ${most}`;
}
