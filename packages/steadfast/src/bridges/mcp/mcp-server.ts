import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stdin } from 'node:process';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { CallToolRequest, CallToolResult, Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import { parseJson } from '../../model/json.ts';
import { answerCalls } from '../../tools/answer-calls.ts';
import type { Approve } from '../../tools/approval.ts';
import type { Tool } from '../../tools/tool.ts';
import { ToolSet } from '../../tools/tool-set.ts';
import { writeContent } from './content-write.ts';
import { keyName } from './key-name.ts';
import { loadSdk } from './load-sdk.ts';

/** What an MCP server of ours is made of. */
export interface McpServerOptions {
  readonly name: string;
  readonly version: string;
  readonly tools: readonly Tool[];
  /** Tells clients how to use the server. */
  readonly instructions?: string;
  /** Asked before calls that have effects. Default: they are made. */
  readonly approve?: Approve;
  /** How long a tool may run that does not say it itself, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number;
  /** Web pages that may ask over HTTP, as origins (`https://app.example.com`). Default: none; programs send no origin. */
  readonly allowedOrigins?: readonly string[];
}

/** Tools of ours, served to MCP clients. */
export interface McpServer {
  /** Serves the client that has started this program, over standard input and output; settles when it has gone. */
  serveStdio(): Promise<void>;
  /** Serves a request by streamable HTTP, without sessions: to be put into a `node:http` server. Who may ask is for you to check. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * Serves tools by MCP. Calls are read, mended, validated and bounded in time as in a run. Needs `@modelcontextprotocol/sdk`.
 * @throws ModelError of kind `invalid-request` for two tools of one name, and for one that needs approval without `approve`
 */
export function mcpServer(options: McpServerOptions): McpServer {
  // Two tools of one name are refused at once, and not when somebody calls one.
  void new ToolSet(options.tools, options.approve);
  return {
    serveStdio: async () => {
      const { StdioServerTransport } = await loadSdk(() => import('@modelcontextprotocol/sdk/server/stdio.js'));
      const server = await newServer(options);
      const gone = once(stdin, 'end');
      await server.connect(new StdioServerTransport());
      await gone;
      await server.close();
    },
    handle: async (request, response) => {
      const { origin } = request.headers;
      if (origin !== undefined && options.allowedOrigins?.includes(origin) !== true) {
        refuse(response, 403, `Web pages of ${origin} may not ask this server.`);
      } else if (request.method !== 'POST') {
        refuse(response, 405, 'There are no sessions here: send each message as a POST request.');
      } else await serveRequest(await newServer(options), request, response);
    },
  };
}

async function serveRequest(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { StreamableHTTPServerTransport } = await loadSdk(
    () => import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
  );
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.once('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

/** An error as JSON-RPC says it, without the id of a request. */
function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', allow: 'POST' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}

async function newServer(options: McpServerOptions): Promise<Server> {
  const { Server } = await loadSdk(() => import('@modelcontextprotocol/sdk/server/index.js'));
  const { CallToolRequestSchema, ListToolsRequestSchema } = await loadSdk(
    () => import('@modelcontextprotocol/sdk/types.js'),
  );
  const { name, version, instructions } = options;
  const server = new Server({ name, version }, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: options.tools.map(listed) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => answer(options, params, signal));
  return server;
}

function listed({ spec, effects }: Tool): McpTool {
  const { name, description, inputSchema } = spec;
  return {
    name,
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    annotations: { readOnlyHint: effects === 'none', idempotentHint: effects === 'idempotent' },
  };
}

/** A client that hands on an idempotency key gets the same key for the same arguments. */
async function answer(
  options: McpServerOptions,
  { name, arguments: input = {}, _meta: meta }: CallToolRequest['params'],
  signal: AbortSignal,
): Promise<CallToolResult> {
  const key = meta?.[keyName];
  const runId = typeof key === 'string' ? key : randomUUID();
  const call = { type: 'tool-call', id: runId, name, input: parseJson(JSON.stringify(input)) } as const;
  const { approve, timeoutMs } = options;
  const reply = { content: [call], finishReason: 'tool-calls' } as const;
  const answered = await answerCalls(reply, { tools: options.tools, approve, timeoutMs, runId, call: { signal } });
  const [outcome] = answered.outcomes;
  return outcome === undefined ? { content: [] } : writeContent(outcome);
}
