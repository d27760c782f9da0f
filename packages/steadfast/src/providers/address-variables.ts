/** `{AWS_REGION}`, `{AWS_REGION|AWS_DEFAULT_REGION}` */
const place = /\{([A-Z][A-Z0-9_|]*)\}/g;

/** The variables that a row's address needs; of those in one place, any will do. */
export function variablesIn(baseUrl: string): readonly (readonly string[])[] {
  return Array.from(baseUrl.matchAll(place), ([, names = '']) => names.split('|'));
}

/** The address with its variables filled in; empty while the value of one is not known. */
export function withVariables(baseUrl: string, valueOf: (names: readonly string[]) => string | undefined): string {
  if (variablesIn(baseUrl).some((names) => valueOf(names) === undefined)) return '';
  return baseUrl.replaceAll(place, (_, names: string) => encodeURIComponent(valueOf(names.split('|')) ?? ''));
}
