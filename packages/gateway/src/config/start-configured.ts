import { modelsOf } from 'steadfast/config';
import { startGateway } from '../gateway.ts';
import type { Gateway, GatewayOptions } from '../gateway.ts';
import type { FileConfig } from './file-config.ts';

/** What is said beside the configuration; where both say something, this wins. */
export type ConfiguredGatewayOptions = Omit<
  GatewayOptions,
  'models' | 'resolve' | 'embedding' | 'counter' | 'providers'
>;

/**
 * Starts a gateway whose models, providers and settings are those of a configuration.
 * @throws Error as `startGateway` does
 */
export async function startConfigured(config: FileConfig, options: ConfiguredGatewayOptions = {}): Promise<Gateway> {
  const { undiciTransport } = await import('../undici-transport.ts');
  const { environment, clock, fallbacks = config.fallbacks, shown = [] } = options;
  const models = modelsOf(config, { transport: undiciTransport(), environment, clock });
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  let gateway: Gateway;
  try {
    gateway = await startGateway({
      ...settingsOf(config),
      ...Object.fromEntries(said),
      fallbacks,
      shown: [...models.names, ...shown],
      providers: models.providers,
      // The gateway itself asks those that stand in for all: a call may name its own.
      resolve: (name) => models.model(name, { fallback: [] }),
      embedding: (name) => models.embedding(name),
      counter: (name) => models.counter(name),
    });
  } catch (error) {
    await models.close();
    throw error;
  }
  return { ...gateway, close: () => gateway.close().then(() => models.close()) };
}

function settingsOf({ gateway: { auth = true, token, ...settings } = {} }: FileConfig): GatewayOptions {
  return { ...settings, token: auth ? token : false };
}
