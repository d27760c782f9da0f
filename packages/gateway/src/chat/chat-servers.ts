import { mcpTools } from 'steadfast/mcp';
import type { McpServerAddress, McpTools } from 'steadfast/mcp';
import type { Tool } from 'steadfast/tools';
import type { ChatServerSettings } from '../config/chat-settings.ts';
import { say } from '../terminal.ts';

/** The tools of the MCP servers of a chat, for as long as it lasts. */
export interface ChatServers {
  readonly tools: readonly Tool[];
  close(): Promise<void>;
}

/** How long a server may take to connect, in milliseconds. */
const longestMs = 20_000;

/** Connects to MCP servers; one that can't be reached is told of and left out. */
export async function chatServers(servers: Readonly<Record<string, ChatServerSettings>>): Promise<ChatServers> {
  const connected = await Promise.all(Object.entries(servers).map(([name, server]) => connect(name, server)));
  const open = connected.filter((one) => one !== undefined);
  return {
    tools: open.flatMap(({ tools }) => tools),
    close: async () => {
      await Promise.allSettled(open.map((one) => one.close()));
    },
  };
}

async function connect(name: string, settings: ChatServerSettings): Promise<McpTools | undefined> {
  const address = addressOf(settings);
  if (address === undefined) {
    say(`chat.mcp.${name} has to have either a command or a url. It is left out.`);
    return undefined;
  }
  try {
    const { trustHints } = settings;
    return await mcpTools(address, { prefix: `${name}_`, trustHints, signal: AbortSignal.timeout(longestMs) });
  } catch (error) {
    say(`The MCP server ${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function addressOf({ command, args, env, url, headers }: ChatServerSettings): McpServerAddress | undefined {
  if (command !== undefined && url === undefined) return { command, args, env };
  return url !== undefined && command === undefined ? { url, headers } : undefined;
}
