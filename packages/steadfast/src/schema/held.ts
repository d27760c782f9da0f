import type { OutputFormat } from '../model/completion-request.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { Compiled } from './compile.ts';
import { compiledOnce } from './compiled-once.ts';
import type { SchemaDialect } from './dialect.ts';
import { isHeldFormat, isHeldTool } from './is-held.ts';

/** The schema of a format, compiled; `undefined` where replies are not held to it. */
export function heldFormat(format: OutputFormat | undefined, dialect: SchemaDialect): Compiled | undefined {
  if (format?.type !== 'json' || format.schema === undefined) return undefined;
  return isHeldFormat(format, dialect) ? compiledOnce(format.schema, dialect) : undefined;
}

/** The schema of a tool's input, compiled; `undefined` where calls are not held to it. */
export function heldTool(tool: ToolSpec, dialect: SchemaDialect): Compiled | undefined {
  if (tool.inputSchema === undefined) return undefined;
  return isHeldTool(tool) ? compiledOnce(tool.inputSchema, dialect) : undefined;
}
