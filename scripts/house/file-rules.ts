import type { House, Violation } from './house.ts';
import { emptyNames, freestanding, installScripts, longestFile } from './plan.ts';
import type { SourceFile } from './source-file.ts';

/** A door holds re-exports by name and nothing else; no other file re-exports. */
export function doorsOnlyReexport(house: House): Violation[] {
  const found: Violation[] = [];
  for (const file of house.files) {
    if (file.isDoor) found.push(...doorViolations(file));
    else if (!file.isTest) {
      for (const { line, reexport } of file.imports) {
        const mend = 'only a door (index.ts) re-exports; let others import from the file that declares it.';
        if (reexport) found.push({ path: file.path, line, rule: 'doors', mend });
      }
    }
  }
  return found;
}

/** Names of files and folders say what is inside. */
export function namesSaySomething(house: House): Violation[] {
  const found: Violation[] = [];
  for (const { path } of house.files) {
    const parts = path.split('/').map((part) => part.split('.')[0] ?? '');
    const empty = parts.find((part) => emptyNames.some((name) => part === name || part.endsWith(`-${name}`)));
    const mend = `"${empty}" says nothing of what is inside; name it after its main export.`;
    if (empty !== undefined) found.push({ path, line: 1, rule: 'names', mend });
  }
  return found;
}

/** A file holds one idea, and ends before its reader tires. */
export function filesAreShort(house: House): Violation[] {
  const found: Violation[] = [];
  for (const { path, text, isTest } of house.files) {
    const count = text.split('\n').length - 1;
    const mend = `${count} lines are more than ${longestFile}; give one of its ideas a file of its own.`;
    if (!isTest && count > longestFile) found.push({ path, line: longestFile + 1, rule: 'length', mend });
  }
  return found;
}

const declaration =
  /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|interface|type|namespace)\s+([\w$]+)/;

/** Every exported declaration has a doc comment directly above it; of overloads the first. */
export function exportsAreDocumented(house: House): Violation[] {
  return house.files.filter(({ isTest }) => !isTest).flatMap(undocumented);
}

/** The library and the test kit depend on nothing, and no package runs anything when it is installed. */
export function installsAreClean(house: House): Violation[] {
  const found: Violation[] = [];
  for (const { path, pack, dependencies, optionalPeers, scripts } of house.manifests) {
    const needed = dependencies.filter((name) => !optionalPeers.includes(name));
    if (freestanding.includes(pack) && needed.length > 0) {
      const mend = `${pack} has no dependencies; do without ${needed.join(', ')}.`;
      found.push({ path, line: 1, rule: 'dependencies', mend });
    }
    for (const script of scripts.filter((name) => installScripts.includes(name))) {
      found.push({ path, line: 1, rule: 'install-scripts', mend: `remove the script "${script}".` });
    }
  }
  return found;
}

function undocumented(file: SourceFile): Violation[] {
  const lines = file.text.split('\n');
  const seen = new Set<string>();
  const found: Violation[] = [];
  for (const [index, line] of lines.entries()) {
    const name = declaration.exec(line)?.[1];
    const place = { path: file.path, line: index + 1, rule: 'documentation' };
    if (name !== undefined && !seen.has(name) && !hasDocAbove(lines, index)) {
      found.push({ ...place, mend: `write one sentence above ${name}: what it is, with units and errors.` });
    }
    if (name !== undefined) seen.add(name);
    if (/^export (?:type )?\{[^}]*\};/.test(line)) found.push({ ...place, mend: 'export it where it is declared.' });
  }
  return found;
}

function hasDocAbove(lines: readonly string[], index: number): boolean {
  if (!(lines[index - 1] ?? '').trimEnd().endsWith('*/')) return false;
  const start = lines.slice(0, index).findLastIndex((line) => line.trimStart().startsWith('/*'));
  return (lines[start] ?? '').trimStart().startsWith('/**');
}

const reexportByName = /^export (?:type )?\{[^{}]*\} from '[^']+';/;

function doorViolations(file: SourceFile): Violation[] {
  const found: Violation[] = [];
  let rest = file.text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/^\s*\/\/.*$/gm, '');
  while (rest.trim() !== '') {
    const start = rest.length - rest.trimStart().length;
    const statement = reexportByName.exec(rest.slice(start))?.[0];
    if (statement === undefined) {
      const line = file.text.split('\n').length - rest.slice(start).split('\n').length + 1;
      const mend = "a door holds `export { … } from '…';` alone; move what it does to a file of its own.";
      found.push({ path: file.path, line, rule: 'doors', mend });
      break;
    }
    rest = rest.slice(start + statement.length);
  }
  return found;
}

function blank(comment: string): string {
  return comment.replace(/[^\n]/g, ' ');
}
