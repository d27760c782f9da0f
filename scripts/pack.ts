import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

// Packs the packages as they are published, out of what `tsc -b` has built: `node scripts/pack.ts [--to FOLDER] [NAME ...]`.
// A package's hundreds of modules become a few files, which takes a program that starts a quarter of the time to load and
// an installation half of the room; only declarations to which a door leads are packed.

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types?: string; readonly default: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const root = dirname(import.meta.dirname);
const { values, positionals } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true });
const destination = resolve(values.to ?? root);
mkdirSync(destination, { recursive: true });
for (const name of positionals.length === 0 ? ['steadfast', 'testkit', 'gateway'] : positionals) await pack(name);

async function pack(name: string): Promise<void> {
  const from = join(root, 'packages', name);
  const { scripts: _scripts, ...published } = readJson(join(from, 'package.json'));
  const manifest: Manifest = readJson(join(from, 'package.json'));
  const stage = mkdtempSync(join(tmpdir(), 'steadfast-pack-'));
  try {
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
    for (const file of ['README.md', 'LICENSE', 'schema.json']) copy(join(from, file), join(stage, file));
    copy(join(root, 'LICENSE'), join(stage, 'LICENSE'));
    await bundle(from, stage, manifest);
    for (const file of declarations(from, manifest)) copy(file, join(stage, relative(from, file)));
    const { status } = spawnSync('npm', ['pack', '--loglevel=error', '--pack-destination', destination], {
      cwd: stage,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`npm could not pack ${manifest.name}.`);
  } finally {
    rmSync(stage, { recursive: true });
  }
}

/** Joins the modules behind each door; what several doors lead to stands in files that they share. */
async function bundle(from: string, stage: string, manifest: Manifest): Promise<void> {
  const doors = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
    .map((door) => (typeof door === 'string' ? door : door.default))
    .filter((file) => file.endsWith('.js'));
  const input = Object.fromEntries(doors.map((file) => [file.slice(2, -3), join(from, file)]));
  const others = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const build = await rolldown({
    input,
    platform: 'node',
    external: (id) => id.startsWith('node:') || others.some((other) => id === other || id.startsWith(`${other}/`)),
  });
  await build.write({
    dir: stage,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'dist/parts/[name]-[hash].js',
    // The declarations say it all.
    comments: { jsdoc: false },
  });
}

function declarations(from: string, manifest: Manifest): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = (file: string): void => {
    if (reached.has(file) || !existsSync(file)) return;
    reached.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\(|import)\s*'(\.[^']+)'/g)) {
      follow(resolve(dirname(file), path.replace(/\.(?:js|ts)$/, '.d.ts')));
    }
  };
  for (const door of Object.values(manifest.exports)) {
    if (typeof door === 'object' && door.types !== undefined) follow(join(from, door.types));
  }
  return reached;
}

function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to);
}

function readJson(file: string): Manifest & { readonly scripts?: unknown } {
  const value: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  return value;
}
