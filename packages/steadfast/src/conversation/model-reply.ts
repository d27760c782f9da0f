import type { CompletionRequest } from '../model/completion-request.ts';
import type { ReplyEvent, ReplyProblem } from './assistant-reply.ts';
import { say } from './say.ts';
import type { Manner, Said } from './say.ts';
import type { FilledTemplate } from './template-reply.ts';
import { failureOf } from './turn-record.ts';

/** What a strategy came to: a text that holds, or nothing. */
export interface StrategyOutcome {
  readonly text: string;
  readonly variant?: string;
  readonly model?: string;
}

/** What `modelReply` needs besides what is asked. */
export interface ModelReplyOptions extends Manner {
  readonly where: 'model' | 'hybrid';
  /** How many replies are asked for at most. */
  readonly tries: number;
  /** The reply that is to be adapted. */
  readonly base: FilledTemplate | undefined;
  /** Says what is wrong with a text. */
  readonly check: (text: string) => Promise<readonly string[]>;
}

/** Asks a model until its reply holds, and tells it each time what was wrong; gives nothing when none does. */
export async function* modelReply(
  request: CompletionRequest,
  options: ModelReplyOptions,
): AsyncGenerator<ReplyEvent, StrategyOutcome | undefined, undefined> {
  const { base, live, record, tries } = options;
  let asked = request;
  for (let tried = 1; tried <= tries; tried += 1) {
    const attempted = yield* attempt(asked, options);
    if (attempted.problem === undefined) {
      const { text, model } = attempted.said;
      return { text: text.trim(), variant: base?.variant, model };
    }
    const { said, problem } = attempted;
    record.failed(problem);
    if (live) yield { type: 'restart', problem };
    if (said === undefined || said.finishReason === 'content-filter' || said.isFallback) return undefined;
    asked = { ...request, messages: [...said.messages, { role: 'user', content: complaint(problem.message) }] };
  }
  return undefined;
}

/** What a model said, and what is wrong with it; nothing said where the call failed. */
type Attempted =
  | { readonly said: Said; readonly problem?: undefined }
  | { readonly said?: Said; readonly problem: ReplyProblem };

async function* attempt(
  request: CompletionRequest,
  options: ModelReplyOptions,
): AsyncGenerator<ReplyEvent, Attempted, undefined> {
  const { base, where, call } = options;
  const about = { where, variant: base?.variant };
  try {
    const said = yield* say(request, {
      ...options,
      call: base === undefined ? call : { ...call, prompt: base.prompt },
    });
    const wrong = await whatIsWrong(said, options);
    return wrong.length === 0 ? { said } : { said, problem: { ...about, message: wrong.join(' ') } };
  } catch (thrown) {
    const error = failureOf(thrown);
    return { problem: { ...about, message: error.message, error } };
  }
}

async function whatIsWrong(said: Said, { check, base }: ModelReplyOptions): Promise<readonly string[]> {
  if (said.isFallback) return ['It is the safe reply that stands in when no model answers.'];
  if (said.finishReason === 'content-filter') return ['A filter or a refusal stopped it.'];
  const text = said.text.trim();
  const cut = said.finishReason === 'length' ? ['It was cut off at its limit; it has to be shorter.'] : [];
  return [...cut, ...(await check(text)), ...lostValues(text, base)];
}

/** Numbers, addresses and codes of the reply that was to be adapted have to stand in it as they were. */
function lostValues(text: string, base: FilledTemplate | undefined): readonly string[] {
  const exact = (base?.values ?? []).filter((value) => /\d|@|:\/\//.test(value) && base?.text.includes(value) === true);
  return exact.filter((value) => !text.includes(value)).map((value) => `It must hold "${value}" as it is.`);
}

function complaint(problem: string): string {
  return `That reply can't be sent: ${problem} Write it again, with this put right, and with nothing but the reply.`;
}
