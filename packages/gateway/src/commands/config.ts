import {
  allSettings,
  exampleOf,
  nameOf,
  nearestSettings,
  printable,
  settingNamed,
  withModelDefaults,
} from 'steadfast/config';
import type { PlacedSetting } from 'steadfast/config';
import { configOrFailure } from '../config/config-or-failure.ts';
import { fileShape } from '../config/file-config.ts';
import { configNames } from '../config/find-config.ts';
import { ConfigFileError, loadConfig } from '../config/load-config.ts';
import { schemaText } from '../config/schema.ts';
import { exitCodes } from '../exit-code.ts';
import { endWithReader, print, say } from '../terminal.ts';

/** Options of `steadfast config print`. */
export interface ConfigPrintOptions {
  readonly config?: string;
  /** Whether defaults are filled in. */
  readonly resolved?: boolean;
  readonly json?: true;
}

/** Checks a configuration file: its problems go to stdout, one place a line, and the exit code says whether there are any. */
export async function configCheckCommand(file: string | undefined): Promise<void> {
  endWithReader();
  try {
    const loaded = await loadConfig({ file, environment: process.env, folder: process.cwd() });
    if (loaded === undefined) return noConfig();
    const { models = {}, aliases = {}, providers = {} } = loaded.config;
    const counts = [counted(models, 'model'), counted(providers, 'provider'), counted(aliases, 'alias', 'aliases')];
    say(`${loaded.name} is valid: ${counts.join(', ')}.`);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    print(`${error.message}\n`);
    process.exitCode = exitCodes.failed;
  }
}

/** Prints the configuration that holds, without its secrets. */
export async function configPrintCommand({ config: file, resolved = false, json }: ConfigPrintOptions): Promise<void> {
  endWithReader();
  const found = await configOrFailure(file);
  if (found === undefined) return;
  if (found.loaded === undefined && !resolved) return noConfig();
  const { config, name, isSecret } = found.loaded ?? { config: {}, name: 'no file', isSecret: () => false };
  const held = resolved ? { gateway: {}, ...config, ...withModelDefaults(config) } : config;
  const shown = printable(fileShape, held, { defaults: resolved, isSecret });
  say(`from ${name}`);
  print(json === true ? `${JSON.stringify(shown, null, 2)}\n` : await yamlOf(shown));
}

async function yamlOf(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(value);
}

/** Prints the JSON Schema of configuration files. */
export function configSchemaCommand(): void {
  endWithReader();
  print(schemaText());
}

/** Says what a setting does; without a path, which settings there are. */
export function configExplainCommand(path: string | undefined): void {
  endWithReader();
  if (path === undefined) {
    const all = allSettings(fileShape);
    const width = Math.max(...all.map((placed) => placed.path.length));
    for (const placed of all) print(`${placed.path.padEnd(width)}  ${placed.setting.about}\n`);
    return;
  }
  const placed = settingNamed(fileShape, path);
  if (placed === undefined) {
    const close = nearestSettings(fileShape, path);
    const advice = close.length === 0 ? '`steadfast config explain` lists all' : `did you mean ${close.join(' or ')}?`;
    say(`steadfast: there is no setting ${path}; ${advice}`);
    process.exitCode = exitCodes.usage;
    return;
  }
  print(explanation(placed));
}

function explanation({ path, setting }: PlacedSetting): string {
  const held = setting.default === undefined ? setting.otherwise : JSON.stringify(setting.default);
  const inner = allSettings(setting.shape, path);
  const depth = (inner[0]?.path ?? '').split('.').length;
  return [
    path,
    `  ${setting.about}`,
    `  type     ${nameOf(setting.shape)}`,
    `  default  ${held ?? 'none'}`,
    `  example  ${exampleOf(path.split('.').at(-1) ?? path, setting)}`,
    ...inner
      .filter((placed) => placed.path.split('.').length === depth)
      .map((placed) => `  ${placed.path}: ${placed.setting.about}`),
    '',
  ].join('\n');
}

function counted(entries: object, one: string, many = `${one}s`): string {
  const count = Object.keys(entries).length;
  return `${count} ${count === 1 ? one : many}`;
}

function noConfig(): void {
  say(`steadfast: there is no configuration. Write one, such as ${configNames[0]} in this folder, or name one.`);
  process.exitCode = exitCodes.failed;
}
