/** An id such as a provider gives, made of a prefix and the number of the request: the same in each run. */
export function idOf(prefix: string, serial: number, part = 0): string {
  return `${prefix}${serial.toString(36).padStart(20, '0')}${part.toString(36).padStart(4, '0')}`;
}
