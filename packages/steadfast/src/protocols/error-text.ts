/** What a status says in words (RFC 9110 section 15, RFC 6585, and the statuses that providers and their proxies add). */
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  529: 'Overloaded',
};

const longestMessage = 500;
const keyAfterItsName = /(api[ _-]?key(?: provided)?:? ['"`]?)(?!is\b|not\b)(?=\S*[-*\d])[^\s'"`,]*[^\s'"`,.]/gi;
const keyByItsPrefix = /\b(?:sk|pk|rk|gsk|xai|csk|hf|nvapi|pplx|AIza|AKIA)[-_]?[\w-]{16,}/g;

/** The words for a status, such as `502 Bad Gateway`; without a status it says only that there is no message. */
export function statusText(status: number | undefined): string {
  if (status === undefined) return 'The provider reported an error without a message.';
  const phrase = phrases[status];
  return phrase === undefined ? `HTTP status ${status}` : `${status} ${phrase}`;
}

/**
 * Makes a provider's words fit to be shown: of an HTML page only the title is kept, keys are blanked out, and
 * no more than 500 characters remain.
 */
export function presentable(text: string, status: number | undefined): string {
  const plain = looksLikeHtml(text) ? titleOf(text, status) : text.trim();
  const safe = plain
    .slice(0, 2 * longestMessage)
    .replace(keyAfterItsName, '$1***')
    .replace(keyByItsPrefix, '***');
  return safe.length <= longestMessage ? safe : `${safe.slice(0, longestMessage - 1)}…`;
}

function looksLikeHtml(text: string): boolean {
  return /<(?:!doctype|html|head|body|title|center|h1|p|div)\b/i.test(text.slice(0, 4096));
}

function titleOf(page: string, status: number | undefined): string {
  const start = page.search(/<title[^>]{0,200}>/i);
  const from = start < 0 ? 0 : page.indexOf('>', start) + 1;
  const title =
    start < 0
      ? ''
      : page
          .slice(from, from + 300)
          .replace(/<[^]*$/, '')
          .replaceAll(/\s+/g, ' ')
          .trim();
  if (title === '') return statusText(status);
  return status === undefined || title.includes(String(status)) ? title : `${statusText(status)}: ${title}`;
}
