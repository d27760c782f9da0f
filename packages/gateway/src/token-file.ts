import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment } from 'steadfast/providers';
import { newToken } from './gateway.ts';

/** A token and where it comes from. */
export interface KeptToken {
  readonly token: string;
  /** The variable or the file that holds it. */
  readonly from: string;
}

/** The token of this user's gateway: `STEADFAST_TOKEN`, else the one in the config directory, made and kept (mode 0600) at first. */
export async function keptToken(environment: Environment): Promise<KeptToken> {
  const set = environment['STEADFAST_TOKEN']?.trim();
  if (set !== undefined && set !== '') return { token: set, from: 'STEADFAST_TOKEN' };
  const config = environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const path = join(config, 'steadfast', 'token');
  const known = await readKept(path);
  if (known !== undefined) return { token: known, from: path };
  const token = newToken();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${token}\n`, { mode: 0o600 });
  return { token, from: path };
}

async function readKept(path: string): Promise<string | undefined> {
  try {
    const token = (await readFile(path, 'utf8')).trim();
    return token === '' ? undefined : token;
  } catch {
    return undefined;
  }
}
