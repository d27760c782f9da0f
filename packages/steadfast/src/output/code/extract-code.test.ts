import { expect, test } from 'vitest';
import { checkSyntax } from './check-syntax.ts';
import { extractCode } from './extract-code.ts';
import type { ExtractCodeOptions } from './found-code.ts';

const py = 'def f(x):\n    return x + 1';
const fence = (code: string, info = 'python', marks = '```'): string => `${marks}${info}\n${code}\n${marks}`;
const unchecked: ExtractCodeOptions = { language: 'python' };
const checked: ExtractCodeOptions = { language: 'python', checker: checkSyntax };

interface Row {
  readonly what: string;
  readonly reply: string;
  readonly options?: ExtractCodeOptions;
  /** The code that is right; absent where nothing may be given. */
  readonly code?: string;
  readonly where?: string;
  /** A part of the reason. */
  readonly reason?: string;
}

const rows: readonly Row[] = [
  { what: 'a fence', reply: `Here:\n\n${fence(py)}\n\nDone.`, code: py, where: 'fence' },
  { what: 'the last of several', reply: `${fence('x = 1')}\nBetter:\n${fence(py)}`, code: py },
  { what: 'py', reply: fence(py, 'py'), code: py },
  { what: 'python3', reply: fence(py, 'python3'), code: py },
  { what: 'Python3.11 and a title', reply: fence(py, 'Python3.11 title="f.py"'), code: py },
  { what: 'an attribute list', reply: fence(py, '{.python .numberLines}'), code: py },
  { what: 'a file name', reply: fence(py, 'solution.py'), code: py },
  { what: 'a blank before the language', reply: fence(py, ' python '), code: py },
  { what: 'no language', reply: fence(py, ''), code: py },
  { what: 'tildes', reply: fence(py, 'python', '~~~'), code: py },
  { what: 'a longer fence', reply: fence(`${py}\n# \`\`\` no end`, 'python', '````'), code: `${py}\n# \`\`\` no end` },
  {
    what: 'tildes with backticks inside',
    reply: fence('s = """\n```\n"""', 'python', '~~~'),
    code: 's = """\n```\n"""',
  },
  { what: 'CRLF', reply: fence(py).replaceAll('\n', '\r\n'), code: py },
  { what: 'in a list', reply: `1. First\n\n   ${fence(py).replaceAll('\n', '\n   ')}\n2. Second`, code: py },
  { what: 'in a quote', reply: `> ${fence(py).replaceAll('\n', '\n> ')}`, code: py },
  { what: 'another language after it', reply: `${fence(py)}\nRun it:\n${fence('python f.py', 'bash')}`, code: py },
  { what: 'output after it', reply: `${fence(py)}\nOutput:\n${fence('2', '')}`, code: py },
  { what: 'only another language', reply: fence('ls', 'bash'), options: unchecked, reason: 'only of bash' },
  { what: 'an empty block', reply: fence('', 'python'), options: unchecked, reason: 'no block' },
  { what: 'a fence inside of inline code', reply: 'Use ```python x``` here.', reason: 'no block' },
  {
    what: 'a session that is no program, after the program',
    reply: `${fence(py)}\n${fence('>>> f(1)\n2')}`,
    options: checked,
    code: py,
    reason: 'passed over: line 1',
  },
  { what: 'wrong syntax', reply: fence('def f(x)\n    return x'), options: checked, reason: 'line 1' },
  { what: 'thinking before', reply: `<think>\n${fence('draft = 1')}\n</think>\n${fence(py)}`, code: py },
  { what: 'thinking with an open fence', reply: `<think>\n\`\`\`python\ndraft\n</think>\n${fence(py)}`, code: py },
  {
    what: 'thinking behind the code',
    reply: `${fence(py)}\n<think>\nOr\n${fence('draft = 1')}\n</think>`,
    code: py,
  },
  {
    what: 'an opening tag taken by the template',
    reply: `Hm\n${fence('draft = 1')}\n</think>\n\n${fence(py)}`,
    code: py,
  },
  { what: 'thinking that does not end', reply: `<think>\n${fence(py)}`, reason: 'only thinks' },
  {
    what: 'tags inside of code',
    reply: fence('a = "<think>"\nb = """\n</think>\n"""'),
    code: 'a = "<think>"\nb = """\n</think>\n"""',
  },
  { what: 'an answer', reply: `${fence('draft = 1')}\n<answer>\n${fence(py)}\n</answer>\n${fence('f(1)')}`, code: py },
  { what: 'an answer on the line of the fence', reply: `So: <answer>${fence(py)}</answer>`, code: py },
  { what: 'an answer behind an open fence', reply: `\`\`\`python\ndraft\n<answer>\n${fence(py)}\n</answer>`, code: py },
  { what: 'an answer without code', reply: `${fence(py)}\n<answer>See above.</answer>`, code: py },
  { what: 'an answer that is bare', reply: `<answer>\n${py}\n</answer>`, options: checked, code: py, where: 'bare' },
  { what: 'an answer that is cut', reply: `<answer>\n${fence(py)}`, code: py },
  { what: 'the last answer', reply: `<answer>${fence('x = 1')}</answer> No:\n<answer>${fence(py)}</answer>`, code: py },
  { what: 'the tag in words', reply: `I use \`<answer>\` tags.\n${fence(py)}`, code: py },
  {
    what: 'a fence in Markdown',
    reply: fence(`# Title\n\n${fence(py)}`, 'markdown', '````'),
    code: py,
    where: 'inner-fence',
  },
  {
    what: 'a fence in Markdown of its length',
    reply: fence(`# Title\n\n${fence(py)}`, 'markdown'),
    options: checked,
    code: py,
  },
  {
    what: 'fences at the edge of the code',
    reply: fence('"""\nFor example\n```\nf(1)\n```\n"""\nx = 1'),
    options: checked,
    code: '"""\nFor example\n```\nf(1)\n```\n"""\nx = 1',
    where: 'joined-fence',
  },
  {
    what: 'a docstring with fences',
    reply: fence(`def f():\n    """\n    \`\`\`\n    f()\n    \`\`\`\n    """`),
    code: `def f():\n    """\n    \`\`\`\n    f()\n    \`\`\`\n    """`,
  },
  { what: 'an open fence, unchecked', reply: `\`\`\`python\n${py}`, options: unchecked, reason: 'does not end' },
  {
    what: 'an open fence, asked for',
    reply: `\`\`\`python\n${py}`,
    options: { ...unchecked, allowOpen: true },
    code: py,
    where: 'open-fence',
  },
  {
    what: 'an open fence whose code is right',
    reply: `\`\`\`python\n${py}`,
    options: checked,
    code: py,
    where: 'open-fence',
  },
  {
    what: 'an open fence whose code is wrong',
    reply: '```python\ndef f(x):\n    return [x, (',
    options: checked,
    reason: 'does not end',
  },
  {
    what: 'an open fence after a whole one',
    reply: `${fence(py)}\nAgain:\n\`\`\`python\ndef g(`,
    options: checked,
    code: py,
  },
  {
    what: 'a closing fence that is cut',
    reply: `\`\`\`python\n${py}\n\`\``,
    options: checked,
    code: py,
    where: 'open-fence',
  },
  { what: 'a closing fence on the last line of code', reply: `\`\`\`python\n${py}\`\`\``, code: py, where: 'fence' },
  { what: 'bare code', reply: py, options: checked, code: py, where: 'bare' },
  { what: 'bare code, unchecked', reply: `import os\n\n${py}`, code: `import os\n\n${py}`, where: 'bare' },
  {
    what: 'bare code between prose',
    reply: `Here is the code:\n\n${py}\n\nI hope it helps!`,
    options: checked,
    code: py,
    where: 'bare',
  },
  { what: 'prose', reply: 'Sorry, I cannot write that.', options: checked, reason: 'does not look like code' },
  { what: 'one word that would be a program', reply: 'Sorry', options: checked, reason: 'does not look like code' },
  {
    what: 'prose, unchecked',
    reply: 'The result = what you asked for.\nIt is fine.',
    reason: 'does not look like code',
  },
  { what: 'indented code', reply: `So:\n\n    x = 1\n    y = 2\n\nDone.`, code: 'x = 1\ny = 2', where: 'indented' },
  { what: 'nothing', reply: ' \n', reason: 'empty' },
  {
    what: 'TypeScript',
    reply: fence('const x: number = 1;\nenum A { B }', 'ts'),
    options: { language: 'typescript', checker: checkSyntax },
    code: 'const x: number = 1;\nenum A { B }',
  },
  {
    what: 'wrong TypeScript',
    reply: fence('const x: = 1;', 'ts'),
    options: { language: 'ts', checker: checkSyntax },
    reason: 'Unexpected token',
  },
  {
    what: 'a module',
    reply: fence("import { a } from 'b';\nexport const c = await a();", 'mjs'),
    options: { language: 'js', checker: checkSyntax },
    code: "import { a } from 'b';\nexport const c = await a();",
  },
  {
    what: 'TypeScript where JavaScript is told',
    reply: fence('export const x: number = 1;', 'js'),
    options: { language: 'js', checker: checkSyntax },
    reason: '',
  },
  {
    what: 'JSX',
    reply: fence('const a = <b/>;', 'jsx'),
    options: { language: 'js', checker: checkSyntax },
    code: 'const a = <b/>;',
  },
  {
    what: 'JSON',
    reply: fence('{"a": 1}', 'json'),
    options: { language: 'json', checker: checkSyntax },
    code: '{"a": 1}',
  },
  {
    what: 'JSON with a comma too much',
    reply: fence('{"a": 1,}', 'json'),
    options: { language: 'json', checker: checkSyntax },
    reason: 'JSON',
  },
  { what: 'sh for bash', reply: fence('ls -l', 'sh'), options: { language: 'bash' }, code: 'ls -l' },
  { what: 'any language', reply: fence('fn main() {}', 'rs'), options: { checker: checkSyntax }, code: 'fn main() {}' },
  { what: 'the first', reply: `${fence(py)}\n${fence('x = 1')}`, options: { ...unchecked, policy: 'first' }, code: py },
  {
    what: 'the longest',
    reply: `${fence('x = 1')}\n${fence(py)}\n${fence('y = 2')}`,
    options: { ...unchecked, policy: 'longest' },
    code: py,
  },
  {
    what: 'the only one',
    reply: `${fence(py)}\n${fence('ls', 'sh')}`,
    options: { ...unchecked, policy: 'only' },
    code: py,
  },
  {
    what: 'the only one of two',
    reply: `${fence(py)}\n${fence('x = 1')}`,
    options: { ...unchecked, policy: 'only' },
    reason: '2 blocks',
  },
  {
    what: 'all',
    reply: `${fence('x = 1')}\n${fence('>>> x')}\n${fence(py)}`,
    options: { ...checked, policy: 'all' },
    code: `x = 1\n\n${py}`,
  },
];

