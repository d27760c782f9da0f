/**
 * Text that cannot steer the terminal it is shown on: line ends and tabs stay, every other control character, escape
 * sequences among them, and what turns the direction of text around becomes a visible mark.
 */
export function safeText(text: string): string {
  return text.replaceAll('\r', '').replaceAll(steering, '\u{FFFD}');
}

/** All control characters but tab and line feed, and the Unicode controls of direction. */
const steering = /(?![\t\n])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;
