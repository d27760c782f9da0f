import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { ToolContent } from '../../tools/tool-output.ts';
import type { ToolOutputPart } from '../../tools/tool-output.ts';

/** What an MCP tool gave, as a tool of ours gives it. */
export function readContent({ content, structuredContent, isError }: CallToolResult): ToolContent {
  const parts = content.map(partOf);
  const isBare = parts.length === 0 && structuredContent !== undefined;
  return new ToolContent(isBare ? [textPart(JSON.stringify(structuredContent))] : parts, isError === true);
}

function partOf(block: CallToolResult['content'][number]): ToolOutputPart {
  switch (block.type) {
    case 'text':
      return textPart(block.text);
    case 'image':
      return { type: 'image', source: { kind: 'base64', data: block.data, mediaType: block.mimeType } };
    case 'audio':
      return { type: 'file', source: { kind: 'base64', data: block.data, mediaType: block.mimeType } };
    case 'resource_link':
      return textPart(`${block.title ?? block.name}: ${block.uri}`);
    default:
      return 'text' in block.resource ? textPart(block.resource.text) : blobPart(block.resource);
  }
}

function blobPart({ blob, mimeType = 'application/octet-stream', uri }: Blob): ToolOutputPart {
  const source = { kind: 'base64', data: blob, mediaType: mimeType } as const;
  if (mimeType.startsWith('image/')) return { type: 'image', source };
  return { type: 'file', source, filename: uri.split('/').at(-1) };
}

interface Blob {
  readonly blob: string;
  readonly uri: string;
  readonly mimeType?: string;
}

function textPart(text: string): ToolOutputPart {
  return { type: 'text', text };
}
