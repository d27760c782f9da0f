// Writes packages/gateway/schema.json and the tables of docs/guide/configuration.md from the description of the settings:
// run it with `npm run schema` after a setting has changed.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileShape } from '../packages/gateway/src/config/file-config.ts';
import { schemaText } from '../packages/gateway/src/config/schema.ts';
import { withTables } from '../packages/gateway/src/config/setting-tables.ts';

const root = dirname(import.meta.dirname);
const page = join(root, 'docs/guide/configuration.md');
writeFileSync(join(root, 'packages/gateway/schema.json'), schemaText());
writeFileSync(page, withTables(readFileSync(page, 'utf8'), fileShape));
