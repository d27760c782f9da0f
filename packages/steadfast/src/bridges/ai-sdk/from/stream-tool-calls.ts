import type { LanguageModelV4StreamPart, LanguageModelV4ToolCall } from '@ai-sdk/provider';
import type { StreamPart } from '../../../model/stream-part.ts';
import { readReplyFacts } from '../part-facts.ts';
import { freeText, readContent } from './content-read.ts';

type InputStart = Extract<LanguageModelV4StreamPart, { readonly type: 'tool-input-start' }>;

interface OpenCall {
  readonly block: number;
  readonly isText: boolean;
  text: string;
}

/** Reads the tool calls of a stream: the input as it is written, and then the whole call, which alone is believed. */
export class StreamToolCalls {
  readonly #nextBlock: () => number;
  readonly #emit: (part: StreamPart) => void;
  readonly #open = new Map<string, OpenCall>();

  constructor(nextBlock: () => number, emit: (part: StreamPart) => void) {
    this.#nextBlock = nextBlock;
    this.#emit = emit;
  }

  /** The model begins to write the input of a call. */
  start({ id, toolName: name, inputEncoding, providerExecuted, providerMetadata }: InputStart): void {
    const isText = inputEncoding === 'text' || readReplyFacts(providerMetadata).form === 'text';
    const block = this.#nextBlock();
    this.#open.set(id, { block, isText, text: '' });
    const form = isText ? 'text' : undefined;
    this.#emit({ type: 'tool-call-start', block, id, name, form, providerExecuted: providerExecuted || undefined });
  }

  /** More of the input of a call. */
  delta(id: string, text: string): void {
    const open = this.#open.get(id);
    if (open === undefined || text === '') return;
    open.text += text;
    this.#emit({ type: 'tool-call-delta', block: open.block, text });
  }

  /** A call is complete. Where its input is another than was written so far, the call replaces what was written. */
  end(call: LanguageModelV4ToolCall): void {
    const { toolCallId: id, toolName, input, providerExecuted, providerMetadata } = call;
    const { form, state } = readReplyFacts(providerMetadata);
    if (!this.#open.has(id)) {
      const inputEncoding = form === 'text' ? 'text' : undefined;
      this.start({ type: 'tool-input-start', id, toolName, inputEncoding, providerExecuted });
    }
    const open = this.#open.get(id);
    if (open === undefined) return;
    const { block, isText, text } = open;
    const whole = isText ? freeText(input) : input;
    this.#open.delete(id);
    if (whole.startsWith(text)) {
      if (whole !== text) this.#emit({ type: 'tool-call-delta', block, text: whole.slice(text.length) });
    } else {
      const part = readContent(call, '');
      if (part !== undefined) this.#emit({ type: 'part-add', block, part });
    }
    this.#emit({ type: 'part-end', block, state });
  }

  /** The stream is over: calls that were not completed end as far as they have come. */
  endAll(): void {
    for (const { block } of this.#open.values()) this.#emit({ type: 'part-end', block });
    this.#open.clear();
  }
}
