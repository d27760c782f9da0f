import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { ConfigFileError, loadConfig } from './load-config.ts';
import type { LoadedConfig } from './load-config.ts';

const made: string[] = [];
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true });
});

/** A folder with these files in it. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-config-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

type Variables = Readonly<Record<string, string>>;

async function load(text: string, environment: Variables = {}, more: Variables = {}): Promise<LoadedConfig> {
  const folder = await folderWith({ 'steadfast.yaml': text, ...more });
  const loaded = await loadConfig({ environment: { HOME: folder, ...environment }, folder });
  if (loaded === undefined) throw new Error('no configuration was found');
  return loaded;
}

async function failure(text: string, environment: Variables = {}, more: Variables = {}): Promise<string> {
  const error: unknown = await load(text, environment, more).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigFileError)) throw new Error('the configuration is valid', { cause: error });
  return error.message;
}

test('a file says every problem with its line and column, what is wrong, the nearest key and an example', async () => {
  const text = `# yaml-language-server: $schema=./schema.json
providers: { local: { type: openai-compatible, baseURL: 127.0.0.1:8000 } }
models:
  fast:  { use: [local/qwen3], limits: { idelMs: 2 } }
  slow:
    use: [locl/qwen3, fsat]
    deadlineMs: soon
gateway:
  prot: 4000
`;
  expect(await failure(text)).toMatchInlineSnapshot(`
    "steadfast.yaml:2:57  providers.local.baseURL: must begin with http:// or https:// and hold no password
        such as: baseURL: http://127.0.0.1:8000/v1
    steadfast.yaml:4:42  models.fast.limits: unknown key "idelMs"; did you mean "idleMs"?
        such as: idleMs: 60000
    steadfast.yaml:6:11  models.slow.use[0]: there is no provider "locl"; did you mean "local"?
    steadfast.yaml:6:23  models.slow.use[1]: there is no model "fsat"; did you mean "fast"?
    steadfast.yaml:7:17  models.slow.deadlineMs: must be a whole number of at least 1, and is text
        such as: deadlineMs: 120000
    steadfast.yaml:9:3  gateway: unknown key "prot"; did you mean "port"?
        such as: port: 8080"
  `);
});

test('a variable that is not set is told with its name, its place and what to do', async () => {
  const text = `providers:
  openai: { apiKey: \${OPENAI_API_KEY} }
  anthropic:
    apiKey: "\${ANTHROPIC_KEY}"
    baseUrl: https://\${HOST}:\${PORT:-443}/\${PATH_PART}
gateway:
  token: \${file:secret/token}
  port: \${}
aliases: { a: \${ALIAS} }
`;
  expect((await failure(text, { ANTHROPIC_API_KEY: 'x' })).replace(/ \/\S+secret/, ' /…/secret'))
    .toMatchInlineSnapshot(`
    "steadfast.yaml:2:21  providers.openai.apiKey: the variable OPENAI_API_KEY is not set; set it with \`export OPENAI_API_KEY=<value>\`, or write \${OPENAI_API_KEY:-default}
    steadfast.yaml:4:14  providers.anthropic.apiKey: the variable ANTHROPIC_KEY is not set (ANTHROPIC_API_KEY is set); set it with \`export ANTHROPIC_KEY=<value>\`, or write \${ANTHROPIC_KEY:-default}
    steadfast.yaml:5:22  providers.anthropic.baseUrl: the variable HOST is not set; set it with \`export HOST=<value>\`, or write \${HOST:-default}
    steadfast.yaml:5:43  providers.anthropic.baseUrl: the variable PATH_PART is not set; set it with \`export PATH_PART=<value>\`, or write \${PATH_PART:-default}
    steadfast.yaml:7:10  gateway.token: the file /…/secret/token cannot be read (ENOENT); create it, or correct its path
    steadfast.yaml:8:9  gateway.port: this is no expression; write \${VAR}, \${VAR:-default} or \${file:/path}, and $\${ for a plain \${
    steadfast.yaml:9:15  aliases.a: the variable ALIAS is not set; set it with \`export ALIAS=<value>\`, or write \${ALIAS:-default}"
  `);
});

test('variables, defaults and files take the place of expressions, in any style', async () => {
  const text = `providers:
  openai: { apiKey: \${KEY}, headers: { x-plain: '$\${KEY}', x-both: "\${A}-\${B:-b}" } }
  house:
    type: openai-compatible
    baseUrl: \${URL:-http://127.0.0.1:8000/v1}
    apiKey: \${file:secrets/key}
    keyOptional: \${OPTIONAL}
    headers:
      x-folded: >-
        one \${A}
        two
defaults:
  deadlineMs: \${DEADLINE}
  retry: \${RETRY:-false}
gateway: { token: \${EMPTY:-}x }
# \${NOT_READ} in a comment
`;
  const environment = { KEY: '12345', A: 'a', DEADLINE: '5000', OPTIONAL: 'true', EMPTY: '' };
  const loaded = await load(text, environment, { 'secrets/key': 'sk-file\n' });
  expect(loaded.config).toEqual({
    providers: {
      openai: { apiKey: '12345', headers: { 'x-plain': '${KEY}', 'x-both': 'a-b' } },
      house: {
        type: 'openai-compatible',
        baseUrl: 'http://127.0.0.1:8000/v1',
        apiKey: 'sk-file',
        keyOptional: true,
        headers: { 'x-folded': 'one a two' },
      },
    },
    defaults: { deadlineMs: 5_000, retry: false },
    gateway: { token: 'x' },
  });
  expect(loaded.isSecret(['providers', 'openai', 'apiKey'])).toBe(true);
  expect(loaded.isSecret(['providers', 'house', 'apiKey'])).toBe(true);
  expect(loaded.isSecret(['defaults', 'deadlineMs'])).toBe(false);
});

test('anchors and merges are followed, and problems in them are where they are written', async () => {
  const text = `models:
  base: &base
    use: [sim/echo]
    limits: &limits { idleMs: 1000 }
    deadlineMs: \${UNSET}
  other:
    <<: *base
    deadlineMs: 5000
  third: { <<: [*base, { retry: false }], limits: { <<: *limits, bodyMs: 1 }, deadlineMs: 1 }
`;
  const { config } = await load(text.replace('${UNSET}', '9'));
  expect(config.models).toMatchObject({
    other: { use: ['sim/echo'], limits: { idleMs: 1_000 }, deadlineMs: 5_000 },
    third: { use: ['sim/echo'], limits: { idleMs: 1_000, bodyMs: 1 }, retry: false, deadlineMs: 1 },
  });
  const [first, ...rest] = (await failure(text)).split('\n');
  expect([first?.slice(0, 49), rest]).toEqual(['steadfast.yaml:5:17  models.base.deadlineMs: the ', []]);
  expect((await failure(text.replace('idleMs: 1000', 'idelMs: 1').replace('${UNSET}', '9'))).split('\n')).toEqual([
    'steadfast.yaml:4:23  models.base.limits: unknown key "idelMs"; did you mean "idleMs"?',
    '    such as: idleMs: 60000',
    'steadfast.yaml:4:23  models.other.limits: unknown key "idelMs"; did you mean "idleMs"?',
    '    such as: idleMs: 60000',
    'steadfast.yaml:4:23  models.third.limits: unknown key "idelMs"; did you mean "idleMs"?',
    '    such as: idleMs: 60000',
  ]);
});

test('a file that is no YAML, or too much of it, is told with its place', async () => {
  expect(await failure('models:\n  fast: {\n')).toContain('steadfast.yaml:3:1  this is no YAML: ');
  expect(await failure('models: {}\nmodels: {}\n')).toContain('steadfast.yaml:2:1  this is no YAML: ');
  expect(await failure('models: &a { b: *a }')).toContain('holds more than a configuration can');
  const bomb = Array.from('bcdefgh', (name, index) => {
    const before = `*${String.fromCodePoint(97 + index)}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
  });
  expect(await failure(['a: &a [x, x, x, x, x, x, x, x, x]', ...bomb].join('\n'))).toContain('holds more than');
  expect(await failure('<<: 1')).toContain('"<<" merges maps only');
  expect(await failure('[a]: 1')).toContain('has a key that is no text');
  expect(await failure('- 1')).toBe('steadfast.yaml:1:1  must be an object, and is a list');
});

test('an empty file is a valid one, and no key of it is anything but data', async () => {
  expect((await load('')).config).toEqual({});
  expect((await load('# nothing\n')).config).toEqual({});
  expect(await failure('__proto__: { models: 1 }')).toContain('unknown key "__proto__"');
});

test('no secret appears in a message, wherever it stands', async () => {
  const secret = 'sk-very-secret-0123456789';
  const places = [
    'apiKey: ${KEY}\n  - broken',
    'providers: { openai: ${KEY} }',
    'providers: { openai: { apiKey: { nested: ${KEY} } } }',
    'providers: { openai: { type: ${KEY}, protocol: "${KEY}" } }',
    'models: { fast: { use: [${KEY}], retry: ${KEY}, deadlineMs: ${file:key} } }',
    'aliases: { a: ${KEY} }',
    'gateway: { port: ${KEY}, token: [${file:key}] }',
    'fallbacks: [${KEY}, "x${KEY}"]',
  ];
  for (const text of places) {
    const message = await failure(text, { KEY: secret }, { key: secret });
    expect([text, message]).not.toEqual([text, expect.stringContaining('very-secret')]);
  }
});

test('no text makes the reader fail with anything but its own error', async () => {
  const pieces = fc.constantFrom(
    'models:',
    ' ',
    '\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    '*a',
    '&a',
    '<<:',
    '${X}',
    '$${',
    '- ',
    '"',
    'x: ',
    '!t',
    '|',
    '---\n',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (parts) => {
      const { readYaml } = await import('./read-yaml.ts');
      const { fileShape } = await import('./file-config.ts');
      const reading = readYaml({ text: parts.join(''), environment: {}, folder: '/', shape: fileShape });
      for (const { position } of reading.problems) expect(position?.line).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('the file is the one named, else the one in the folder, else the user’s own', async () => {
  const named = (port: number): string => `gateway: { port: ${port} }`;
  const folder = await folderWith({
    'named.yaml': named(1),
    'variable.yaml': named(2),
    'work/steadfast.yaml': named(3),
    'yml/steadfast.yml': named(4),
    'ts/steadfast.config.ts': `const port: number = 5;\nexport default { gateway: { port } };`,
    'mjs/steadfast.config.mjs': 'export default { gateway: { port: 6 } };',
    'home/.config/steadfast/steadfast.yaml': named(7),
    'xdg/steadfast/steadfast.yaml': named(8),
  });
  const home = { HOME: join(folder, 'home') };
  const find = async (below: string, environment: Variables = home, file?: string): Promise<unknown> => {
    const loaded = await loadConfig({ file, environment, folder: join(folder, below) });
    return [loaded?.config.gateway?.port, loaded?.name];
  };
  const variable = { ...home, STEADFAST_CONFIG: join(folder, 'variable.yaml') };
  expect(await find('work', variable, '../named.yaml')).toEqual([1, join(folder, 'named.yaml')]);
  expect(await find('work', variable)).toEqual([2, join(folder, 'variable.yaml')]);
  expect(await find('work')).toEqual([3, 'steadfast.yaml']);
  expect(await find('yml')).toEqual([4, 'steadfast.yml']);
  expect(await find('ts')).toEqual([5, 'steadfast.config.ts']);
  expect(await find('mjs')).toEqual([6, 'steadfast.config.mjs']);
  expect(await find('home')).toEqual([7, '.config/steadfast/steadfast.yaml']);
  expect(await find('.', { ...home, XDG_CONFIG_HOME: join(folder, 'xdg') })).toEqual([
    8,
    'xdg/steadfast/steadfast.yaml',
  ]);
  expect(await find('.', { HOME: folder })).toEqual([undefined, undefined]);
  await expect(find('.', home, 'none.yaml')).rejects.toThrow(
    'none.yaml: the file cannot be read (ENOENT); create it, or name another with --config.',
  );
});

test('a program as configuration is checked like any other', async () => {
  const run = async (text: string): Promise<string> => {
    const folder = await folderWith({ 'steadfast.config.mjs': text });
    const loading = loadConfig({ environment: { HOME: folder }, folder });
    return loading.then(() => 'valid', String);
  };
  expect(await run('export default { models: { fast: { use: ["sim/echo"], limit: {} } } }')).toBe(
    'ConfigFileError: steadfast.config.mjs  models.fast: unknown key "limit"; did you mean "limits"?\n' +
      '    such as: limits: { firstContentMs: 20000, idleMs: 15000 }',
  );
  expect(await run('export const config = {}')).toContain('has no default export');
  expect(await run('throw new Error("not today")')).toContain('cannot be run: not today');
});
