/**
 * The floors of the library's rooms (folders of packages/steadfast/src), from the ground up. A room may import from
 * rooms on lower floors only; rooms on one floor do not know each other.
 */
export const floors: Readonly<Record<string, number>> = {
  model: 0,
  time: 1,
  schema: 1,
  store: 1,
  stream: 2,
  wire: 3,
  protocols: 3,
  layers: 3,
  choices: 3,
  catalog: 3,
  providers: 4,
  prompts: 4,
  tools: 4,
  output: 4,
  feedback: 4,
  watch: 4,
  conversation: 5,
  refine: 5,
  bridges: 5,
  config: 5,
  simulation: 5,
  replay: 6,
};

/** Inside a room, folders that do not know each other; files directly in the room are shared by all of them. */
export const chambers: Readonly<Record<string, readonly string[]>> = {
  protocols: ['chat', 'messages', 'ollama', 'responses', 'gemini'],
};

/** Names that say nothing of what a file or folder holds. */
export const emptyNames: readonly string[] = ['utils', 'util', 'helpers', 'helper', 'common', 'misc'];

/** The most lines that a file may have; tests are excepted. */
export const longestFile = 250;

/** Packages with no dependency at run time, on ours or on others'. */
export const freestanding: readonly string[] = ['steadfast', 'testkit'];

/** Packages that need not be installed, and the folders that may import what they do: whoever opens their doors has them. */
export const peerFolders: Readonly<Record<string, string>> = {
  '@opentelemetry/api': 'packages/steadfast/src/bridges/opentelemetry/',
  '@modelcontextprotocol/sdk': 'packages/steadfast/src/bridges/mcp/',
  marked: 'packages/steadfast/src/output/code/',
  '@lezer/python': 'packages/steadfast/src/output/code/',
};

/** The scripts that npm runs when somebody installs a package. */
export const installScripts: readonly string[] = ['preinstall', 'install', 'postinstall'];
