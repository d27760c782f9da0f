/**
 * Loads a part of the official SDK, which need not be installed, when it is first needed.
 * @throws Error with the line to type where it is missing
 */
export async function loadSdk<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    const message = 'MCP needs the package @modelcontextprotocol/sdk. Type: npm install @modelcontextprotocol/sdk';
    throw new Error(message, { cause: error });
  }
}
