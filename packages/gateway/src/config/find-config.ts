import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readVariable } from 'steadfast/providers';
import type { Environment } from 'steadfast/providers';

/** The names that a configuration file may have in the working directory, in the order in which they are looked for. */
export const configNames: readonly string[] = [
  'steadfast.yaml',
  'steadfast.yml',
  'steadfast.config.ts',
  'steadfast.config.mjs',
];

/** Where a configuration file is looked for. */
export interface ConfigSearch {
  /** The file named on the command line; it need not exist. */
  readonly file?: string;
  readonly environment: Environment;
  /** The working directory. */
  readonly folder: string;
}

/**
 * The configuration file that holds: the one named on the command line, else by `STEADFAST_CONFIG`, else one in the working
 * directory, else the user's own; undefined where there is none. A file that is named is not looked for.
 */
export function findConfig({ file, environment, folder }: ConfigSearch): string | undefined {
  const named = file ?? readVariable(environment, ['STEADFAST_CONFIG']);
  if (named !== undefined) return resolve(folder, named);
  const here = configNames.map((name) => join(folder, name));
  const home = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? homedir(), '.config');
  return [...here, join(home, 'steadfast', 'steadfast.yaml')].find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
