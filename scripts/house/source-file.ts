import { posix } from 'node:path';

/** A statement that names another module. */
export interface ImportStatement {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
  /** True for `export … from`. */
  readonly reexport: boolean;
  /** True for `import type`, of which nothing is left when the program runs. */
  readonly typeOnly: boolean;
}

/** A TypeScript file of a package. */
export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The folder under `packages/`. */
  readonly pack: string;
  /** The first folder under `src/`; empty for a file directly in `src/`. */
  readonly room: string;
  readonly isTest: boolean;
  readonly isDoor: boolean;
  readonly imports: readonly ImportStatement[];
}

const staticImport = /^import\s+(?:[^'"`;]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm;
const reexport = /^export\s+(?:type\s+)?[{*][^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]/gm;
const dynamicImport = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;
const commentLine = /^\s*(?:\*|\/\/|\/\*)/;

/** Reads what the rules need to know of a file. The formatter puts every top-level statement at the start of a line. */
export function readSource(path: string, text: string): SourceFile {
  const [, pack = '', , ...inside] = path.split('/');
  return {
    path,
    text,
    pack,
    room: inside.length > 1 ? (inside[0] ?? '') : '',
    isTest: path.endsWith('.test.ts'),
    isDoor: posix.basename(path) === 'index.ts',
    imports: readImports(text),
  };
}

/** The path that a relative import leads to, from the root of the repository; undefined for a package's name. */
export function resolveImport(from: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from.path), specifier) : undefined;
}

/** The line, counted from 1, that a position in a text is on. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function readImports(text: string): ImportStatement[] {
  const lines = text.split('\n');
  const found: ImportStatement[] = [];
  for (const [pattern, isReexport] of [
    [staticImport, false],
    [reexport, true],
    [dynamicImport, false],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const line = lineAt(text, match.index);
      const written = lines[line - 1] ?? '';
      const typeOnly = /^(?:import|export) type\b/.test(written);
      if (!commentLine.test(written)) found.push({ specifier: match[1] ?? '', line, reexport: isReexport, typeOnly });
    }
  }
  return found.toSorted((one, other) => one.line - other.line);
}