test('difficult replies give the right code or the right refusal', async () => {
  expect(rows.length).toBeGreaterThanOrEqual(40);
  for (const { what, reply, options = unchecked, code, where, reason = '' } of rows) {
    const found = await extractCode(reply, options);
    expect.soft(found.code, what).toBe(code);
    if (where !== undefined) expect.soft(found.where, what).toBe(where);
    expect.soft(found.reason, what).toContain(reason);
    expect.soft(found.reason, what).toMatch(/\.$/);
  }
});

test('what was found says its language, and whether it was checked', async () => {
  expect(await extractCode(fence(py, 'py'), { checker: checkSyntax })).toEqual({
    code: py,
    language: 'python',
    where: 'fence',
    checked: true,
    blocks: [{ code: py, language: 'python', where: 'fence' }],
    reason: 'The only block.',
  });
  expect(await extractCode(fence('a b', 'rust'), { checker: checkSyntax })).toMatchObject({ checked: false });
});

test('code is checked and never run', async () => {
  const code = 'globalThis.wasRun = true; while (true) {}';
  expect(await checkSyntax(code, 'js')).toBe(true);
  expect(await checkSyntax(`export {}; ${code}`, 'js')).toBe(true);
  expect(globalThis).not.toHaveProperty('wasRun');
  expect(await checkSyntax('let a = 1;\nlet b = ;', 'js')).toBe("line 2: Unexpected token ';'");
  expect(await checkSyntax('x', 'cobol')).toBeUndefined();
});

test('hostile replies end soon', async () => {
  const started = performance.now();
  for (const piece of ['<think>', '</think>\n', '```\n', '<answer>', '> ', '- ', '`', '    x\n\n', '```python\nx(\n']) {
    await extractCode(piece.repeat(8_000 / piece.length), checked);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
