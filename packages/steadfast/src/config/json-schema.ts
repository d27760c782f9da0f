import type { JsonObject } from '../model/json.ts';
import type { Setting, Shape } from './shape.ts';

/** How a JSON Schema is written. */
export interface JsonSchemaOptions {
  readonly title: string;
  /** Whether `${VARIABLE}` may stand in place of a value that is no text. Default: false. */
  readonly variables?: boolean;
}

/** The dialect of JSON Schema that is written: draft 2020-12. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The JSON Schema of a description, for editors. */
export function jsonSchemaOf(shape: Shape, { title, variables = false }: JsonSchemaOptions): JsonObject {
  return { $schema: dialect, title, ...schemaOf(shape, variables) };
}

function schemaOf(shape: Shape, variables: boolean): JsonObject {
  switch (shape.kind) {
    case 'text':
      return orVariable({ type: 'string', pattern: shape.rule?.pattern }, variables);
    case 'choice':
      return orVariable({ enum: shape.values }, variables);
    case 'number':
      return orVariable(
        { type: shape.whole ? 'integer' : 'number', minimum: shape.least, maximum: shape.most },
        variables,
      );
    case 'boolean':
      return orVariable(shape.only === undefined ? { type: 'boolean' } : { const: shape.only }, variables);
    case 'list':
      return { type: 'array', items: schemaOf(shape.of, variables), minItems: shape.least };
    case 'record':
      return {
        type: 'object',
        additionalProperties: schemaOf(shape.of, variables),
        propertyNames: shape.rule === undefined ? undefined : { pattern: shape.rule.pattern },
      };
    case 'object':
      return objectSchema(shape.settings, variables);
    case 'fields':
      return { type: 'object' };
    default:
      return { anyOf: shape.shapes.map((one) => schemaOf(one, variables)) };
  }
}

function objectSchema(settings: Readonly<Record<string, Setting>>, variables: boolean): JsonObject {
  const entries = Object.entries(settings);
  const required = entries.flatMap(([key, setting]) => (setting.required === true ? [key] : []));
  const properties = entries.map(([key, setting]): [string, JsonObject] => [
    key,
    {
      description: describe(setting),
      ...schemaOf(setting.shape, variables),
      default: setting.default,
      examples: [setting.example],
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: required.length === 0 ? undefined : required,
    additionalProperties: false,
  };
}

function describe({ about, otherwise }: Setting): string {
  return otherwise === undefined ? about : `${about} Default: ${otherwise}.`;
}

function orVariable(schema: JsonObject, variables: boolean): JsonObject {
  const free = schema['type'] === 'string' && schema['pattern'] === undefined;
  return variables && !free ? { anyOf: [schema, { type: 'string', pattern: '\\$\\{.+\\}' }] } : schema;
}
