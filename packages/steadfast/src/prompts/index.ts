export { escapeTemplate } from './escape-template.ts';
export type { AnyFields, FieldValue, FieldsOf, RenderArguments, WithDefaults } from './fields.ts';
export { loadTemplate, loadTemplates, readTemplate } from './load-template.ts';
export type { DeclaredFields, LoadOptions } from './load-template.ts';
export { PromptError } from './prompt-error.ts';
export type { PromptErrorFacts } from './prompt-error.ts';
export { RenderedPrompt } from './rendered-prompt.ts';
export { template } from './template.ts';
export type { PromptTemplate, Template, TemplateOptions } from './template.ts';
