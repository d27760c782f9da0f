import { jsonSchemaOf } from 'steadfast/config';
import { fileShape } from './file-config.ts';

/** The JSON Schema of configuration files, as text: what `config schema` prints and the package ships as schema.json. */
export function schemaText(): string {
  const schema = jsonSchemaOf(fileShape, { title: 'The configuration of Steadfast', variables: true });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
