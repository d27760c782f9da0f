import type { JsonObject, JsonValue } from '../model/json.ts';

/** The types of JSON Schema by their names. */
interface TypesByName {
  readonly string: string;
  readonly number: number;
  readonly integer: number;
  readonly boolean: boolean;
  readonly null: null;
}

/**
 * The type of the values that fit a JSON Schema which is written in the program: of `type`, `properties`, `required`,
 * `items`, `enum`, `const` and `anyOf`. What says more is any JSON, as is the schema that comes from elsewhere.
 */
export type JsonSchemaValue<Schema> = Schema extends { readonly const: infer Value }
  ? Value
  : Schema extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : Schema extends { readonly anyOf: readonly (infer Option)[] }
      ? JsonSchemaValue<Option>
      : Schema extends { readonly type: infer Type }
        ? OfType<Schema, Type>
        : JsonValue;

type OfType<Schema, Type> = Type extends keyof TypesByName
  ? TypesByName[Type]
  : Type extends 'array'
    ? readonly (Schema extends { readonly items: infer Items } ? JsonSchemaValue<Items> : JsonValue)[]
    : Type extends 'object'
      ? OfProperties<Schema>
      : JsonValue;

type OfProperties<Schema> = Schema extends { readonly properties: infer Properties }
  ? Flat<
      { readonly [Name in keyof Properties & RequiredOf<Schema>]: JsonSchemaValue<Properties[Name]> } & {
        readonly [Name in Exclude<keyof Properties, RequiredOf<Schema>>]?: JsonSchemaValue<Properties[Name]>;
      }
    >
  : JsonObject;

type RequiredOf<Schema> = Schema extends { readonly required: readonly (infer Name)[] } ? Name : never;

type Flat<Type> = { [Name in keyof Type]: Type[Name] };
