import type { FileConfig } from './file-config.ts';

/** Gives the configuration back as it is; an editor then knows its type: `export default defineConfig({ … })`. */
export function defineConfig(config: FileConfig): FileConfig {
  return config;
}
