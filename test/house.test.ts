import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { readHouse, readManifest, type House } from '../scripts/house/house.ts';
import { describe, inspect } from '../scripts/house/inspect.ts';
import { readSource } from '../scripts/house/source-file.ts';

const root = dirname(import.meta.dirname);

/** A house of made-up files, given as path below `packages/` and text. */
function houseOf(files: Record<string, string>, manifests: Record<string, object> = {}): House {
  return {
    files: Object.entries(files).map(([path, text]) => readSource(`packages/${path}`, text)),
    manifests: Object.entries(manifests).map(([pack, json]) =>
      readManifest(`packages/${pack}/package.json`, pack, JSON.stringify(json)),
    ),
  };
}

/** The breaches of a made-up house, as `path:line: rule`. */
function breaches(files: Record<string, string>, manifests: Record<string, object> = {}): string[] {
  return inspect(houseOf(files, manifests)).map(({ path, line, rule }) => `${path.slice(9)}:${line}: ${rule}`);
}

const library = { steadfast: { name: 'steadfast', exports: { '.': {}, './model': {} } } };
const gateway = { gateway: { name: '@steadfast/gateway', dependencies: { steadfast: '0.1.0' } } };

test('our own house holds all its rules', () => {
  expect(inspect(readHouse(root)).map(describe)).toEqual([]);
});

test('a room imports from lower floors only', () => {
  const files = {
    'steadfast/src/model/error.ts': "import type { Retry } from '../layers/retry.ts';\n",
    'steadfast/src/layers/retry.ts': "import {\n  send,\n} from '../wire/send.ts';\n",
    'steadfast/src/wire/send.ts': "import { sleep } from '../time/sleep.ts';\n",
    'steadfast/src/time/sleep.ts': '',
  };
  expect(breaches(files)).toEqual([
    'steadfast/src/layers/retry.ts:1: floors',
    'steadfast/src/model/error.ts:1: floors',
  ]);
});

test('a room without a floor is asked for one', () => {
  const files = { 'steadfast/src/attic/box.ts': "import '../model/a.ts';\n", 'steadfast/src/model/a.ts': '' };
  expect(describe(inspect(houseOf(files))[0] ?? { path: '', line: 0, rule: '', mend: '' })).toBe(
    'packages/steadfast/src/attic/box.ts:1: floors: attic has no floor yet; give it one in scripts/house/plan.ts.',
  );
});

test('what lies directly in src sees every room and is seen by none', () => {
  const files = {
    'steadfast/src/coat.ts': "import { a } from './providers/a.ts';\n",
    'steadfast/src/providers/a.ts': '',
    'steadfast/src/providers/b.ts': "import { coat } from '../coat.ts';\n",
  };
  expect(breaches(files)).toEqual(['steadfast/src/providers/b.ts:1: floors']);
});

test('protocols do not know each other but share what lies beside them', () => {
  const files = {
    'steadfast/src/protocols/protocol.ts': '',
    'steadfast/src/protocols/chat/read.ts': "import type { A } from '../messages/read.ts';\n",
    'steadfast/src/protocols/messages/read.ts': "import type { B } from '../protocol.ts';\n",
  };
  expect(breaches(files)).toEqual(['steadfast/src/protocols/chat/read.ts:1: chambers']);
});

test('nothing inside goes through a door', () => {
  const files = {
    'steadfast/src/wire/send.ts': "import { a } from '../model/index.ts';\n",
    'steadfast/src/model/index.ts': "export { a } from './a.ts';\n",
    'steadfast/src/model/a.ts': '/** One. */\nexport const a = 1;\n',
  };
  expect(breaches(files)).toEqual(['steadfast/src/wire/send.ts:1: doors']);
});

test('a door re-exports by name and does nothing else', () => {
  const files = {
    'steadfast/src/model/index.ts': "/** Doc. */\nexport {\n  a,\n} from './a.ts';\nexport * from './b.ts';\n",
    'steadfast/src/model/a.ts': "export { b } from './b.ts';\n",
    'steadfast/src/model/b.ts': '',
    'steadfast/src/time/index.ts': "export { s } from './s.ts';\n\nconst own = 1;\n",
    'steadfast/src/time/s.ts': '',
  };
  expect(breaches(files)).toEqual([
    'steadfast/src/model/a.ts:1: doors',
    'steadfast/src/model/index.ts:5: doors',
    'steadfast/src/time/index.ts:3: doors',
  ]);
});

