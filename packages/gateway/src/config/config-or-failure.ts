import { exitCodes } from '../exit-code.ts';
import { say, styled } from '../terminal.ts';
import { ConfigFileError, loadConfig } from './load-config.ts';
import type { LoadedConfig } from './load-config.ts';

/** What was found: a configuration, or that there is none. */
export interface FoundConfig {
  readonly loaded: LoadedConfig | undefined;
}

/** The configuration of this process; where it cannot be used, that is told, the exit code is set, and nothing is given. */
export async function configOrFailure(file: string | undefined): Promise<FoundConfig | undefined> {
  try {
    return { loaded: await loadConfig({ file, environment: process.env, folder: process.cwd() }) };
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    say(`${styled('red', 'steadfast:')} the configuration cannot be used.`);
    say(error.message);
    process.exitCode = exitCodes.failed;
    return undefined;
  }
}
