import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource, type SourceFile } from './source-file.ts';

/** What the rules read of a package.json. */
export interface Manifest {
  readonly path: string;
  readonly name: string;
  /** The folder under `packages/`. */
  readonly pack: string;
  /** The specifiers under which others may import from it: `steadfast`, `steadfast/model`, … */
  readonly doors: readonly string[];
  /** Packages that are there when it runs: dependencies, optional and peer dependencies. */
  readonly dependencies: readonly string[];
  /** Those of them that need not be there: only their types may be imported. */
  readonly optionalPeers: readonly string[];
  readonly scripts: readonly string[];
}

/** All that the rules look at. */
export interface House {
  readonly files: readonly SourceFile[];
  readonly manifests: readonly Manifest[];
}

/** A breach of a rule, and how to mend it. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly mend: string;
}

/** Reads all packages of the repository at `root`. */
export function readHouse(root: string): House {
  const packs = readdirSync(join(root, 'packages'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files: SourceFile[] = [];
  const manifests: Manifest[] = [];
  for (const { name: pack } of packs) {
    const manifest = `packages/${pack}/package.json`;
    manifests.push(readManifest(manifest, pack, readFileSync(join(root, manifest), 'utf8')));
    for (const path of sourcesIn(root, `packages/${pack}/src`)) {
      files.push(readSource(path, readFileSync(join(root, path), 'utf8')));
    }
  }
  return { files, manifests };
}

/** Reads a package.json; `pack` is its folder under `packages/`. */
export function readManifest(path: string, pack: string, text: string): Manifest {
  const json: unknown = JSON.parse(text);
  const name = String(member(json, 'name'));
  return {
    path,
    name,
    pack,
    doors: keys(member(json, 'exports')).map((door) => name + door.slice(1)),
    dependencies: ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      keys(member(json, kind)),
    ),
    optionalPeers: entries(member(json, 'peerDependenciesMeta'))
      .filter(([, meta]) => member(meta, 'optional') === true)
      .map(([peer]) => peer),
    scripts: keys(member(json, 'scripts')),
  };
}

function sourcesIn(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}

function member(json: unknown, name: string): unknown {
  return entries(json).find(([key]) => key === name)?.[1];
}

function keys(json: unknown): string[] {
  return entries(json).map(([key]) => key);
}

function entries(json: unknown): [string, unknown][] {
  return typeof json === 'object' && json !== null ? Object.entries(json) : [];
}
