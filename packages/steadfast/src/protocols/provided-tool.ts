import type { ProtocolId } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { AdaptationList } from './adaptation-list.ts';

/** A tool of a provider's own. */
export type ProvidedTool = ToolSpec & { readonly provided: NonNullable<ToolSpec['provided']> };

/** Says whether a tool is one of a provider's own. */
export function isProvided(tool: ToolSpec): tool is ProvidedTool {
  return tool.provided !== undefined;
}

/** Writes a provider's own tool word for word; `undefined`, and a note, for one of another family or protocol. */
export function writeProvidedTool(
  { name, provided }: ProvidedTool,
  path: string,
  { family, protocol }: { readonly family: string; readonly protocol: ProtocolId },
  notes: AdaptationList,
): JsonObject | undefined {
  const { origin, protocol: own = protocol, value } = provided;
  if (origin === family && own === protocol) return value;
  const owner = origin === family ? `"${origin}" on the protocol \`${own}\`` : `"${origin}"`;
  notes.drop(path, `The tool "${name}" is one of ${owner}, which runs it itself.`);
  return undefined;
}
