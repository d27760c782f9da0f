import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// Run before a package is packed, in its folder: takes away the declarations that no door leads to. They describe what a
// program that uses the package can't name, and are a third of its files.
const folder = process.cwd();
const manifest: { exports: Record<string, string | { types?: string }> } = JSON.parse(
  readFileSync(join(folder, 'package.json'), 'utf8'),
);
const reached = new Set<string>();
for (const door of Object.values(manifest.exports)) {
  if (typeof door === 'object' && door.types !== undefined) follow(join(folder, door.types));
}

const dist = join(folder, 'dist');
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const file = join(dist, name);
  if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
}

function follow(file: string): void {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\(|import)\s*'(\.[^']+)'/g)) {
    follow(resolve(dirname(file), path.replace(/\.(?:js|ts)$/, '.d.ts')));
  }
}
