import { findProviders, providers, simulatedModels } from 'steadfast/providers';
import { exitCodes } from '../exit-code.ts';
import { startGateway } from '../gateway.ts';
import type { Gateway } from '../gateway.ts';
import { onInterrupt } from '../interrupts.ts';
import { findLocalServers } from '../local-servers.ts';
import type { LocalServer } from '../local-servers.ts';
import { smallModels } from '../small-models.ts';
import { print, say, styled } from '../terminal.ts';
import { keptToken } from '../token-file.ts';

/** Options of `steadfast serve`. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  /** False with `--no-auth`. */
  readonly auth: boolean;
  readonly fallback?: readonly string[];
  /** Seconds. */
  readonly drain: number;
}

/** Starts the gateway and says what it found; runs until it is ended by a signal. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const local = await findLocalServers(process.env);
  const kept = options.auth && options.token === undefined ? await keptToken(process.env) : undefined;
  const token = options.auth ? (options.token ?? kept?.token) : (false as const);
  const { host, port, fallback: fallbacks } = options;
  let gateway: Gateway;
  try {
    gateway = await startGateway({
      host,
      port,
      token,
      fallbacks,
      shown: shownNames(local),
      drainMs: options.drain * 1_000,
    });
  } catch (error) {
    say(`${styled('red', 'steadfast:')} ${reasonOf(error, port)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  introduce(gateway, local, kept?.from);
  await new Promise<number>((resolve) => onInterrupt(resolve));
  say('Shutting down: running calls may end; a second signal quits at once.');
  await gateway.close();
}

function shownNames(local: readonly LocalServer[]): string[] {
  const keyed = findProviders(providers, process.env).flatMap(({ provider }) => {
    const model = smallModels[provider.id];
    return model === undefined ? [] : [`${provider.id}/${model}`];
  });
  const here = local.flatMap(({ provider, models }) => models.map((model) => `${provider.id}/${model}`));
  return [...keyed, ...here, ...simulatedNames()];
}

function simulatedNames(): string[] {
  return Object.keys(simulatedModels).map((name) => `sim/${name}`);
}

function introduce(gateway: Gateway, local: readonly LocalServer[], tokenFrom: string | undefined): void {
  print(`${gateway.url}\n`);
  const found = findProviders(providers, process.env);
  const set = found.map(({ variable }) => variable);
  const others = Object.values(providers)
    .filter((row) => row.local === undefined && !found.some(({ provider }) => provider.id === row.id))
    .flatMap((row) => row.environment.keys.slice(0, 1));
  line('keys', set.length === 0 ? 'none is set' : `${styled('green', set.join(', '))} set`);
  line('', styled('dim', `not set: ${others.join(', ')}`));
  for (const { provider, url, models } of local)
    line('local', `${provider.name} at ${url}: ${models.join(', ') || 'no models'}`);
  if (local.length === 0) line('local', 'no model server found on this machine');
  line('no key', simulatedNames().join(', '));
  line(
    'token',
    gateway.token === undefined
      ? styled('yellow', 'none: everybody on this machine is let in')
      : (tokenFrom ?? 'as given'),
  );
  say();
  say(tryLine(gateway, tokenFrom));
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

function reasonOf(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  const taken = 'code' in error && error.code === 'EADDRINUSE';
  return taken ? `Port ${port} is taken. Choose another with --port, or 0 for any free one.` : error.message;
}
