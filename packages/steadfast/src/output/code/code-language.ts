/** The other names of languages, as models write them behind a fence. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  bash: ['sh', 'shell', 'zsh', 'shellscript', 'shell-script'],
  cpp: ['c++', 'cc', 'cxx', 'hpp'],
  csharp: ['c#', 'cs'],
  css: [],
  go: ['golang'],
  html: ['htm'],
  java: [],
  javascript: ['js', 'mjs', 'cjs', 'node', 'nodejs', 'ecmascript', 'es'],
  json: [],
  jsx: [],
  kotlin: ['kt'],
  markdown: ['md', 'mdown', 'mkd'],
  php: [],
  powershell: ['ps1', 'pwsh'],
  python: ['py', 'pyi', 'ipython', 'cpython', 'gpython'],
  ruby: ['rb'],
  rust: ['rs'],
  sql: ['postgresql', 'postgres', 'mysql', 'sqlite', 'psql'],
  text: ['txt', 'plaintext', 'plain', 'output', 'log', 'console', 'stdout', 'none'],
  tsx: [],
  typescript: ['ts', 'mts', 'cts'],
  xml: [],
  yaml: ['yml'],
};

const names: ReadonlyMap<string, string> = new Map(
  Object.entries(aliases).flatMap(([name, others]) => [name, ...others].map((other) => [other, name] as const)),
);

/** Words that say of a block only that it is one. */
const empty: ReadonlySet<string> = new Set(['', 'code', 'codeblock', 'snippet', 'source']);

/**
 * The language that a name stands for: `py`, `python3` and `Python` are `python`. It may be the whole line behind a fence,
 * also with what some tools add to it: `{.python}`, `python title="x"`, `python:main.py`, `main.py`. A language that is not
 * known stands for itself; `undefined` where none is named.
 */
export function languageOf(info: string): string | undefined {
  const word = (/^[{.\s]*([^\s,;:=(){}[\]"'`]*)/.exec(info)?.[1] ?? '').toLowerCase();
  if (empty.has(word)) return undefined;
  const withoutVersion = word.replace(/-?\d[\d.]*$/, '');
  const extension = word.slice(word.lastIndexOf('.') + 1);
  return names.get(word) ?? names.get(withoutVersion) ?? names.get(extension) ?? word;
}

/** Languages whose blocks serve too where another is asked for. */
const families: Readonly<Record<string, readonly string[]>> = { javascript: ['jsx'], typescript: ['tsx'] };

/** Says whether a block of one language serves where another is asked for. */
export function serves(language: string, wanted: string): boolean {
  return language === wanted || families[wanted]?.includes(language) === true;
}
