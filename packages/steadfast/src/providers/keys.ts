/** The keys that were given: in a list, or in one text with commas between them. */
export function keysIn(given: string | readonly string[] | undefined): readonly string[] {
  const texts = typeof given === 'string' ? [given] : (given ?? []);
  const keys = texts.flatMap((text) => text.split(',')).map((key) => key.trim());
  return [...new Set(keys.filter((key) => key !== ''))];
}
