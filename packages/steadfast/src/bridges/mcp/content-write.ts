import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { DataSource } from '../../model/message.ts';
import type { CallOutcome } from '../../tools/call-outcome.ts';
import type { ToolOutputPart } from '../../tools/tool-output.ts';

type Block = CallToolResult['content'][number];

/** What became of a call, as MCP says it. */
export function writeContent({ output, status }: CallOutcome): CallToolResult {
  const content = typeof output === 'string' ? [textBlock(output)] : output.map(blockOf);
  return { content, isError: status !== 'done' };
}

function blockOf(part: ToolOutputPart): Block {
  if (part.type === 'text') return textBlock(part.text);
  const { source } = part;
  if (source.kind !== 'base64') return textBlock(placeOf(source));
  const { data, mediaType: mimeType } = source;
  if (part.type === 'image') return { type: 'image', data, mimeType };
  if (mimeType.startsWith('audio/')) return { type: 'audio', data, mimeType };
  const uri = `file:///${encodeURIComponent(part.filename ?? 'file')}`;
  return { type: 'resource', resource: { uri, mimeType, blob: data } };
}

/** What is elsewhere is named by its place; what a provider holds under an id, nobody else can fetch. */
function placeOf(source: Exclude<DataSource, { kind: 'base64' }>): string {
  switch (source.kind) {
    case 'url':
      return source.url;
    case 'text':
      return source.text;
    default:
      return `(a file that a provider holds as ${source.id})`;
  }
}

function textBlock(text: string): Block {
  return { type: 'text', text };
}
