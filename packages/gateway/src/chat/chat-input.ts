import { createInterface } from 'node:readline';

/** What came of waiting for a line: the line, the end of the input, or Ctrl-C. */
export type Typed = { readonly line: string } | 'end' | 'interrupt';

/** Where lines come from. */
export interface ChatInput {
  next(): Promise<Typed>;
  /** Asks a person whether something may be done; nobody at a pipe says so. */
  confirm(question: string, signal: AbortSignal): Promise<boolean>;
  close(): void;
}

/**
 * Lines that a person types, with a history. Between two lines the terminal is as usual, so that Ctrl-C is a signal then.
 * What is pasted in one go is one message, whatever line ends it has.
 */
export function terminalInput(typed: readonly string[]): ChatInput {
  let history = [...typed];
  const ask = (prompt: string, asking?: AbortSignal): Promise<Typed> =>
    new Promise((resolve) => {
      const reader = createInterface({
        input: process.stdin,
        output: process.stderr,
        prompt,
        history: asking === undefined ? history : [],
        historySize: asking === undefined ? 500 : 0,
        signal: asking,
      });
      const lines: string[] = [];
      const settle = (outcome: Typed): void => {
        resolve(outcome);
        reader.close();
      };
      if (asking === undefined) reader.on('history', (kept: string[]) => (history = [...kept]));
      reader.on('SIGINT', () => {
        if (reader.line === '') settle('interrupt');
        else reader.write(null, { ctrl: true, name: 'u' });
      });
      reader.on('close', () => settle('end'));
      reader.on('line', (line) => {
        lines.push(line);
        // What was pasted is here by then; where its last line has no end, that is still being written.
        setImmediate(() => {
          if (reader.line === '') settle({ line: lines.join('\n') });
        });
      });
      reader.prompt();
    });
  return {
    next: () => continued(ask),
    confirm: async (question, signal) => {
      const typed = await ask(`${question} [y/N] `, signal);
      // A reply is under way: it is the signal that stops it.
      if (typed === 'interrupt') process.kill(process.pid, 'SIGINT');
      return typeof typed === 'object' && /^y(?:es)?$/i.test(typed.line.trim());
    },
    close: () => undefined,
  };
}

/** Lines of a file or a pipe. */
export function pipedInput(): ChatInput {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (): Promise<Typed> => {
    const { value, done } = await lines.next();
    return done === true ? 'end' : { line: value };
  };
  return { next: () => continued(ask), confirm: () => Promise.resolve(false), close: () => reader.close() };
}

/** A line that ends in a backslash goes on in the next one. */
async function continued(ask: (prompt: string) => Promise<Typed>): Promise<Typed> {
  let text = '';
  for (let prompt = '> '; ; prompt = '… ') {
    const typed = await ask(prompt);
    if (typed === 'interrupt') return typed;
    if (typed === 'end') return text === '' ? typed : { line: text };
    if (!typed.line.endsWith('\\')) return { line: text + typed.line };
    text += `${typed.line.slice(0, -1)}\n`;
  }
}
