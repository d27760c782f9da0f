import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { AssistantPart } from '../../../model/message.ts';
import type { StreamPart } from '../../../model/stream-part.ts';
import { interruptedReply } from '../../../protocols/reply-error.ts';
import { readFinishReason } from '../finish-reason.ts';
import { readUsage } from '../usage.ts';
import { readContent } from './content-read.ts';
import { failedFinish } from './failed-finish.ts';
import { StreamBlocks } from './stream-blocks.ts';
import { StreamToolCalls } from './stream-tool-calls.ts';

type FinishPart = Extract<LanguageModelV4StreamPart, { readonly type: 'finish' }>;

/** Reads the stream of an AI SDK model, part by part; its warnings and errors are for the caller to take. */
export class SdkStreamReader {
  /** True once the `finish` part is out. */
  finished = false;
  readonly #provider: string;
  readonly #emit: (part: StreamPart) => void;
  readonly #blocks: StreamBlocks;
  readonly #toolCalls: StreamToolCalls;
  #count = 0;

  constructor(provider: string, emit: (part: StreamPart) => void) {
    const nextBlock = (): number => this.#count++;
    this.#provider = provider;
    this.#emit = emit;
    this.#blocks = new StreamBlocks(nextBlock, emit);
    this.#toolCalls = new StreamToolCalls(nextBlock, emit);
  }

  /** @throws ModelError for a finish that is a failure */
  read(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'text-start':
        return this.#blocks.start('text', part);
      case 'text-delta':
        return this.#blocks.delta('text', part.delta, part);
      case 'text-end':
        return this.#blocks.end('text', part);
      case 'reasoning-start':
        return this.#blocks.start('reasoning', part);
      case 'reasoning-delta':
        return this.#blocks.delta('reasoning', part.delta, part);
      case 'reasoning-end':
        return this.#blocks.end('reasoning', part);
      case 'finish':
        return this.#finish(part);
      default:
        return this.#readOther(part);
    }
  }

  /** @throws ModelError of kind `interrupted` when the stream was over before its finish */
  end(): void {
    if (!this.finished) throw interruptedReply('The stream ended before its finish.');
  }

  #readOther(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'tool-input-start':
        return this.#toolCalls.start(part);
      case 'tool-input-delta':
        return this.#toolCalls.delta(part.id, part.delta);
      case 'tool-call':
        return this.#toolCalls.end(part);
      case 'response-metadata':
        return this.#emit({ type: 'response-start', id: part.id, answeredBy: part.modelId });
      case 'file':
      case 'reasoning-file':
      case 'source':
      case 'custom':
      case 'tool-result':
      case 'tool-approval-request':
        return this.#add(readContent(part, this.#provider));
      default:
        // Pings, raw chunks and the ends of inputs say nothing that another part does not.
        return undefined;
    }
  }

  #add(part: AssistantPart | undefined): void {
    if (part === undefined) return;
    const block = this.#count++;
    this.#emit({ type: 'part-add', block, part });
    this.#emit({ type: 'part-end', block, state: part.state });
  }

  #finish({ finishReason, usage }: FinishPart): void {
    const failure = failedFinish(finishReason);
    if (failure !== undefined) throw failure;
    this.#blocks.endAll();
    this.#toolCalls.endAll();
    this.finished = true;
    const reason = readFinishReason(finishReason);
    this.#emit({ type: 'finish', reason, rawReason: finishReason.raw, usage: readUsage(usage) });
  }
}
