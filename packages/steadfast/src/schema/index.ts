export { describeIssues, pathText } from './issue.ts';
export type { Issue, ValuePath } from './issue.ts';
export type { JsonSchema } from './json-schema.ts';
export { validate } from './validate.ts';
