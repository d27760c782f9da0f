import { providersOf } from 'steadfast/config';
import { simulatedModels } from 'steadfast/providers';
import { configOrFailure } from '../config/config-or-failure.ts';
import type { FileConfig } from '../config/file-config.ts';
import { startConfigured } from '../config/start-configured.ts';
import { exitCodes } from '../exit-code.ts';
import type { Gateway } from '../gateway.ts';
import { onInterrupt } from '../interrupts.ts';
import { keysFound, listedModels } from '../listed-models.ts';
import { findLocalServers } from '../local-servers.ts';
import type { LocalServer } from '../local-servers.ts';
import { recordFile } from '../record-file.ts';
import { print, say, styled } from '../terminal.ts';
import { keptToken } from '../token-file.ts';

/** Options of `steadfast serve`; they win over the configuration. */
export interface ServeOptions {
  readonly config?: string;
  /** Default: 4000. */
  readonly port?: number;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  readonly token?: string;
  /** False with `--no-auth`. */
  readonly auth: boolean;
  readonly fallback?: readonly string[];
  /** Where records of calls are written. Default: nowhere. */
  readonly records?: string;
  /** Seconds. Default: 30. */
  readonly drain?: number;
}

/** A gateway's settings, and what is told of them. */
interface Setting {
  readonly config: FileConfig;
  /** The configuration file. */
  readonly configName?: string;
  readonly local: readonly LocalServer[];
  /** Where the token is from. */
  readonly tokenFrom?: string;
}

/** Starts the gateway and says what it found; runs until it is ended by a signal. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const found = await configOrFailure(options.config);
  if (found === undefined) return;
  const { config = {}, name: configName } = found.loaded ?? {};
  const local = await findLocalServers(process.env, providersOf(config));
  const { token, from: tokenFrom } = await tokenFor(options, config);
  const { host, port, fallback: fallbacks, drain } = options;
  const records = options.records === undefined ? undefined : recordFile(options.records, (reason) => say(reason));
  let gateway: Gateway;
  try {
    gateway = await startConfigured(config, {
      host,
      port,
      token,
      fallbacks,
      shown: listedModels({}, process.env, local).map(({ name }) => name),
      drainMs: drain === undefined ? undefined : drain * 1_000,
      outermost: records?.layer,
    });
  } catch (error) {
    say(`${styled('red', 'steadfast:')} ${reasonOf(error)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  const interrupted = new Promise<number>((resolve) => onInterrupt(resolve));
  introduce(gateway, { config, configName, local, tokenFrom });
  await interrupted;
  say('Shutting down: running calls may end; a second signal quits at once.');
  await gateway.close();
  await records?.close();
}

/** What callers must show: as given, else as configured, else the user's own; `from` says where one was found. */
async function tokenFor(
  options: ServeOptions,
  { gateway = {} }: FileConfig,
): Promise<{ readonly token: string | false; readonly from?: string }> {
  if (!options.auth) return { token: false };
  if (options.token !== undefined) return { token: options.token };
  if (gateway.auth === false) return { token: false };
  return gateway.token === undefined ? keptToken(process.env) : { token: gateway.token };
}

function simulatedNames(): string[] {
  return Object.keys(simulatedModels).map((name) => `sim/${name}`);
}

function introduce(gateway: Gateway, { config, configName, local, tokenFrom }: Setting): void {
  print(`${gateway.url}\n`);
  if (configName !== undefined) line('config', configName);
  const names = [...Object.keys(config.models ?? {}), ...Object.keys(config.aliases ?? {})];
  if (names.length > 0) line('models', names.join(', '));
  tellKeys(config);
  for (const { provider, url, models } of local)
    line('local', `${provider.name} at ${url}: ${models.join(', ') || 'no models'}`);
  if (local.length === 0) line('local', 'no model server found on this machine');
  line('no key', simulatedNames().join(', '));
  const open = styled('yellow', 'none: everybody on this machine is let in');
  line('token', gateway.token === undefined ? open : (tokenFrom ?? 'as given'));
  say();
  say(tryLine(gateway, tokenFrom));
}

/** How many variables that are not set are named at the start. */
const mostTold = 8;

function tellKeys(config: FileConfig): void {
  const found = keysFound(config, process.env);
  const others = Object.values(providersOf(config))
    .filter((row) => row.local === undefined && !found.some(({ id }) => id === row.id))
    .flatMap((row) => row.environment.keys.slice(0, 1));
  const known = [...new Set(others)];
  const rest = known.length - mostTold;
  const more = rest > 0 ? ` and ${rest} more, which steadfast doctor lists` : '';
  const set = found.map(({ key }) => key).join(', ');
  line('keys', set === '' ? 'none is set' : `${styled('green', set)} set`);
  line('', styled('dim', `not set: ${known.slice(0, mostTold).join(', ')}${more}`));
}

function line(name: string, text: string): void {
  say(`  ${styled('bold', name.padEnd(7))} ${text}`);
}

/** A line to paste into a shell on this machine. */
function tryLine({ url, token }: Gateway, tokenFrom: string | undefined): string {
  const shown =
    tokenFrom === undefined ? token : tokenFrom === 'STEADFAST_TOKEN' ? '$STEADFAST_TOKEN' : `$(cat '${tokenFrom}')`;
  const authorization = shown === undefined ? '' : ` -H "authorization: Bearer ${shown}"`;
  const body = `{"model":"sim/echo","messages":[{"role":"user","content":"It holds."}]}`;
  return `curl ${url}/v1/chat/completions${authorization} -H 'content-type: application/json' -d '${body}'`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message;
  const port = 'port' in error ? `Port ${String(error.port)}` : 'The port';
  return `${port} is taken. Choose another with --port, or 0 for any free one.`;
}
