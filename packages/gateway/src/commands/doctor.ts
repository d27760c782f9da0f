import { formatPath, providersOf, targetsOf } from 'steadfast/config';
import { addressVariablesOf } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import type { FileConfig } from '../config/file-config.ts';
import { ConfigFileError, loadConfig } from '../config/load-config.ts';
import { exitCodes } from '../exit-code.ts';
import { keysFound } from '../listed-models.ts';
import { findLocalServers, isLocal } from '../local-servers.ts';
import type { LocalServer } from '../local-servers.ts';
import { isPortFree } from '../port-free.ts';
import { endWithReader, print } from '../terminal.ts';

/** Options of `steadfast doctor`. */
export interface DoctorOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

/** What was looked at; with `fix`, what is wrong and how to mend it. */
interface Finding {
  readonly text: string;
  readonly fix?: string;
}

/** The oldest Node that takes TypeScript files as they are, which configuration files may be. */
const oldestNode = [22, 18] as const;

/**
 * Looks at all that a gateway on this machine needs and prints what it finds, each fault with its fix. The exit code says
 * whether there is any. No provider is asked for anything but the model servers on this machine, for their lists.
 */
export async function doctorCommand(options: DoctorOptions): Promise<void> {
  endWithReader();
  const { config, finding } = await lookAtConfig(options.config);
  const local = await findLocalServers(process.env, providersOf(config));
  const findings = [
    lookAtNode(process.versions.node),
    finding,
    await lookAtPort(options, config),
    ...lookAtKeys(config, local),
    ...lookAtServers(local),
    ...lookAtTargets(config, local),
  ];
  for (const { text, fix } of findings) print(fix === undefined ? `✓ ${text}\n` : `✗ ${text}\n    fix: ${fix}\n`);
  const wrong = findings.filter(({ fix }) => fix !== undefined).length;
  if (wrong > 0) process.exitCode = exitCodes.failed;
}

function lookAtNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = oldestNode;
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  const least = oldestNode.join('.');
  return { text: `Node ${version}`, fix: isOld ? `install Node ${least} or newer: https://nodejs.org` : undefined };
}

async function lookAtConfig(file: string | undefined): Promise<{ config: FileConfig; finding: Finding }> {
  try {
    const loaded = await loadConfig({ file, environment: process.env, folder: process.cwd() });
    if (loaded === undefined) return { config: {}, finding: { text: 'no configuration file, and none is needed' } };
    return { config: loaded.config, finding: { text: `configuration ${loaded.name} is valid` } };
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    const text = `the configuration cannot be used:\n${error.message.replace(/^/gm, '    ')}`;
    return { config: {}, finding: { text, fix: 'correct these lines; `steadfast config check` looks at them again' } };
  }
}

async function lookAtPort(options: DoctorOptions, { gateway = {} }: FileConfig): Promise<Finding> {
  const { host = gateway.host ?? '127.0.0.1', port = gateway.port ?? 4_000 } = options;
  if (await isPortFree(host, port)) return { text: `port ${port} on ${host} is free` };
  const fix = `end what listens there, or choose another: steadfast serve --port ${port + 1}`;
  return { text: `port ${port} on ${host} cannot be listened on`, fix };
}

function lookAtKeys(config: FileConfig, local: readonly LocalServer[]): Finding[] {
  const found = keysFound(config, process.env);
  const keys = new Set(found.map(({ key }) => key));
  if (keys.size > 0) return [{ text: `keys: ${[...keys].join(', ')}` }];
  if (local.length > 0) return [{ text: 'no key is set; the model servers on this machine need none' }];
  const fix = 'set a key, such as `export ANTHROPIC_API_KEY=<your key>`, or start a model server: `ollama serve`';
  return [{ text: 'no key is set and no model server runs on this machine; only the simulated models answer', fix }];
}

function lookAtServers(local: readonly LocalServer[]): Finding[] {
  // Some listen at the same address by default: which of them it is, their lists do not tell.
  return [...Map.groupBy(local, ({ url }) => url)].map(([url, servers]) => {
    const names = servers.map(({ provider }) => provider.name).join(' or ');
    return { text: `${names} at ${url}: ${servers[0]?.models.join(', ') || 'no models yet'}` };
  });
}

/** Whether every model that the configuration names has a key, or a server that runs. */
function lookAtTargets(config: FileConfig, local: readonly LocalServer[]): Finding[] {
  return targetsOf(config, process.env).map(({ name, path, provider, lacksKey, lacksAddress }) => {
    const text = `${formatPath(path)}: ${name}`;
    if (lacksKey) return { text: `${text} has no key`, fix: `export ${provider.environment.keys[0]}=<your key>` };
    if (lacksAddress) {
      const fix = `give its baseUrl, or set one of ${addressVariablesOf(provider).join(', ')}`;
      return { text: `${text} has no address`, fix };
    }
    if (!isAway(provider, local)) return { text };
    const fix = `start it${provider.local === undefined ? '' : `: \`${provider.local.start}\``}, or correct its baseUrl`;
    return { text: `${text}: ${provider.name} does not answer on this machine`, fix };
  });
}

function isAway(provider: Provider, local: readonly LocalServer[]): boolean {
  return isLocal(provider) && !local.some((server) => server.provider.id === provider.id);
}
