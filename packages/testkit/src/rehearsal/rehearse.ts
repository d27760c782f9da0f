import type {
  RehearsedCircumstances,
  RehearsedCompletion,
  RehearsedInput,
  RehearsedModel,
  RehearsedRequest,
  RehearsedStream,
} from './model-shape.ts';
import { RehearsedCall } from './rehearsed-call.ts';

/** A model and its other end. */
export interface Rehearsal {
  readonly model: RehearsedModel;
  /** The next call that the model gets; settles when it comes. */
  readonly next: () => Promise<RehearsedCall>;
  /** All calls so far. */
  readonly calls: readonly RehearsedCall[];
}

/**
 * A model whose replies the test gives, so that a test reads as a conversation:
 * `const answer = model.complete('Hello'); const call = await next(); call.reply('Hi'); await answer`.
 */
export function rehearse(id = 'rehearsal/model'): Rehearsal {
  const stage = new Stage(id);
  return { model: stage, next: () => stage.next(), calls: stage.calls };
}

class Stage implements RehearsedModel {
  readonly id: string;
  readonly calls: RehearsedCall[] = [];
  readonly #waiting: ((call: RehearsedCall) => void)[] = [];
  #taken = 0;

  constructor(id: string) {
    this.id = id;
  }

  complete(input: RehearsedInput, circumstances?: RehearsedCircumstances): Promise<RehearsedCompletion> {
    return this.#take(input, false, circumstances).result;
  }

  stream(input: RehearsedInput, circumstances?: RehearsedCircumstances): Promise<RehearsedStream> {
    return this.#take(input, true, circumstances).stream;
  }

  next(): Promise<RehearsedCall> {
    const call = this.calls[this.#taken];
    this.#taken += 1;
    if (call !== undefined) return Promise.resolve(call);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #take(input: RehearsedInput, streamed: boolean, circumstances: RehearsedCircumstances = {}): RehearsedCall {
    const request: RehearsedRequest =
      typeof input === 'string' ? { messages: [{ role: 'user', content: input }] } : input;
    const call = new RehearsedCall({ model: this.id, number: this.calls.length + 1, request, streamed, circumstances });
    this.calls.push(call);
    this.#waiting.shift()?.(call);
    return call;
  }
}
