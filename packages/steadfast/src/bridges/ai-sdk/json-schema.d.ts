/**
 * `@ai-sdk/provider` takes its type of a JSON Schema from a package that it does not install the types of. To this
 * library a schema is an object.
 */
declare module 'json-schema' {
  export interface JSONSchema7 {
    readonly [key: string]: unknown;
  }
  export type JSONSchema7Definition = JSONSchema7 | boolean;
}
