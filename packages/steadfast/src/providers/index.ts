export { findProviders, readVariable } from './environment.ts';
export type { Environment, FoundProvider } from './environment.ts';
export { createModels, model } from './models.ts';
export type { ModelOptions, Models, ModelsOptions } from './models.ts';
export { nearest } from './nearest.ts';
export type { Auth, Provider } from './provider.ts';
export { simulatedModels } from './simulated-transport.ts';
export { providers } from './table.ts';
