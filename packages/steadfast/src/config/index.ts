export type {
  AuthSettings,
  CallSettings,
  ChoiceSettings,
  Config,
  EnvironmentSettings,
  ModelSettings,
  ProviderSettings,
} from './config.ts';
export { configSettings, configShape } from './config-shape.ts';
export { exampleOf } from './examine.ts';
export { flow } from './flow.ts';
export { jsonSchemaOf } from './json-schema.ts';
export type { JsonSchemaOptions } from './json-schema.ts';
export { withModelDefaults } from './merged.ts';
export { modelsOf } from './models-of.ts';
export type { ConfiguredModels, ConfiguredOptions } from './models-of.ts';
export { ConfigError, describeProblem, formatPath, problemLine } from './problem.ts';
export type { ConfigProblem, Path } from './problem.ts';
export { providersOf } from './provider-rows.ts';
export { configProblems, readConfig } from './read-config.ts';
export { printable, redacted } from './printable.ts';
export type { PrintOptions } from './printable.ts';
export { allSettings, nearestSettings, settingNamed, shapeAt } from './setting-at.ts';
export type { PlacedSetting } from './setting-at.ts';
export { targetsOf } from './targets-of.ts';
export type { ConfiguredTarget } from './targets-of.ts';
export {
  choice,
  decimal,
  either,
  fields,
  list,
  nameOf,
  object,
  off,
  record,
  text,
  truth,
  wholeNumber,
} from './shape.ts';
export type { Setting, Settings, Shape, TextRule } from './shape.ts';
