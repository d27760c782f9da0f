import type { ModelError } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import type { Usage } from '../model/usage.ts';
import { guardIdle } from '../stream/guard-idle.ts';
import type { Clock } from '../time/clock.ts';
import { longestDelay } from '../time/clock.ts';
import type { Draw } from './budget-draw.ts';

/** Counts a stream as it arrives: it ends with the part with which it passes what its call can pay. */
export function metered(stream: CompletionStream, draw: Draw, target: string, clock: Clock): CompletionStream {
  // A stream that can't be watched is given out as one that can.
  const watched = stream.watch === undefined ? guardIdle(stream, longestDelay, target, clock) : stream;
  const meter = new StreamMeter(draw);
  draw.commit();
  watched.watch?.((part) => meter.see(part));
  void watched.ended.then(() => {
    meter.end();
  });
  return watched;
}

class StreamMeter {
  readonly #draw: Draw;
  #characters = 0;
  #bound: number;
  #inputTokens: number | undefined;

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#bound = draw.characters;
  }

  see(part: StreamPart): ModelError | undefined {
    if ('text' in part) {
      this.#characters += part.text.length;
      return this.#characters <= this.#bound ? undefined : this.#more();
    }
    if (part.type === 'response-start') this.#begin(part.usage);
    else if (part.type === 'finish' && part.usage.reported) this.#draw.settle(part.usage, undefined, this.#characters);
    return undefined;
  }

  /** The stream is over: without a reported usage, what has arrived is what it used. */
  end(): void {
    this.#draw.estimate(this.#characters, this.#inputTokens);
  }

  #begin(usage: Usage | undefined): void {
    if (usage?.reported === true && usage.inputTokens > 0) this.#inputTokens = usage.inputTokens;
  }

  #more(): ModelError | undefined {
    const error = this.#draw.more(this.#characters);
    this.#bound = this.#draw.characters;
    if (error !== undefined) this.end();
    return error;
  }
}
