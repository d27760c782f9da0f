import type { AssistantReply, AssistantStream, ReplyEvent } from 'steadfast/conversation';
import { isModelError, textOf } from 'steadfast/model';
import { seconds } from '../call-log.ts';
import { endLine, print, say, styled } from '../terminal.ts';
import { safeText } from './safe-text.ts';
import { TerminalMarkdown } from './terminal-markdown.ts';

/** How replies are shown. */
export interface ViewOptions {
  /** Whether stdout is a terminal: then nothing that is said may steer it. */
  readonly isTerminal: boolean;
  /** Whether Markdown is shown in styles. */
  readonly isStyled: boolean;
}

/** Shows a reply as it comes, and gives it; nothing where the signal ended it. */
export async function showTurn(events: AssistantStream, options: ViewOptions): Promise<AssistantReply | undefined> {
  const view = new TurnView(options);
  try {
    for await (const event of events) view.show(event);
  } catch (error) {
    view.close();
    if (!isModelError(error) || error.kind !== 'aborted') throw error;
  }
  return view.reply;
}

class TurnView {
  /** The reply, once it is whole. */
  reply: AssistantReply | undefined;
  readonly #isTerminal: boolean;
  readonly #markdown: TerminalMarkdown | undefined;
  readonly #startedAt = performance.now();
  #isSafe = false;

  constructor({ isTerminal, isStyled }: ViewOptions) {
    this.#isTerminal = isTerminal;
    this.#markdown = isStyled ? new TerminalMarkdown() : undefined;
  }

  show(event: ReplyEvent): void {
    switch (event.type) {
      case 'begin':
        this.#isSafe = event.strategy === 'safe';
        break;
      case 'text':
        if (!this.#isSafe) this.#write(event.text);
        break;
      case 'tool':
        this.#tool(event.event);
        break;
      case 'restart':
        this.close();
        break;
      case 'reply':
        this.#end(event.reply);
        break;
    }
  }

  /** Shows what was held back, and ends the line. */
  close(): void {
    print(this.#markdown?.end() ?? '');
    endLine();
  }

  #write(text: string): void {
    const safe = this.#isTerminal ? safeText(text) : text;
    print(this.#markdown?.write(safe) ?? safe);
  }

  #tool(event: Extract<ReplyEvent, { type: 'tool' }>['event']): void {
    if (event.type === 'call-progress') return;
    this.close();
    if (event.type === 'call-start') note(`⚙ ${event.name} ${JSON.stringify(event.input)}`);
    else {
      const { outcome } = event;
      const output = textOf(outcome.output) || 'something else than text';
      note(`⚙ ${outcome.name}: ${outcome.status === 'done' ? output : `${outcome.status}: ${output}`}`);
    }
  }

  #end(reply: AssistantReply): void {
    this.close();
    this.reply = reply;
    if (reply.fallback === true) {
      const message = reply.problems.at(-1)?.message ?? 'There is no reply.';
      say(`${styled('red', 'steadfast:')} ${safeText(message)}`);
    }
    note(summaryOf(reply, performance.now() - this.#startedAt));
  }
}

const longestNote = 200;

/** A dim line beside the conversation; what comes from outside is cut and cannot steer the terminal. */
function note(text: string): void {
  const line = safeText(text).replaceAll(/\s+/g, ' ');
  say(styled('dim', line.length > longestNote ? `${line.slice(0, longestNote - 1).toWellFormed()}…` : line));
}

/** Who answered, how long it took, what it used and cost, and how often it was tried. */
export function summaryOf(reply: AssistantReply, ms: number): string {
  const { model, usage, cost, attempts, toolCalls, completions } = reply;
  const { inputTokens, outputTokens, reported } = usage;
  const failed = attempts.filter(({ outcome }) => outcome !== 'ok').length;
  const parts = [
    model ?? 'no answer',
    seconds(ms),
    completions.length > 0 && reported ? `${inputTokens} in, ${outputTokens} out` : '',
    costWords(cost, completions.length),
    counted(attempts.length, 'attempt') + (failed === 0 ? '' : ` (${failed} failed)`),
    toolCalls.length === 0 ? '' : counted(toolCalls.length, 'tool call'),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function costWords({ amount, known }: AssistantReply['cost'], calls: number): string {
  if (calls === 0) return '';
  if (known) return `$${amount.toFixed(amount >= 0.1 || amount === 0 ? 2 : 5)}`;
  return amount === 0 ? 'cost not known' : `more than $${amount.toFixed(5)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
