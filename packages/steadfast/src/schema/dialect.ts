/** How much of a schema a server takes, where it names a number. */
export interface SchemaLimits {
  /** Objects inside each other, the outermost included. */
  readonly depth?: number;
  readonly properties?: number;
  readonly enumValues?: number;
  /** Of all names of properties and definitions and all texts of enums and constants together. */
  readonly characters?: number;
  /** Properties that may be left out. */
  readonly optional?: number;
  /** Properties that may be of more than one type. */
  readonly unions?: number;
}

/** What one kind of server makes of a JSON Schema: data, so that no code asks which provider it is. */
export interface SchemaDialect {
  /** What people call it. */
  readonly title: string;
  /** Whether replies are held to every schema, or only where the request asks for it (`strict`). Tools are held when asked. */
  readonly holds: 'always' | 'when-asked';
  /** The keywords that are taken. Default: any, as they are; then nobody says which of them are heeded. */
  readonly keywords?: ReadonlySet<string>;
  /** The formats of texts that are taken. Default: any. */
  readonly formats?: ReadonlySet<string>;
  /** The types that values of an `enum` may have. Default: any. */
  readonly enumTypes?: ReadonlySet<string>;
  /** The highest `minItems` that is taken. Default: any. */
  readonly highestMinItems?: number;
  /** Objects have no other properties than those named, and say so. */
  readonly closed?: true;
  /** All properties are required; those that may be left out are given as `null` instead. */
  readonly allRequired?: true;
  /** Every schema must have a type. */
  readonly typed?: true;
  /** A `type` is one name, not a list. */
  readonly oneType?: true;
  /** Schemas cannot refer to themselves. */
  readonly finite?: true;
  /** Schemas cannot refer to each other: each is written out where it is used. */
  readonly inline?: true;
  /** The outermost schema must be one object. */
  readonly rootObject?: true;
  /** `openapi`: types in capitals, and `nullable` for what may be null. Default: JSON Schema. */
  readonly notation?: 'openapi';
  readonly limits?: SchemaLimits;
  /** The most tools of one request whose calls are held to their schemas. */
  readonly mostTools?: number;
}

/** The names of the dialects that are known. */
export type SchemaDialectName =
  | 'json-schema'
  | 'openai-strict'
  | 'cerebras-strict'
  | 'anthropic'
  | 'gemini'
  | 'gemini-openapi'
  | 'ollama';
