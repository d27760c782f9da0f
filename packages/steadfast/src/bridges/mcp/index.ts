export { mcpServer } from './mcp-server.ts';
export type { McpServer, McpServerOptions } from './mcp-server.ts';
export { mcpTools } from './mcp-tools.ts';
export type { McpTools, McpToolsOptions } from './mcp-tools.ts';
export type { McpAddress, McpProgram, McpServerAddress } from './server-address.ts';
