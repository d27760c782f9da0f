import { styleText } from 'node:util';

/** A way to write text. */
type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Styled text for stderr, plain where NO_COLOR is set or it is no terminal; FORCE_COLOR wins over that. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}

/** Whether the last line of stdout lacks its end. */
let lineOpen = false;

/** Writes a line of what is for people to stderr; on a terminal it does not run into an unfinished line of data. */
export function say(line = ''): void {
  if (process.stdout.isTTY && process.stderr.isTTY) endLine();
  process.stderr.write(`${line}\n`);
}

/** Writes data to stdout. */
export function print(text: string): void {
  if (text === '') return;
  process.stdout.write(text);
  lineOpen = !text.endsWith('\n');
}

/** Ends the last line of stdout where it is not ended. */
export function endLine(): void {
  if (lineOpen) print('\n');
}

/** Ends the process quietly when the reader of stdout, such as `head`, has seen enough. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}
