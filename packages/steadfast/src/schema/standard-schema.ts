/** One step of an issue's path: a key, or an object that holds it. */
type PathStep = PropertyKey | { readonly key: PropertyKey };

/** What a Standard Schema says of a value. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PathStep[] | undefined }[] };

/** Writes JSON Schema, in the draft that is asked for. */
type JsonSchemaWriter = (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;

/**
 * A schema of any library that keeps to Standard Schema (https://standardschema.dev, version 1): zod, ArkType, Valibot
 * and others. `jsonSchema` is there from version 1.1 of it on.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    readonly jsonSchema?: { readonly input: JsonSchemaWriter } | undefined;
  };
}

/** Says whether a schema is a Standard Schema, which may be a function, and not a JSON Schema. */
export function isStandardSchema<Output>(schema: StandardSchema<Output> | object): schema is StandardSchema<Output> {
  return '~standard' in schema && typeof schema['~standard'] === 'object' && schema['~standard'] !== null;
}
