const dates =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|[A-Z][a-z]+, \d{2}-[A-Z][a-z]{2}-\d{2} [\d:]{8} GMT)$/;
const unixDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [\d ]\d [\d:]{8} \d{4}$/;

/** Epoch milliseconds of an HTTP date in any of its three forms (RFC 9110, section 5.6.7); `undefined` for other text. */
export function httpDateMs(text: string): number | undefined {
  const ms = dates.test(text) ? Date.parse(text) : unixDate.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
