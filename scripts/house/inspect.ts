import {
  doorsOnlyReexport,
  exportsAreDocumented,
  filesAreShort,
  installsAreClean,
  namesSaySomething,
} from './file-rules.ts';
import type { House, Violation } from './house.ts';
import {
  chambersKeepApart,
  floorsPointDown,
  importsStayInside,
  noCycles,
  noDoorFromInside,
  packagesAreDeclared,
} from './import-rules.ts';

const rules: readonly ((house: House) => Violation[])[] = [
  floorsPointDown,
  chambersKeepApart,
  noDoorFromInside,
  importsStayInside,
  packagesAreDeclared,
  noCycles,
  doorsOnlyReexport,
  namesSaySomething,
  filesAreShort,
  exportsAreDocumented,
  installsAreClean,
];

/** Holds the house to all its rules; the breaches come in order of file and line. */
export function inspect(house: House): Violation[] {
  const found = rules.flatMap((rule) => rule(house));
  return found.toSorted((one, other) => one.path.localeCompare(other.path) || one.line - other.line);
}

/** A breach as one line for people: where, which rule, how to mend it. */
export function describe({ path, line, rule, mend }: Violation): string {
  return `${path}:${line}: ${rule}: ${mend}`;
}
