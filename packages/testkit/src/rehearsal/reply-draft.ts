import { parseJson } from '../ground/json.ts';
import { countTokens } from '../ground/tokens.ts';
import type {
  RehearsedCompletion,
  RehearsedContent,
  RehearsedFinish,
  RehearsedPart,
  RehearsedRequest,
  RehearsedToolCall,
  RehearsedUsage,
} from './model-shape.ts';

/** A reply that a test writes piece by piece; each piece gives the parts that a stream has for it. */
export class ReplyDraft {
  readonly #content: RehearsedContent[] = [];
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  /** Whether a tool has been called. */
  get hasCalls(): boolean {
    return this.#content.some((part) => part.type === 'tool-call');
  }

  /** Adds text or reasoning to the last part where it is of that kind, else to a new one. */
  say(type: 'text' | 'reasoning', text: string): RehearsedPart[] {
    const last = this.#content.at(-1);
    const before = this.#content.length;
    const delta = (block: number): RehearsedPart => ({ type: `${type}-delta`, block, text });
    if (last?.type === type) {
      this.#content[before - 1] = { type, text: last.text + text };
      return [delta(before - 1)];
    }
    this.#content.push({ type, text });
    return [...this.#close(before), delta(before)];
  }

  /** Adds a tool call. */
  call(name: string, inputText: string, id: string): RehearsedPart[] {
    const block = this.#content.length;
    const input = inputText.trim() === '' ? {} : parseJson(inputText);
    const call = { type: 'tool-call', id, name, inputText } as const;
    this.#content.push(input === undefined ? { ...call, invalid: true } : { ...call, input });
    return [
      ...this.#close(block),
      { type: 'tool-call-start', block, id, name },
      { type: 'tool-call-delta', block, text: inputText },
    ];
  }

  /** Ends the reply. */
  finish(reason: RehearsedFinish, usage: RehearsedUsage): RehearsedPart[] {
    return [...this.#close(this.#content.length), { type: 'finish', reason, usage }];
  }

  /** The reply as a whole. */
  completion(model: string, finishReason: RehearsedFinish, usage: RehearsedUsage): RehearsedCompletion {
    const joined = (type: 'text' | 'reasoning'): string =>
      this.#content.map((part) => (part.type === type ? part.text : '')).join('');
    const toolCalls = this.#content.filter((part): part is RehearsedToolCall => part.type === 'tool-call');
    const text = joined('text');
    return {
      content: this.#content.slice(),
      finishReason,
      usage,
      id: this.#id,
      text,
      reasoning: joined('reasoning'),
      toolCalls,
      empty: text === '' && toolCalls.length === 0,
      model,
      attempts: [],
      adaptations: [],
      timings: { queueMs: 0, firstContentMs: 0, totalMs: 0 },
    };
  }

  /** The usage of the reply so far, by the estimate of about four characters a token. */
  usage({ messages }: RehearsedRequest): RehearsedUsage {
    const input = countTokens(
      messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content))).join(''),
    );
    const count = (type: RehearsedContent['type']): number =>
      this.#content.reduce(
        (sum, part) =>
          sum + (part.type === type ? countTokens(part.type === 'tool-call' ? part.inputText : part.text) : 0),
        0,
      );
    const text = count('text') + count('tool-call');
    const reasoning = count('reasoning');
    return {
      inputTokens: input,
      outputTokens: text + reasoning,
      totalTokens: input + text + reasoning,
      input: { uncached: input, cacheRead: 0, cacheWrite: 0 },
      output: { text, reasoning },
      reported: true,
    };
  }

  #close(next: number): RehearsedPart[] {
    return next === 0 ? [] : [{ type: 'part-end', block: next - 1 }];
  }
}
