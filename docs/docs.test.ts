import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPolicies } from 'steadfast/model';
import { createModels } from 'steadfast/providers';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

/** The cells of a table's rows whose first cell is code. */
function rows(page: string): string[][] {
  return page.split('\n').flatMap((line) =>
    line.startsWith('| `')
      ? [
          line
            .split(/(?<!\\)\|/)
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ]
      : [],
  );
}

test('the table of errors says what the code does', () => {
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const written = rows(read('guide/errors.md')).map(([kind, , ...policy]) => [kind, ...policy]);
  const decided = Object.entries(errorPolicies).map(([kind, { retry, fallback, health, slow }]) => [
    `\`${kind}\``,
    retry,
    fallback,
    yes(health),
    yes(slow),
  ]);
  expect(written).toEqual(decided);
});

test('the table of providers says what the code does', () => {
  const { providers } = createModels({ environment: {} });
  const code = (names: readonly string[] = []): string => names.map((name) => `\`${name}\``).join(', ');
  const written = rows(read('providers/README.md'));
  const known = Object.values(providers).map((row) => [
    code([row.id, ...(row.aliases ?? [])]),
    [row.protocol, ...Object.keys(row.otherProtocols ?? {})].join(', '),
    code(row.environment.keys) + (row.keyOptional === true ? ' (not needed)' : ''),
    `\`${row.baseUrl ?? ''}\``.replace('``', '').replaceAll('|', '\\|'),
    code(row.environment.baseUrl) + (row.baseUrl === undefined ? ' (needed)' : ''),
  ]);
  expect(written).toEqual(known);
});
