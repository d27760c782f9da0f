/** What a placeholder stands for. */
export type FieldValue = string | number;

/** Fields by name, where their names are not known to the type system. A section may also be switched by a boolean. */
export type AnyFields = Readonly<Record<string, FieldValue | boolean | undefined>>;

/**
 * The fields of a template's text, by its placeholders: needed where one stands outside all sections, else optional. What
 * only switches a section may also be a boolean. Of a text that is not known when the program is compiled, any.
 */
export type FieldsOf<Text extends string> = string extends Text ? AnyFields : FieldsFrom<Scan<Text>>;

/** The same fields, of which some need not be given. */
export type WithDefaults<Fields, Names> = Flat<
  Pick<Fields, Exclude<keyof Fields, Names>> & Partial<Pick<Fields, Extract<keyof Fields, Names>>>
>;

/** The arguments of `render`: none are needed where no field is. */
export type RenderArguments<Fields> = Partial<Fields> extends Fields ? [fields?: Fields] : [fields: Fields];

type Flat<Value> = { [Name in keyof Value]: Value[Name] };

interface Found {
  /** Outside all sections. */
  readonly outside: string;
  readonly inside: string;
  readonly switches: string;
}

type FieldsFrom<Names extends Found> = [Names[keyof Found]] extends [never]
  ? { readonly [Name in string]?: never }
  : Flat<
      { readonly [Name in Names['outside']]: FieldValue } & {
        readonly [Name in Exclude<Names['inside'], Names['outside']>]?: FieldValue;
      } & { readonly [Name in Exclude<Names['switches'], Names['outside'] | Names['inside']>]?: FieldValue | boolean }
    >;

/** Goes through the text from mark to mark, as `parseTemplate` does. */
type Scan<
  Text extends string,
  Depth extends readonly unknown[] = [],
  Outside extends string = never,
  Inside extends string = never,
  Switches extends string = never,
> =
  NextTag<Text> extends readonly [infer Tag extends string, infer Rest extends string]
    ? Tag extends `/${string}`
      ? Scan<Rest, Depth extends readonly [unknown, ...infer Outer] ? Outer : [], Outside, Inside, Switches>
      : Tag extends `#${infer Name}` | `^${infer Name}`
        ? Scan<Rest, [unknown, ...Depth], Outside, Inside, Switches | Name>
        : Tag extends ''
          ? Scan<Rest, Depth, Outside, Inside, Switches>
          : Depth extends readonly []
            ? Scan<Rest, Depth, Outside | Tag, Inside, Switches>
            : Scan<Rest, Depth, Outside, Inside | Tag, Switches>
    : { readonly outside: Outside; readonly inside: Inside; readonly switches: Switches };

/** What stands in the next tag, empty for a mark that is escaped, and the text behind it. */
type NextTag<Text extends string> =
  NextMark<Text> extends readonly [infer Mark, infer Before extends string, infer After extends string]
    ? Mark extends '{{'
      ? TagIn<'{{', '{', '}}', Before, After>
      : TagIn<'$$', '$', '$$', Before, After>
    : undefined;

type TagIn<
  Open extends string,
  Letter extends string,
  Close extends string,
  Before extends string,
  After extends string,
> =
  // Of a run of braces the last two are the mark.
  After extends `${Letter}${infer Rest}`
    ? readonly ['', `${Open}${Rest}`]
    : IsEscaped<Before> extends true
      ? readonly ['', After]
      : After extends `${infer Tag}${Close}${infer Rest}`
        ? readonly [Trimmed<Tag>, Rest]
        : undefined;

type NextMark<Text extends string> = Text extends `${infer Before}{{${infer After}`
  ? Before extends `${infer Earlier}$$${infer Between}`
    ? readonly ['$$', Earlier, `${Between}{{${After}`]
    : readonly ['{{', Before, After]
  : Text extends `${infer Before}$$${infer After}`
    ? readonly ['$$', Before, After]
    : undefined;

/** Whether the text ends in an odd number of backslashes. */
type IsEscaped<Before extends string> = Before extends `${infer Rest}\\\\`
  ? IsEscaped<Rest>
  : Before extends `${string}\\`
    ? true
    : false;

type Trimmed<Tag extends string> = Tag extends ` ${infer Rest}` | `\t${infer Rest}`
  ? Trimmed<Rest>
  : Tag extends `${infer Rest} ` | `${infer Rest}\t`
    ? Trimmed<Rest>
    : Tag;
