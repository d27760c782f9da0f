import { builtinModules } from 'node:module';
import type { House, Violation } from './house.ts';
import { chambers, floors, freestanding, peerFolders } from './plan.ts';
import { resolveImport, type ImportStatement, type SourceFile } from './source-file.ts';

/** In the library, imports point to lower floors only. */
export function floorsPointDown(house: House): Violation[] {
  return eachImport(house, 'floors', (file, _statement, target) => {
    if (file.pack !== 'steadfast' || file.isTest || target?.pack !== 'steadfast' || target.room === file.room)
      return undefined;
    const from = floorOf(file);
    const to = floorOf(target);
    if (from === undefined || to === undefined) {
      return `${from === undefined ? file.room : target.room} has no floor yet; give it one in scripts/house/plan.ts.`;
    }
    if (to < from) return undefined;
    const where = `${roomName(file)} (floor ${from}) imports ${roomName(target)} (floor ${to})`;
    return `${where}; move what both need to a floor below, or take it as an argument.`;
  });
}

/** In a room with chambers, these do not know each other. */
export function chambersKeepApart(house: House): Violation[] {
  return eachImport(house, 'chambers', (file, _statement, target) => {
    if (file.isTest || target === undefined || target.room !== file.room || target.pack !== file.pack) return undefined;
    const from = chamberOf(file);
    const to = chamberOf(target);
    if (from === undefined || to === undefined || from === to) return undefined;
    return `${from} imports ${to}; put what both need in a file directly in ${file.room}/.`;
  });
}

/** Doors are for those outside. */
export function noDoorFromInside(house: House): Violation[] {
  return eachImport(house, 'doors', (file, statement) => {
    if (file.isTest || !/(?:^|\/)index\.ts$/.test(statement.specifier)) return undefined;
    return `${statement.specifier} is a door for those outside; import from the file that declares it.`;
  });
}

/** A relative import leads to a file that is there, and never out of its package; tests share what is in test/. */
export function importsStayInside(house: House): Violation[] {
  const paths = new Set(house.files.map((file) => file.path));
  return eachImport(house, 'inside', (file, { specifier }) => {
    const path = resolveImport(file, specifier);
    if (path === undefined || (file.isTest && path.startsWith('test/'))) return undefined;
    if (!path.startsWith(`packages/${file.pack}/src/`)) {
      return `${specifier} leaves the package; import it by the package's name, through its exports.`;
    }
    return paths.has(path) || file.isTest ? undefined : `${specifier} leads to no file.`;
  });
}

/** A package imports by name only what its package.json declares, and ours only through their doors. */
export function packagesAreDeclared(house: House): Violation[] {
  return eachImport(house, 'packages', (file, { specifier, typeOnly }) => {
    if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
    if (builtinModules.includes(specifier)) return `write node:${specifier}.`;
    const own = house.manifests.find((manifest) => manifest.pack === file.pack);
    const ours = house.manifests.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
    if (ours !== undefined && freestanding.includes(file.pack) && (file.pack === 'testkit' || !file.isTest)) {
      return `${file.pack} stands alone; it imports nothing of ours by name (${specifier}).`;
    }
    if (file.isTest) return undefined;
    if (ours !== undefined && !ours.doors.includes(specifier))
      return `${specifier} is none of the doors of ${ours.name}.`;
    const declared = own?.dependencies.find((name) => specifier === name || specifier.startsWith(`${name}/`));
    const isAtHand = declared !== undefined && file.path.startsWith(peerFolders[declared] ?? '/');
    if (declared !== undefined && !typeOnly && !isAtHand && own?.optionalPeers.includes(declared) === true) {
      return `${specifier} need not be installed; import its types alone, with import type.`;
    }
    if (declared !== undefined) return undefined;
    return `${specifier} is no dependency in ${own?.path ?? 'package.json'}; do without it, or declare it there.`;
  });
}

/** Files do not import each other in a circle, types included. */
export function noCycles(house: House): Violation[] {
  const byPath = new Map(house.files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    for (const { specifier, line } of file.imports) {
      const path = resolveImport(file, specifier);
      const target = path === undefined ? undefined : byPath.get(path);
      if (target === undefined || done.has(target.path)) continue;
      const start = trail.indexOf(target.path);
      if (start < 0) visit(target, [...trail, target.path]);
      else found.push(cycle(file.path, line, [...trail.slice(start), target.path]));
    }
    done.add(file.path);
  };
  for (const file of house.files) if (!done.has(file.path)) visit(file, [file.path]);
  return found;
}

function cycle(path: string, line: number, circle: readonly string[]): Violation {
  const mend = `${circle.join(' -> ')} is a circle; move what both ends need to a file of its own.`;
  return { path, line, rule: 'cycles', mend };
}

type Judge = (file: SourceFile, statement: ImportStatement, target: SourceFile | undefined) => string | undefined;

function eachImport(house: House, rule: string, judge: Judge): Violation[] {
  const byPath = new Map(house.files.map((file) => [file.path, file]));
  const found: Violation[] = [];
  for (const file of house.files) {
    for (const statement of file.imports) {
      const path = resolveImport(file, statement.specifier);
      const mend = judge(file, statement, path === undefined ? undefined : byPath.get(path));
      if (mend !== undefined) found.push({ path: file.path, line: statement.line, rule, mend });
    }
  }
  return found;
}

/** What lies directly in `src/` is the roof: it may import every room, and no room imports it. */
function floorOf(file: SourceFile): number | undefined {
  return file.room === '' ? Infinity : floors[file.room];
}

function roomName(file: SourceFile): string {
  return file.room === '' ? 'the roof' : file.room;
}

function chamberOf(file: SourceFile): string | undefined {
  const folder = file.path.split('/')[4] ?? '';
  return chambers[file.room]?.includes(folder) ? folder : undefined;
}
