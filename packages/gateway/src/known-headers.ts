import type { Adaptation, Attempt, Journal } from 'steadfast/model';

/** The longest `x-steadfast-dropped`, in characters. */
const longestList = 1_024;

/** What is known of the call when its reply begins, as names and values: who answered, after how many attempts, without what. */
export function knownHeaders(journal: Journal, answeredBy?: string): string[] {
  const { attempts, adaptations } = journal;
  const model = answeredBy ?? answeredAttempt(attempts)?.target;
  const headers = ['x-steadfast-attempts', String(attempts.length)];
  if (model !== undefined) headers.push('x-steadfast-model', printable(model));
  if (adaptations.length > 0) {
    const fields = fieldsOf(adaptations, model);
    if (fields !== '') headers.push('x-steadfast-dropped', fields);
  }
  return headers;
}

/** The attempt that succeeded. */
export function answeredAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast(({ outcome }) => outcome === 'ok');
}

function fieldsOf(adaptations: readonly Adaptation[], model: string | undefined): string {
  const fields = new Set<string>();
  for (const { field, also = [], target } of adaptations) {
    if (target === undefined || target === model) for (const name of [field, ...also]) fields.add(printable(name));
  }
  let list = '';
  for (const field of fields) {
    const longer = list === '' ? field : `${list}, ${field}`;
    if (longer.length > longestList) break;
    list = longer;
  }
  return list;
}

/** A header can say visible ASCII characters only (RFC 9110, section 5.5). */
function printable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '?');
}
