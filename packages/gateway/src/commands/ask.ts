import { fstatSync } from 'node:fs';
import { isModelError, Journal } from 'steadfast/model';
import type { Call, Completion, CompletionRequest, Message, Model } from 'steadfast/model';
import { callLog } from '../call-log.ts';
import { chosenModel } from '../chosen-model.ts';
import { configOrFailure } from '../config/config-or-failure.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { onInterrupt } from '../interrupts.ts';
import { endLine, endWithReader, print, say, styled } from '../terminal.ts';

/** Options of `steadfast ask`. */
export interface AskOptions {
  readonly config?: string;
  readonly model?: string;
  readonly fallback?: readonly string[];
  readonly system?: string;
  readonly json?: true;
  /** Seconds. */
  readonly timeout?: number;
  readonly verbose?: true;
}

/** Asks one question: the answer goes to stdout, what happens on the way to stderr. Sets the process's exit code. */
export async function askCommand(words: readonly string[], options: AskOptions): Promise<void> {
  endWithReader();
  const question = [words.join(' '), await readStandardInput(words.length > 0)]
    .filter((text) => text !== '')
    .join('\n\n');
  if (question === '') {
    say(
      'steadfast: there is no question. Give one as an argument or on standard input: steadfast ask "Why is the sky blue?"',
    );
    process.exitCode = exitCodes.usage;
    return;
  }
  const found = await configOrFailure(options.config);
  if (found === undefined) return;
  const aborter = new AbortController();
  let interrupted: number | undefined;
  onInterrupt((code) => {
    interrupted = code;
    aborter.abort(new Error('interrupted'));
  });
  try {
    const model = await modelFor(options, found.loaded);
    await answer(model, requestOf(question, options.system), callOf(options, aborter.signal), options.json === true);
  } catch (error) {
    process.exitCode = interrupted ?? tell(error);
  }
}

async function modelFor({ model, fallback }: AskOptions, loaded: LoadedConfig | undefined): Promise<Model> {
  const { models, name, reason } = await chosenModel(model, loaded);
  const chosen = models.model(name, { fallback });
  if (reason !== undefined) say(styled('dim', `${name} (${reason})`));
  return chosen;
}

function requestOf(question: string, system: string | undefined): CompletionRequest {
  const messages: Message[] = [{ role: 'user', content: question }];
  if (system !== undefined) messages.unshift({ role: 'system', content: system });
  return { messages };
}

function callOf({ timeout, verbose }: AskOptions, signal: AbortSignal): Call {
  const now = Date.now();
  const deadline = timeout === undefined ? undefined : now + timeout * 1_000;
  return { signal, deadline, journal: new Journal(now, callLog(verbose === true)) };
}

async function answer(model: Model, request: CompletionRequest, call: Call, json: boolean): Promise<void> {
  if (json) {
    const completion = await model.complete(request, call);
    print(`${JSON.stringify(summaryOf(completion))}\n`);
    return;
  }
  const stream = await model.stream(request, call);
  try {
    for await (const text of stream.text) print(text);
  } finally {
    endLine();
  }
}

function summaryOf(completion: Completion): object {
  const { text, model, finishReason, usage, toolCalls, attempts, adaptations, timings } = completion;
  return { text, model, finishReason, usage: { ...usage, raw: undefined }, toolCalls, attempts, adaptations, timings };
}

function tell(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  say(`${styled('red', 'steadfast:')} ${message}`);
  return isModelError(error) ? exitCodeOf(error) : exitCodes.failed;
}

/** How long standard input may say nothing until a person who waits is told why nothing happens, in milliseconds. */
const silentMs = 2_000;

/** Reads standard input where something is put in: a file, a pipe. With a question given, a terminal is not read. */
async function readStandardInput(hasQuestion: boolean): Promise<string> {
  if (process.stdin.isTTY || (hasQuestion && !isPutIn())) return '';
  const notice = setTimeout(() => say('Reading standard input until it ends; close it or give </dev/null.'), silentMs);
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) {
    clearTimeout(notice);
    text += String(chunk);
  }
  clearTimeout(notice);
  return text.trim();
}

function isPutIn(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFile() || input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}
