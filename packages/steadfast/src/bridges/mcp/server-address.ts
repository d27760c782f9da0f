/** An MCP server: a program that is started and spoken to over its standard input and output, or an address. */
export type McpServerAddress = McpProgram | McpAddress;

/** A program that is an MCP server. */
export interface McpProgram {
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to the few variables that are safe to hand on (`PATH`, `HOME`, …): secrets of this process do not reach it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the folder of this process. */
  readonly cwd?: string;
  /** Where what it writes to its standard error goes. Default: `ignore`. */
  readonly stderr?: 'ignore' | 'inherit';
}

/** An MCP server at an address, by streamable HTTP. */
export interface McpAddress {
  readonly url: string;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}
