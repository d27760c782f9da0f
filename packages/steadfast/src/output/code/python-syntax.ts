import { missingPeer } from './missing-peer.ts';

/**
 * Says whether code is Python 3, by the grammar of the package `@lezer/python`. It is an editor's grammar: it passes some
 * code that Python refuses (`print "x"`), and refuses one form that Python takes (several managers in the parentheses of
 * `with`). The code is not run.
 * @throws Error that says what to install where the package is missing
 */
export async function checkPython(code: string): Promise<true | string> {
  const { parser } = await import('@lezer/python').catch((error: unknown) =>
    missingPeer('@lezer/python@1', 'Checking the syntax of Python', error),
  );
  let wrong: number | undefined;
  parser.parse(code).iterate({
    enter: ({ type, from }) => {
      if (type.isError) wrong ??= from;
      return wrong === undefined;
    },
  });
  if (wrong === undefined) return true;
  const before = code.slice(0, wrong).split('\n');
  const shown = code.split('\n')[before.length - 1]?.trim() ?? '';
  return `line ${before.length}: invalid syntax near ${JSON.stringify(shown.slice(0, 60))}`;
}
