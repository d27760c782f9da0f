export { defineConfig } from './define-config.ts';
export type { FileConfig, GatewaySettings } from './file-config.ts';
