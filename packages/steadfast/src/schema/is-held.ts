import type { OutputFormat } from '../model/completion-request.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { SchemaDialect } from './dialect.ts';

/** Says whether replies are held to a format's schema: by a server that always does, or because the request asks for it. */
export function isHeldFormat(format: OutputFormat | undefined, dialect: SchemaDialect): boolean {
  if (format?.type !== 'json' || format.schema === undefined) return false;
  return dialect.holds === 'always' || format.strict === true;
}

/** Says whether calls of a tool are held to its schema: where the request asks for it. */
export function isHeldTool({ strict, inputSchema, form, provided }: ToolSpec): boolean {
  return strict === true && inputSchema !== undefined && form === undefined && provided === undefined;
}
