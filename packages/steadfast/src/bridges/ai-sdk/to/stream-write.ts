import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { AssistantPart, OpaqueState } from '../../../model/message.ts';
import { restartError } from '../../../model/restart-error.ts';
import type { StreamPart, ToolCallStart } from '../../../model/stream-part.ts';
import { toolCallOf } from '../../../model/tool-call.ts';
import { writeFacts } from '../part-facts.ts';
import { writeContent, writeToolCall } from './content-write.ts';

interface OpenBlock {
  readonly kind: 'text' | 'reasoning' | 'tool-call' | 'part';
  text: string;
  start?: ToolCallStart;
  part?: AssistantPart;
}

/** Writes a stream for the AI SDK, part by part; the finish is the caller's to write, who knows the whole call. */
export class SdkStreamWriter {
  readonly #open = new Map<number, OpenBlock>();
  readonly #toolNames = new Map<string, string>();
  readonly #now: () => number;

  /** `now` gives epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a part says to the AI SDK, which knows one reply to a request: the first. */
  write(part: StreamPart): LanguageModelV4StreamPart[] {
    if ('choice' in part && (part.choice ?? 0) > 0) return [];
    switch (part.type) {
      case 'response-start': {
        const { id, answeredBy: modelId } = part;
        return [{ type: 'response-metadata', id, modelId, timestamp: new Date(this.#now()) }];
      }
      case 'text-delta':
        return this.#delta('text', part.block, part.text);
      case 'reasoning-delta':
        return this.#delta('reasoning', part.block, part.text);
      case 'tool-call-start':
        return [this.#startCall(part)];
      case 'tool-call-delta':
        return this.#callDelta(part.block, part.text);
      case 'part-add':
        this.#open.set(part.block, { kind: 'part', text: '', part: part.part });
        return [];
      case 'part-end':
        return this.#end(part.block, part.state);
      case 'reply-restart':
        throw restartError(part);
      default:
        return [];
    }
  }

  /** Ends what is still open. */
  end(): LanguageModelV4StreamPart[] {
    return [...this.#open.keys()].flatMap((block) => this.#end(block, undefined));
  }

  #delta(kind: 'text' | 'reasoning', block: number, delta: string): LanguageModelV4StreamPart[] {
    const id = String(block);
    const known = this.#open.has(block);
    if (!known) this.#open.set(block, { kind, text: '' });
    if (kind === 'text') {
      return [...(known ? [] : [{ type: 'text-start' as const, id }]), { type: 'text-delta', id, delta }];
    }
    return [...(known ? [] : [{ type: 'reasoning-start' as const, id }]), { type: 'reasoning-delta', id, delta }];
  }

  #startCall(start: ToolCallStart): LanguageModelV4StreamPart {
    const { block, id, name: toolName, form, providerExecuted } = start;
    this.#open.set(block, { kind: 'tool-call', text: '', start });
    this.#toolNames.set(id, toolName);
    const inputEncoding = form === 'text' ? 'text' : undefined;
    return { type: 'tool-input-start', id, toolName, inputEncoding, providerExecuted, dynamic: providerExecuted };
  }

  #callDelta(block: number, delta: string): LanguageModelV4StreamPart[] {
    const open = this.#open.get(block);
    if (open?.start === undefined) return [];
    open.text += delta;
    return [{ type: 'tool-input-delta', id: open.start.id, delta }];
  }

  #end(block: number, state: OpaqueState | undefined): LanguageModelV4StreamPart[] {
    const open = this.#open.get(block);
    this.#open.delete(block);
    const id = String(block);
    const providerMetadata = writeFacts({ state });
    if (open === undefined)
      return state === undefined ? [] : this.#whole({ type: 'reasoning', text: '', state }, block);
    if (open.part !== undefined) return this.#whole({ ...open.part, state: state ?? open.part.state }, block);
    if (open.start !== undefined) {
      const { id: callId, name, form, providerExecuted } = open.start;
      const call = toolCallOf({ id: callId, name, inputText: open.text, form, providerExecuted, state });
      return [{ type: 'tool-input-end', id: callId }, writeToolCall(call)];
    }
    return open.kind === 'text'
      ? [{ type: 'text-end', id, providerMetadata }]
      : [{ type: 'reasoning-end', id, providerMetadata }];
  }

  /** A part that did not come in pieces: text and reasoning have no other form in a stream. */
  #whole(part: AssistantPart, block: number): LanguageModelV4StreamPart[] {
    const content = writeContent(part, this.#toolNames);
    if (content === undefined) return [];
    if (content.type !== 'text' && content.type !== 'reasoning') return [content];
    const id = String(block);
    const { text: delta, providerMetadata } = content;
    const said = delta === '' ? [] : [delta];
    return content.type === 'text'
      ? [
          { type: 'text-start', id },
          ...said.map((text) => ({ type: 'text-delta' as const, id, delta: text })),
          { type: 'text-end', id, providerMetadata },
        ]
      : [
          { type: 'reasoning-start', id },
          ...said.map((text) => ({ type: 'reasoning-delta' as const, id, delta: text })),
          { type: 'reasoning-end', id, providerMetadata },
        ];
  }
}
