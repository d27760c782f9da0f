/** What a compiler or a linter says of one place. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}

/** Longer lines are not looked at: no compiler writes them, and what looks at them must not take long. */
const longestLine = 2_000;

/**
 * Reads the output of compilers and linters: `file:line:column: error: message` (GCC, Clang, Go, Python's type checkers),
 * `file(line,column): error TS2322: message` and its pretty form (TypeScript), `error[E0308]: message` with its `-->` (Rust),
 * and the last place of a Python traceback with its error.
 */
export function diagnosticsIn(output: string): readonly Diagnostic[] {
  const lines = plain(output)
    .split(/\r\n|[\n\r]/)
    .map((line) => (line.length > longestLine ? '' : line));
  return lines.flatMap((_line, index) => {
    for (const read of readers) {
      const diagnostic = read(lines, index);
      if (diagnostic !== undefined) return [diagnostic];
    }
    return [];
  });
}

type Reader = (lines: readonly string[], index: number) => Diagnostic | undefined;

const readers: readonly Reader[] = [readRust, readPython, readParentheses, readColons];

/** Without the colours of a terminal. */
function plain(output: string): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what colours begin with
  return output.replaceAll(/\u001B\[[0-9;]*m/g, '');
}

function diagnostic(
  severity: string | undefined,
  file: string | undefined,
  line: string | undefined,
  column: string | undefined,
  message: string | undefined,
): Diagnostic {
  return {
    severity: /^(?:warning|note|info|hint)/i.test(severity ?? '') ? 'warning' : 'error',
    file: (file ?? '').trim(),
    line: Number(line),
    column: column === undefined ? undefined : Number(column),
    message: (message ?? '').trim(),
  };
}

/** `error[E0308]: mismatched types`, and on the next line `  --> src/main.rs:2:5`. */
function readRust(lines: readonly string[], index: number): Diagnostic | undefined {
  const said = /^(error|warning)(\[\w+\])?: (.+)$/.exec(lines[index] ?? '');
  const place = /^\s*--> (.+):(\d+):(\d+)$/.exec(lines[index + 1] ?? '');
  if (said === null || place === null) return undefined;
  return diagnostic(said[1], place[1], place[2], place[3], `${said[2] ?? ''} ${said[3] ?? ''}`);
}

/** The last `  File "x.py", line 3` of a traceback, and the error that stands at its end. */
function readPython(lines: readonly string[], index: number): Diagnostic | undefined {
  const place = /^\s*File "(.+)", line (\d+)/.exec(lines[index] ?? '');
  if (place === null) return undefined;
  for (const line of lines.slice(index + 1)) {
    if (/^\s*File "/.test(line)) return undefined;
    const said = /^([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning)(?:: .*)?)$/.exec(line);
    if (said !== null) return diagnostic('error', place[1], place[2], undefined, said[1]);
  }
  return undefined;
}

/** `file.ts(12,5): error TS2322: message`. */
function readParentheses(lines: readonly string[], index: number): Diagnostic | undefined {
  const said = /^([^()]+)\((\d+)(?:,(\d+))?\): ([a-z]+)(?: (\w+))?: (.+)$/.exec(lines[index] ?? '');
  if (said === null) return undefined;
  const [, file, line, column, severity, code, message = ''] = said;
  return diagnostic(severity, file, line, column, code === undefined ? message : `${code}: ${message}`);
}

/** `file.c:12:5: error: message`, `file.go:12:5: message`, `file.ts:12:5 - error TS2322: message`. */
function readColons(lines: readonly string[], index: number): Diagnostic | undefined {
  const said = /^((?:[A-Za-z]:)?[^:\s][^:]*):(\d+):(?:(\d+)(?::| -))? (.+)$/.exec(lines[index] ?? '');
  if (said === null) return undefined;
  const [, file, line, column, rest = ''] = said;
  const marked = /^(fatal error|error|warning|note|info|hint)\b:?(.*)$/i.exec(rest);
  if (marked?.[1]?.toLowerCase() === 'note') return undefined;
  return diagnostic(marked?.[1], file, line, column, marked === null ? rest : marked[2]);
}
