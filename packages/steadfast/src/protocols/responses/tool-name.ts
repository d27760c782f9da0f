/** The namespace whose tools are called by their names alone. */
const plainNamespace = 'functions';

/**
 * The one name of a tool in a namespace, for protocols that have none: `mcp__files` and `read` are `mcp__files__read`. A
 * function that the model found by a search of tools is reported in a namespace of its own name, which nobody offered.
 */
export function flatName(namespace: string | undefined, name: string): string {
  if (namespace === undefined || namespace === '' || namespace === plainNamespace || namespace === name) return name;
  return namespace.endsWith('__') ? namespace + name : `${namespace}__${name}`;
}
