import type { SchemaDialect, SchemaDialectName } from './dialect.ts';

const structure = ['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'enum', '$ref', '$defs'];
const words = ['title', 'description'];
const numbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const formats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];

/** https://developers.openai.com/api/docs/guides/structured-outputs, "Supported schemas". */
const openaiStrict: SchemaDialect = {
  title: 'OpenAI strict',
  holds: 'when-asked',
  keywords: new Set([
    ...structure,
    ...words,
    ...numbers,
    'const',
    'pattern',
    'format',
    'minItems',
    'maxItems',
    '$schema',
  ]),
  formats: new Set(formats),
  enumTypes: new Set(['string', 'number', 'boolean', 'null']),
  closed: true,
  allRequired: true,
  typed: true,
  rootObject: true,
  limits: { depth: 10, properties: 5_000, enumValues: 1_000, characters: 120_000 },
};

/** https://inference-docs.cerebras.ai/capabilities/structured-outputs, "Schema limitations". */
const cerebrasStrict: SchemaDialect = {
  ...openaiStrict,
  title: 'Cerebras strict',
  keywords: new Set([...structure, ...words, 'const']),
  oneType: true,
  limits: { depth: 10, properties: 500, enumValues: 500, characters: 5_000 },
};

/**
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs, "JSON Schema limitations". A `pattern` is
 * taken in part, by rules that are not told in full, and the official clients send none; nor does this.
 */
const anthropic: SchemaDialect = {
  title: 'Anthropic',
  holds: 'always',
  keywords: new Set([...structure, ...words, 'const', 'format', 'minItems']),
  formats: new Set([...formats, 'uri']),
  enumTypes: new Set(['string', 'number', 'boolean', 'null']),
  highestMinItems: 1,
  closed: true,
  typed: true,
  finite: true,
  limits: { optional: 24, unions: 16 },
  mostTools: 20,
};

/** `GenerationConfig.responseJsonSchema` of https://ai.google.dev/api/generate-content. */
const gemini: SchemaDialect = {
  title: 'Gemini',
  holds: 'always',
  keywords: new Set([
    ...structure,
    ...words,
    'format',
    'minimum',
    'maximum',
    'minItems',
    'maxItems',
    'prefixItems',
    'propertyOrdering',
  ]),
  enumTypes: new Set(['string', 'number']),
};

/** `Schema` of https://ai.google.dev/api/caching#Schema, which `responseSchema` holds. */
const geminiOpenapi: SchemaDialect = {
  title: 'Gemini (OpenAPI)',
  holds: 'always',
  keywords: new Set(
    structure
      .filter((keyword) => !['additionalProperties', '$ref', '$defs'].includes(keyword))
      .concat(words, 'default', 'example', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength')
      .concat('minItems', 'maxItems', 'minProperties', 'maxProperties', 'propertyOrdering', 'nullable'),
  ),
  formats: new Set(['enum', 'date-time', 'float', 'double', 'int32', 'int64']),
  enumTypes: new Set(['string']),
  typed: true,
  oneType: true,
  finite: true,
  inline: true,
  notation: 'openapi',
};

/** The dialects by name. `json-schema` and `ollama` take any schema; which keywords they heed they do not say. */
export const schemaDialects: Readonly<Record<SchemaDialectName, SchemaDialect>> = {
  'json-schema': { title: 'JSON Schema', holds: 'when-asked' },
  'openai-strict': openaiStrict,
  'cerebras-strict': cerebrasStrict,
  anthropic,
  gemini,
  'gemini-openapi': geminiOpenapi,
  ollama: { title: 'Ollama', holds: 'always' },
};

/** The names of all dialects. */
export const schemaDialectNames: readonly SchemaDialectName[] = [
  'json-schema',
  'openai-strict',
  'cerebras-strict',
  'anthropic',
  'gemini',
  'gemini-openapi',
  'ollama',
];
