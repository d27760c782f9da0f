export type { NamedModel } from './directory.ts';
export { startGateway } from './gateway.ts';
export type { Gateway, GatewayOptions } from './gateway.ts';
export { undiciTransport } from './undici-transport.ts';
