import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import type { Release } from './program.ts';
import { runProgram } from './run-program.ts';

/** The folder that the programs are kept in from run to run, about 800 MB. */
export const programsFolder = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'steadfast', 'acceptance');

const installMs = 600_000;
const startMs = 60_000;

/**
 * Installs what is not there yet in its exact version, without running install scripts.
 * @throws Error that says why npm could not
 */
export async function install(releases: readonly Release[]): Promise<void> {
  const missing = [];
  for (const release of releases) if (!(await isInstalled(release))) missing.push(release);
  if (missing.length === 0) return;
  await mkdir(programsFolder, { recursive: true });
  await writeFile(join(programsFolder, 'package.json'), '{ "private": true }\n');
  const wanted = releases.map((release) => `${release.package}@${release.version}`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', programsFolder];
  const circumstances = { folder: programsFolder, environment: env, mostMs: installMs };
  const { code, stderr } = await runProgram('npm', ['install', ...flags, ...wanted], circumstances);
  if (code !== 0) throw new Error(`npm could not install ${wanted.join(', ')}:\n${stderr}`);
}

/** The file that Node runs. */
export function entryOf(release: Release): string {
  return join(programsFolder, 'node_modules', release.package, release.entry);
}

/** What keeps a program from starting on this machine at all; `undefined` for nothing. */
export async function refusalOf(release: Release): Promise<string | undefined> {
  const environment = { PATH: env['PATH'], HOME: programsFolder };
  const circumstances = { folder: programsFolder, environment, mostMs: startMs };
  const { code, stdout, stderr } = await runProgram(execPath, [entryOf(release), '--version'], circumstances);
  if (code === 0 && stdout.includes(release.version)) return undefined;
  return `it does not start (exit code ${code ?? 'none'}): ${(stderr || stdout).trim()}`;
}

async function isInstalled(release: Release): Promise<boolean> {
  try {
    const manifest = await readFile(join(programsFolder, 'node_modules', release.package, 'package.json'), 'utf8');
    return manifest.includes(`"version": "${release.version}"`);
  } catch {
    return false;
  }
}
