const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const time = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i;
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const label = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
const localPart = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}$/;

/** The longest text that a format is looked for in: nothing longer has one of them. */
const longest = 8_192;

/** Every expression here is free of nested repetition: it takes time in proportion to the text. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isDateTime,
  date: isDate,
  time: (text) => time.test(text),
  duration: isDuration,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => ipv4.test(text),
  ipv6: isIpv6,
  uri: isUri,
  uuid: (text) => uuid.test(text),
};

/**
 * Says whether a text has a format of JSON Schema (RFC 3339, 5321, 1123, 2673, 4291, 3986, 4122); one that is not known
 * here says nothing, and every text has it.
 */
export function hasFormat(text: string, format: string): boolean {
  const test = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return test === undefined || (text.length <= longest && test(text));
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const days = new Date(Date.UTC(2_000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

function isDateTime(text: string): boolean {
  return /^.{10}[t ]/i.test(text) && isDate(text.slice(0, 10)) && time.test(text.slice(11));
}

function isDuration(text: string): boolean {
  if (/^P\d+W$/.test(text)) return true;
  return /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/.test(text);
}

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const dotted = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  return at > 0 && !dotted && localPart.test(local) && isHostname(text.slice(at + 1));
}

function isUri(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]*$/i.test(text) && !/%(?![\da-f]{2})/i.test(text);
}

function isIpv6(text: string): boolean {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const embedded = last.includes('.');
  if (embedded && !ipv4.test(last)) return false;
  const groups = embedded ? `${text.slice(0, -last.length)}0:0` : text;
  const [before = '', after, more] = groups.split('::');
  if (more !== undefined) return false;
  const count = countGroups(before) + (after === undefined ? 0 : countGroups(after));
  return after === undefined ? count === 8 : count <= 7;
}

/** How many groups of hexadecimal digits stand between the colons; more than any address has when one is none. */
function countGroups(text: string): number {
  if (text === '') return 0;
  const groups = text.split(':');
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? groups.length : 9;
}
