import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Progress, Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import { isObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { longestDelay } from '../../time/clock.ts';
import { tool } from '../../tools/tool.ts';
import type { Tool, ToolEffects } from '../../tools/tool.ts';
import { UncertainEffect } from '../../tools/tool-context.ts';
import type { ToolContext } from '../../tools/tool-context.ts';
import type { ToolContent } from '../../tools/tool-output.ts';
import { messageOf } from '../../tools/tool-output.ts';
import { readContent } from './content-read.ts';
import { keyName } from './key-name.ts';
import { loadSdk } from './load-sdk.ts';
import type { McpServerAddress } from './server-address.ts';

/** Settings of `mcpTools`. */
export interface McpToolsOptions {
  /** Put before the names of the tools, so that two servers may have tools of one name. */
  readonly prefix?: string;
  /**
   * Whether the server is believed what it says of its tools: that one only reads, or may be called twice. Default: false,
   * every tool counts as one whose effects must happen once.
   */
  readonly trustHints?: boolean;
  /** How long each call may take, in milliseconds. Default: the run's. */
  readonly timeoutMs?: number;
  /** Ends the attempt to connect. */
  readonly signal?: AbortSignal;
}

/** The tools of an MCP server, for as long as the connection is held. */
export interface McpTools extends AsyncDisposable {
  readonly tools: readonly Tool[];
  /** What the server says about how to use it. */
  readonly instructions?: string;
  /** Ends the connection, and the program where one was started. */
  close(): Promise<void>;
}

/**
 * Connects to an MCP server and makes its tools tools of ours: they go through `runTools` like any other, with approval,
 * timeouts and the ledger. Needs `@modelcontextprotocol/sdk`.
 * @throws Error of the SDK where the server can't be reached or does not speak MCP
 */
export async function mcpTools(server: McpServerAddress, options: McpToolsOptions = {}): Promise<McpTools> {
  const { Client } = await loadSdk(() => import('@modelcontextprotocol/sdk/client/index.js'));
  const client = new Client({ name: 'steadfast', version: '1' });
  const close = (): Promise<void> => client.close();
  try {
    await client.connect(await transportTo(server), { signal: options.signal });
    const listed = await listTools(client, options.signal);
    const tools = listed.map((one) => toolOf(client, one, options));
    return { tools, instructions: client.getInstructions(), close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function transportTo(server: McpServerAddress): Promise<Transport> {
  if ('url' in server) {
    const { StreamableHTTPClientTransport } = await loadSdk(
      () => import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
    );
    return new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: { ...server.headers } } });
  }
  const { StdioClientTransport } = await loadSdk(() => import('@modelcontextprotocol/sdk/client/stdio.js'));
  const { command, args = [], env, cwd, stderr = 'ignore' } = server;
  return new StdioClientTransport({ command, args: [...args], env: env && { ...env }, cwd, stderr });
}

/** The most pages of tools that are asked for: a server that never ends its list is not followed for ever. */
const mostPages = 100;

async function listTools(client: Client, signal: AbortSignal | undefined): Promise<readonly McpTool[]> {
  const found: McpTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { tools, nextCursor } = await client.listTools({ cursor }, { signal });
    found.push(...tools);
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return found;
}

function toolOf(client: Client, given: McpTool, { prefix = '', trustHints = false, timeoutMs }: McpToolsOptions): Tool {
  return tool({
    // Providers take fewer characters than MCP does.
    name: (prefix + given.name).replaceAll(/[^\w-]/g, '_').slice(0, 64),
    description: given.description ?? given.title ?? given.annotations?.title,
    input: plain(given.inputSchema),
    effects: trustHints ? hintedEffects(given) : undefined,
    timeoutMs,
    run: (input, context) => callTool(client, given.name, input, context),
  });
}

function hintedEffects({ annotations = {} }: McpTool): ToolEffects | undefined {
  if (annotations.readOnlyHint === true) return 'none';
  return annotations.idempotentHint === true ? 'idempotent' : undefined;
}

/** The schema as plain JSON. */
function plain(schema: McpTool['inputSchema']): JsonObject {
  const value = parseJson(JSON.stringify(schema));
  return isObject(value) ? value : { type: 'object' };
}

async function callTool(client: Client, name: string, input: unknown, context: ToolContext): Promise<ToolContent> {
  const { signal, idempotencyKey, progress } = context;
  const { CallToolResultSchema } = await loadSdk(() => import('@modelcontextprotocol/sdk/types.js'));
  try {
    const params = { name, arguments: isObject(input) ? { ...input } : {}, _meta: { [keyName]: idempotencyKey } };
    const onprogress = ({ progress: done, total, message }: Progress): void =>
      progress({ progress: done, total, message });
    // The run bounds the time of its tools by the signal.
    const bounds = { signal, timeout: longestDelay, onprogress };
    return readContent(await client.request({ method: 'tools/call', params }, CallToolResultSchema, bounds));
  } catch (error) {
    throw isRefusal(error) ? error : new UncertainEffect(messageOf(error), { cause: error });
  }
}

/** Codes of the SDK for a connection that ended and a reply that did not come: the call may have arrived. */
const lostCodes: ReadonlySet<unknown> = new Set([-32_000, -32_001]);

/** The server itself said no: an error of JSON-RPC with a code of its own. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'McpError' && 'code' in error && !lostCodes.has(error.code);
}
