const charactersPerToken = 4;

/** Cuts a text into tokens: four characters each, the last one shorter; a character is never cut in half. */
export function tokensOf(text: string): string[] {
  const characters = Array.from(text);
  const tokens: string[] = [];
  for (let start = 0; start < characters.length; start += charactersPerToken) {
    tokens.push(characters.slice(start, start + charactersPerToken).join(''));
  }
  return tokens;
}

/** The number of tokens of a text by the simulator's estimate: its characters (code points) divided by 4, rounded up. */
export function countTokens(text: string): number {
  let characters = 0;
  for (const _ of text) characters += 1;
  return Math.ceil(characters / charactersPerToken);
}

/** The first tokens of a text, as text. */
export function firstTokens(text: string, count: number): string {
  return Array.from(text)
    .slice(0, Math.max(0, count) * charactersPerToken)
    .join('');
}
