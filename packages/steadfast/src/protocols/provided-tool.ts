import type { JsonObject } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { AdaptationList } from './adaptation-list.ts';

/** A tool of a provider's own. */
export type ProvidedTool = ToolSpec & { readonly provided: NonNullable<ToolSpec['provided']> };

/** Says whether a tool is one of a provider's own. */
export function isProvided(tool: ToolSpec): tool is ProvidedTool {
  return tool.provided !== undefined;
}

/** Writes a provider's own tool word for word; `undefined`, and a note, for one of another family. */
export function writeProvidedTool(
  { name, provided }: ProvidedTool,
  path: string,
  family: string,
  notes: AdaptationList,
): JsonObject | undefined {
  if (provided.origin === family) return provided.value;
  notes.drop(path, `The tool "${name}" is one of "${provided.origin}", which runs it itself.`);
  return undefined;
}
