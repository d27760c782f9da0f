import { join } from 'node:path';
import type { Setting } from '../adapter.ts';
import { adapterOf, clientReleases, gatewayReleases } from './install.ts';

/** Who takes the fault matrix: a client, or a gateway with a plain client in front. */
export interface Subject {
  readonly name: string;
  /** The module that the fault runner drives. */
  readonly adapter: string;
  /** Whose protocols it speaks. */
  readonly formats: readonly Setting['fmt'][];
  /** As it comes, or with its own settings for faults: see `manner.mjs`. Ours is set up. */
  readonly manner: 'defaults' | 'set up';
  /** Whether it takes the matrix alone, and with a second, healthy provider. */
  readonly alone: boolean;
  readonly fallback: boolean;
  readonly gateway?: 'ours' | 'portkey';
}

const both = ['openai', 'anthropic'] as const;
const folder = join(import.meta.dirname, '..');

/** Ours, as `npm run conformance` runs it. */
const ours: readonly Subject[] = [
  {
    name: 'steadfast',
    adapter: join(folder, 'library.ts'),
    formats: both,
    manner: 'set up',
    alone: true,
    fallback: true,
  },
  {
    name: '@steadfast/gateway',
    adapter: join(folder, 'gateway.ts'),
    formats: both,
    manner: 'set up',
    alone: true,
    fallback: true,
    gateway: 'ours',
  },
];

type Peer = Omit<Subject, 'adapter' | 'manner'> & { readonly file: string };

const peers: readonly Peer[] = [
  { name: named('openai'), file: 'openai', formats: ['openai'], alone: true, fallback: false },
  { name: named('@anthropic-ai/sdk'), file: 'anthropic', formats: ['anthropic'], alone: true, fallback: false },
  { name: named('ai'), file: 'ai', formats: both, alone: true, fallback: false },
  { name: named('ai-retry'), file: 'ai-retry', formats: both, alone: true, fallback: true },
  { name: named('ai-fallback'), file: 'ai-fallback', formats: both, alone: false, fallback: true },
  { name: langchain(), file: 'langchain', formats: both, alone: true, fallback: true },
  {
    name: named('@portkey-ai/gateway'),
    file: 'portkey',
    formats: both,
    alone: true,
    fallback: true,
    gateway: 'portkey',
  },
];

/** All who take the fault matrix. */
export const subjects: readonly Subject[] = [
  ...ours,
  ...peers.flatMap(({ file, ...peer }) =>
    (['defaults', 'set up'] as const).map((manner) => ({ ...peer, adapter: adapterOf(file), manner })),
  ),
];

function named(name: string): string {
  return `${name} ${clientReleases[name] ?? gatewayReleases[name] ?? ''}`;
}

function langchain(): string {
  return `@langchain/openai ${clientReleases['@langchain/openai']}, /anthropic ${clientReleases['@langchain/anthropic']}`;
}
