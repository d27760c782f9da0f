/** The text of a template that renders as this text, whatever it holds. Values need no such thing: they are never read. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/(?<!\\)(\\*)(\{{2,}|\${2,})/g, (_, backslashes: string, run: string) => {
    const [letter = ''] = run;
    const before = run.length % 2 === 1 ? backslashes + letter : backslashes + backslashes;
    return before + `\\${letter}${letter}`.repeat(Math.floor(run.length / 2));
  });
}
