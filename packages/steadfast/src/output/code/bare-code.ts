const ofPython: readonly RegExp[] = [
  /^(?:async\s+)?def\s+\w+\s*\(/,
  /^class\s+\w+.*:/,
  /^import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,.*)?$/,
  /^from\s+[\w.]+\s+import\s/,
  /^(?:if|while|with|for|try|match)\b.*:\s*(?:#.*)?$/,
  /^@[\w.]+(?:\(.*\))?$/,
];

const ofScript: readonly RegExp[] = [
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b.*[({]/,
  /^(?:export\s+)?(?:const|let|var)\s+[\w$[{].*/,
  /^(?:export\s+)?(?:abstract\s+)?class\s+\w+.*\{/,
  /^(?:export\s+)?(?:interface|type|enum|namespace)\s+\w+.*[{=]/,
  /^import\s.*['"]/,
  /^export\s+[{*]/,
  /^(?:if|while|for|switch)\s*\(.*/,
];

/** A call, an assignment, a JSON document. */
const ofAny: readonly RegExp[] = [/^[\w$.[\]]+\(.*\)?;?\s*$/, /^[\w$.[\], ]+\s*[-+*/|&]?=(?!=)\s*\S/, /^[[{]/];

const furtherLine = /^(?:[\])}]|#|\/\/|\/\*|\*|elif\b|else\b|except\b|finally\b|case\b|'''|""")|^\s|^$/;

/** How many paragraphs of prose behind bare code are tried without. */
const mostProse = 4;

/**
 * What in a reply without fences may be code: first all of it, then what is left without prose before it and behind it.
 * `strict` allows only a reply each of whose lines looks like code, for want of anybody to check it.
 */
export function bareCodes(text: string, language: string | undefined, strict: boolean): string[] {
  const lines = text.trimEnd().split('\n');
  const begins = (line: string): boolean => beginnings(language).some((beginning) => beginning.test(line));
  const first = lines.findIndex(begins);
  if (first < 0) return [];
  const whole = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  if (strict) return lines.every((line) => begins(line) || furtherLine.test(line)) ? [whole] : [];
  const codes = [whole, lines.slice(first).join('\n')];
  for (let count = 0; count < mostProse; count += 1) {
    const last = codes.at(-1) ?? '';
    const end = last.lastIndexOf('\n\n');
    if (end < 0) break;
    codes.push(last.slice(0, end).trimEnd());
  }
  return [...new Set(codes)];
}

function beginnings(language: string | undefined): readonly RegExp[] {
  switch (language) {
    case 'python':
      return [...ofPython, ...ofAny];
    case 'javascript':
    case 'typescript':
      return [...ofScript, ...ofAny];
    case 'json':
      return [/^[[{]/];
    default:
      return [...ofPython, ...ofScript, ...ofAny];
  }
}