test('circles of imports are found, through types too', () => {
  const files = {
    'steadfast/src/model/a.ts': "import type { B } from './b.ts';\n",
    'steadfast/src/model/b.ts': "import { c } from './c.ts';\n",
    'steadfast/src/model/c.ts': "const a = import('./a.ts');\n",
  };
  expect(inspect(houseOf(files)).map(describe)).toEqual([
    'packages/steadfast/src/model/c.ts:1: cycles: packages/steadfast/src/model/a.ts -> packages/steadfast/src/model/b.ts' +
      ' -> packages/steadfast/src/model/c.ts -> packages/steadfast/src/model/a.ts is a circle;' +
      ' move what both ends need to a file of its own.',
  ]);
});

test('the test kit and the library import nothing of ours by name, the gateway only through doors', () => {
  const files = {
    'testkit/src/a.ts': "import { model } from 'steadfast';\n",
    'steadfast/src/model/a.ts':
      "import fs from 'fs';\nimport { get } from 'undici';\nimport { m } from 'steadfast/model';\n",
    'gateway/src/a.ts': "import { m } from 'steadfast/model';\nimport { h } from 'steadfast/hidden';\nimport 'pino';\n",
    'gateway/src/b.ts': "import { m } from '../../steadfast/src/model/a.ts';\n",
  };
  expect(breaches(files, { ...library, ...gateway })).toEqual([
    'gateway/src/a.ts:2: packages',
    'gateway/src/a.ts:3: packages',
    'gateway/src/b.ts:1: inside',
    'steadfast/src/model/a.ts:1: packages',
    'steadfast/src/model/a.ts:2: packages',
    'steadfast/src/model/a.ts:3: packages',
    'testkit/src/a.ts:1: packages',
  ]);
});

test('what need not be installed is imported only behind the door that needs it', () => {
  const files = {
    'steadfast/src/bridges/opentelemetry/a.ts': "import { trace } from '@opentelemetry/api';\n",
    'steadfast/src/bridges/other/a.ts':
      "import type { Span } from '@opentelemetry/api';\nimport { trace } from '@opentelemetry/api';\n",
  };
  const peers = {
    peerDependencies: { '@opentelemetry/api': '1' },
    peerDependenciesMeta: { '@opentelemetry/api': { optional: true } },
  };
  expect(breaches(files, { steadfast: { ...library.steadfast, ...peers } })).toEqual([
    'steadfast/src/bridges/other/a.ts:2: packages',
  ]);
});

test('an import that leads nowhere is named', () => {
  expect(breaches({ 'testkit/src/a.ts': "import { b } from './b.ts';\n" })).toEqual(['testkit/src/a.ts:1: inside']);
});

test('empty names, long files and undocumented exports are refused, tests excepted', () => {
  const long = '\n'.repeat(251);
  const files = {
    'gateway/src/helpers.ts': '',
    'gateway/src/long.ts': long,
    'gateway/src/long.test.ts': `${long}export const a = 1;\n`,
    'gateway/src/string-utils/a.ts': '',
    'gateway/src/words.ts':
      '// One.\nexport const one = 1;\n\n/** Two. */\nexport function two(a: string): string;\nexport function two(a: number): number;\n' +
      '\n/* Three. */\nexport interface Three {}\n\n/**\n * Four.\n */\nexport class Four {}\n\nexport { one as five };\n',
  };
  expect(breaches(files)).toEqual([
    'gateway/src/helpers.ts:1: names',
    'gateway/src/long.ts:251: length',
    'gateway/src/string-utils/a.ts:1: names',
    'gateway/src/words.ts:2: documentation',
    'gateway/src/words.ts:9: documentation',
    'gateway/src/words.ts:16: documentation',
  ]);
});

test('an import in a comment is none', () => {
  expect(breaches({ 'testkit/src/a.ts': "/**\n * const x = import('../../gone.ts')\n */\n" })).toEqual([]);
});

test('of a package that need not be installed only types are imported, and it is no dependency', () => {
  const peers = { peerDependencies: { ai: '7' }, peerDependenciesMeta: { ai: { optional: true } } };
  const files = { 'steadfast/src/bridges/a.ts': "import type { A } from 'ai';\nimport { b } from 'ai';\n" };
  expect(breaches(files, { steadfast: { name: 'steadfast', ...peers } })).toEqual([
    'steadfast/src/bridges/a.ts:2: packages',
  ]);
});

test('the library has no dependencies, and no package runs anything when it is installed', () => {
  const manifests = {
    steadfast: { name: 'steadfast', peerDependencies: { zod: '4' } },
    gateway: { name: '@steadfast/gateway', scripts: { postinstall: 'node x.js', test: 'vitest' } },
  };
  expect(breaches({}, manifests)).toEqual([
    'gateway/package.json:1: install-scripts',
    'steadfast/package.json:1: dependencies',
  ]);
});
