import { styleText } from 'node:util';

/** What a piece of text is, for how it is shown. */
export type Paint = 'heading' | 'code' | 'strong' | 'emphasis' | 'mark';

const styles = {
  heading: ['bold', 'underline'],
  code: ['cyan'],
  strong: ['bold'],
  emphasis: ['italic'],
  mark: ['dim'],
} as const;

/** Text in the style of what it is. Whether styles are wanted is for the caller to know. */
export function paint(what: Paint, text: string): string {
  return text === '' ? '' : styleText([...styles[what]], text, { validateStream: false });
}
