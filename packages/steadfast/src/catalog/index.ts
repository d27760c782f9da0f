export { adapterOf } from './adapter.ts';
export type { RequestAdapter } from './adapter.ts';
export { Catalog, capabilitiesOf, catalogRows, priceOf } from './catalog.ts';
export type { CatalogOptions } from './catalog.ts';
export { costOf } from './cost.ts';
export type { AdapterOptions } from './fitting.ts';
export { globOf } from '../model/glob.ts';
export type { Glob } from '../model/glob.ts';
export { lenientRules } from './model-rules.ts';
export type {
  CatalogRow,
  EndOfLife,
  Modality,
  ModelRules,
  SchemaLimits,
  SettingField,
  ThinkingForm,
  When,
} from './model-rules.ts';
export type { Price, Rates } from './price.ts';
