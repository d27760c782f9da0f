/**
 * The floors of the library's rooms (folders of packages/steadfast/src), from the ground up. A room may import from
 * rooms on lower floors only; rooms on one floor do not know each other.
 */
export const floors: Readonly<Record<string, number>> = {
  model: 0,
  time: 1,
  stream: 1,
  schema: 1,
  wire: 2,
  protocols: 2,
  layers: 2,
  choices: 2,
  catalog: 2,
  providers: 3,
  prompts: 3,
  tools: 3,
  output: 3,
  feedback: 3,
  conversation: 4,
  bridges: 4,
  config: 4,
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

/** The scripts that npm runs when somebody installs a package. */
export const installScripts: readonly string[] = ['preinstall', 'install', 'postinstall'];
