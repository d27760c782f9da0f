import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { runProgram } from '../../acceptance/run-program.ts';

/** The clients that ours is held against, in exact versions, and what they need beside them. */
export const clientReleases: Readonly<Record<string, string>> = {
  openai: '7.57.0',
  '@anthropic-ai/sdk': '1.12.0',
  ai: '7.0.173',
  '@ai-sdk/openai': '4.0.118',
  '@ai-sdk/anthropic': '4.0.105',
  'ai-retry': '2.4.0',
  'ai-fallback': '3.0.0',
  '@langchain/core': '1.4.0',
  '@langchain/openai': '1.6.0',
  '@langchain/anthropic': '1.5.11',
};

/** The gateway that ours is held against. */
export const gatewayReleases: Readonly<Record<string, string>> = { '@portkey-ai/gateway': '1.15.2' };

/** Newer versions of the server below Portkey's gateway, which a fresh installation takes, let none of its streams pass. */
const gatewayOverrides = { '@hono/node-server': '1.13.8', hono: '4.9.7' };

/** The folder that the peers are kept in from run to run, about 200 MB. */
export const peersFolder = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'steadfast', 'peers');

/** Where Portkey's gateway is started from. */
export const portkeyEntry = join(peersFolder, 'gateway/node_modules/@portkey-ai/gateway/build/start-server.js');

const installMs = 600_000;

/**
 * Installs the peers where they are not there in these versions, without running install scripts, and puts the adapters
 * beside them, so that these find what they import.
 * @throws Error that says why npm could not
 */
export async function installPeers(): Promise<void> {
  await install(peersFolder, clientReleases, {});
  await install(join(peersFolder, 'gateway'), gatewayReleases, gatewayOverrides);
  const beside = join(peersFolder, 'conformance');
  await rm(beside, { recursive: true, force: true });
  await cp(dirname(import.meta.dirname), beside, { recursive: true });
}

/** The adapter of a peer, beside what it imports. */
export function adapterOf(name: string): string {
  return join(peersFolder, 'conformance/peers', `${name}.mjs`);
}

async function install(
  folder: string,
  releases: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>>,
): Promise<void> {
  const manifest = `${JSON.stringify({ private: true, type: 'module', dependencies: releases, overrides }, null, 2)}\n`;
  const done = join(folder, 'installed.json');
  if ((await readFile(done, 'utf8').catch(() => '')) === manifest) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  const circumstances = { folder, environment: env, mostMs: installMs };
  const { code, stderr } = await runProgram('npm', ['install', ...flags], circumstances);
  if (code !== 0) throw new Error(`npm could not install the peers in ${folder}:\n${stderr}`);
  await writeFile(done, manifest);
}
