const secret = /^(?:authorization|proxy-authorization|cookie|set-cookie)$|key|token|secret/;

/** The headers with everything that could be a secret blotted out. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secret.test(name) ? '[redacted]' : value]),
  );
}
