import { styleText } from 'node:util';
import { isModelError } from 'steadfast/model';
import type { Approve } from 'steadfast/tools';
import { fileHistory, historyPath, memoryHistory, typedLines } from '../chat/chat-history.ts';
import type { ChatHistory } from '../chat/chat-history.ts';
import { pipedInput, terminalInput } from '../chat/chat-input.ts';
import type { ChatInput } from '../chat/chat-input.ts';
import { chatServers } from '../chat/chat-servers.ts';
import { ChatSession } from '../chat/chat-session.ts';
import type { ChatSessionOptions } from '../chat/chat-session.ts';
import { chatTools } from '../chat/chat-tools.ts';
import { safeText } from '../chat/safe-text.ts';
import { readLine } from '../chat/slash-commands.ts';
import { showTurn } from '../chat/turn-view.ts';
import { chosenModel } from '../chosen-model.ts';
import { configOrFailure } from '../config/config-or-failure.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { endWithReader, say, styled } from '../terminal.ts';

/** Options of `steadfast chat`. */
export interface ChatOptions {
  readonly config?: string;
  readonly model?: string;
  readonly fallback?: readonly string[];
  readonly system?: string;
  readonly continue?: true;
  /** False for `--no-tools`. */
  readonly tools: boolean;
  /** False for `--no-history`. */
  readonly history: boolean;
}

/** A conversation in the terminal, or with the lines of standard input. Sets the process's exit code. */
export async function chatCommand(options: ChatOptions): Promise<void> {
  endWithReader();
  const found = await configOrFailure(options.config);
  if (found === undefined) return;
  const isPerson = process.stdin.isTTY;
  const history = await historyFor(options);
  const input = isPerson ? terminalInput(await typedLines(history)) : pipedInput();
  const servers = await chatServers(options.tools ? (found.loaded?.config.chat?.mcp ?? {}) : {});
  try {
    const tools = options.tools ? [...chatTools, ...servers.tools] : [];
    const session = await begin(options, found.loaded, { tools, approve: approverFor(input, isPerson), history });
    if (isPerson) say(styled('dim', '/help lists what can be typed'));
    process.exitCode = await new Chat(session, input, isPerson).run();
  } catch (error) {
    process.exitCode = tell(error);
  } finally {
    input.close();
    await servers.close();
  }
}

async function begin(
  options: ChatOptions,
  loaded: LoadedConfig | undefined,
  parts: Pick<ChatSessionOptions, 'tools' | 'approve' | 'history'>,
): Promise<ChatSession> {
  const { models, name: model, reason } = await chosenModel(options.model, loaded);
  const { fallback, system = loaded?.config.chat?.system } = options;
  const session = new ChatSession({ ...parts, models, model, fallback, system });
  if (options.continue !== true) await session.restart();
  say(styled('dim', reason === undefined ? model : `${model} (${reason})`));
  return session;
}

/** Asks the person before a tool that has effects; at a pipe there is nobody to ask. */
function approverFor(input: ChatInput, isPerson: boolean): Approve {
  return async ({ name, input: given, signal }) => {
    if (!isPerson) return { approved: false, reason: 'Nobody is there to approve it.' };
    return input.confirm(
      `${styled('yellow', 'May it be called?')} ${safeText(`${name} ${JSON.stringify(given)}`)}`,
      signal,
    );
  };
}

async function historyFor({ history }: ChatOptions): Promise<ChatHistory> {
  if (!history) return memoryHistory();
  try {
    return await fileHistory(historyPath(process.env));
  } catch (error) {
    say(`What is said is not kept: ${error instanceof Error ? error.message : String(error)}`);
    return memoryHistory();
  }
}

function tell(error: unknown): number {
  say(`${styled('red', 'steadfast:')} ${error instanceof Error ? error.message : String(error)}`);
  return isModelError(error) ? exitCodeOf(error) : exitCodes.failed;
}

/** Asks and answers until the end. */
class Chat {
  readonly #session: ChatSession;
  readonly #input: ChatInput;
  readonly #isPerson: boolean;
  #asking: AbortController | undefined;
  /** The exit code of the signal that ends the chat. */
  #ended: number | undefined;
  #failed: number | undefined;

  constructor(session: ChatSession, input: ChatInput, isPerson: boolean) {
    this.#session = session;
    this.#input = input;
    this.#isPerson = isPerson;
  }

  /** Gives the exit code: that of the first turn that failed, where no person was there to see it. */
  async run(): Promise<number> {
    process.on('SIGINT', this.#onInterrupt);
    process.on('SIGTERM', this.#onTerminate);
    try {
      while (this.#ended === undefined) {
        const typed = await this.#input.next();
        if (typed === 'interrupt') this.#ended = exitCodes.interrupted;
        if (typed === 'interrupt' || typed === 'end') break;
        if ((await this.#line(typed.line)) === 'quit') break;
      }
    } finally {
      process.off('SIGINT', this.#onInterrupt);
      process.off('SIGTERM', this.#onTerminate);
    }
    return this.#ended ?? (this.#isPerson ? exitCodes.done : (this.#failed ?? exitCodes.done));
  }

  /** The first Ctrl-C stops a reply; where there is none, or nobody types, it ends the chat. */
  readonly #onInterrupt = (): void => {
    if (this.#asking === undefined || this.#asking.signal.aborted) process.exit(exitCodes.interrupted);
    if (!this.#isPerson) this.#ended = exitCodes.interrupted;
    this.#asking.abort(new Error('interrupted'));
  };

  readonly #onTerminate = (): void => {
    if (this.#asking === undefined || this.#asking.signal.aborted) process.exit(exitCodes.ended);
    this.#ended = exitCodes.ended;
    this.#asking.abort(new Error('ended'));
  };

  async #line(line: string): Promise<'go-on' | 'quit'> {
    const outcome = await readLine(line, this.#session);
    if (typeof outcome === 'string') return outcome;
    this.#asking = new AbortController();
    try {
      await this.#ask(outcome.ask, this.#asking.signal);
    } catch (error) {
      this.#failed ??= tell(error);
    } finally {
      this.#asking = undefined;
    }
    return 'go-on';
  }

  async #ask(message: string, signal: AbortSignal): Promise<void> {
    const isTerminal = process.stdout.isTTY;
    const isStyled = styleText('bold', '-', { stream: process.stdout }) !== '-';
    const reply = await showTurn(this.#session.ask(message, signal), { isTerminal, isStyled });
    if (reply === undefined) {
      say(styled('dim', 'stopped; /retry asks again'));
      return;
    }
    const isAnswer = reply.fallback !== true;
    await this.#session.settle(isAnswer);
    if (isAnswer) return;
    const error = reply.problems.findLast(({ error }) => error !== undefined)?.error;
    this.#failed ??= error === undefined ? exitCodes.provider : exitCodeOf(error);
  }
}
