import { styleText } from 'node:util';

/** A way to write text. */
type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Styled text for stderr, plain where NO_COLOR is set or it is no terminal; FORCE_COLOR wins over that. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}

/** Writes a line of what is for people to stderr. */
export function say(line = ''): void {
  process.stderr.write(`${line}\n`);
}

/** Writes data to stdout; a reader that has seen enough, such as `head`, ends the command without a complaint. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Ends the process quietly when the reader of stdout has gone. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}
