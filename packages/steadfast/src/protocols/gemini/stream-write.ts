import type { ModelError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import { restartError } from '../../model/restart-error.ts';
import type { Finish, StreamPart, ToolCallStart } from '../../model/stream-part.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { ownFields } from '../private-state.ts';
import type { StreamWriter, StreamWriterOptions } from '../protocol.ts';
import { writeError } from './error-write.ts';
import { candidateFacts } from './part-state.ts';
import { writeReplyPart } from './part-write.ts';
import { endOf } from './reply-write.ts';
import { writeUsage } from './usage.ts';

/** A block between its first part and its end. */
type OpenBlock =
  | { readonly kind: 'text' | 'reasoning' }
  | { readonly kind: 'part'; readonly part: AssistantPart }
  | { readonly kind: 'call'; readonly start: ToolCallStart; input: string };

type BlockPart = Extract<StreamPart, { readonly block: number }>;

/**
 * Writes a stream of server-sent events whose data are replies. Words go out as they come, and a signature of theirs
 * follows on a part without words, as Google's own do; tool calls and other parts go out whole, at their end.
 */
export class GeminiStreamWriter implements StreamWriter {
  readonly #options: StreamWriterOptions;
  readonly #open = new Map<string, OpenBlock>();
  /** What was said of whole candidates, by candidate: it goes out with the end of each. */
  readonly #facts = new Map<number, JsonObject>();
  #id: string;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
    this.#id = options.id;
  }

  write(part: StreamPart): string {
    switch (part.type) {
      case 'response-start':
        this.#id = part.id ?? this.#id;
        return '';
      case 'choice-end':
        return this.#end(part.choice, endOf(part.reason, part.rawReason, part.choice));
      case 'finish':
        return this.#finish(part);
      case 'reply-restart':
        throw restartError(part);
      case 'bytes-delta':
        return '';
      default:
        return this.#block(part);
    }
  }

  fail(error: ModelError): string {
    return `data: ${JSON.stringify(writeError(error).body)}\n\n`;
  }

  #block(part: BlockPart): string {
    const { choice = 0, block } = part;
    const key = `${choice}:${block}`;
    switch (part.type) {
      case 'text-delta':
        this.#open.set(key, { kind: 'text' });
        return part.text === '' ? '' : this.#parts(choice, [{ text: part.text }]);
      case 'reasoning-delta':
        this.#open.set(key, { kind: 'reasoning' });
        return part.text === '' ? '' : this.#parts(choice, [{ text: part.text, thought: true }]);
      case 'tool-call-start':
        this.#open.set(key, { kind: 'call', start: part, input: '' });
        return '';
      case 'tool-call-delta': {
        const open = this.#open.get(key);
        if (open?.kind === 'call') open.input += part.text;
        return '';
      }
      case 'part-add':
        this.#open.set(key, { kind: 'part', part: part.part });
        return '';
      default:
        return this.#close(key, choice, part.state);
    }
  }

  #close(key: string, choice: number, state: OpaqueState | undefined): string {
    const open = this.#open.get(key) ?? { kind: 'reasoning' };
    this.#open.delete(key);
    const facts = candidateFacts(ownFields(state, this.#options.family));
    if (facts !== undefined) this.#facts.set(choice, { ...this.#facts.get(choice), ...facts });
    const written = writeReplyPart(endedPart(open, state), this.#options.family);
    return written === undefined ? '' : this.#parts(choice, [written]);
  }

  #finish({ reason, rawReason, usage }: Finish): string {
    const open = [...this.#open.keys()].map((key) => this.#close(key, Number.parseInt(key, 10), undefined));
    const end = this.#end(0, endOf(reason, rawReason, 0), { usageMetadata: writeUsage(usage) });
    return open.join('') + end;
  }

  /** Clients look for parts in the last piece too. */
  #end(choice: number, end: JsonObject, more?: JsonObject): string {
    const content = { parts: [{ text: '' }], role: 'model' };
    return this.#event({ candidates: [{ content, ...end, ...this.#facts.get(choice) }], ...more });
  }

  #parts(choice: number, parts: readonly JsonObject[]): string {
    return this.#event({ candidates: [{ content: { parts, role: 'model' }, index: choice }] });
  }

  #event(reply: JsonObject): string {
    const whole = { ...reply, modelVersion: this.#options.model, responseId: this.#id };
    return `data: ${JSON.stringify(whole)}\n\n`;
  }
}

/** What a block still has to say at its end: of words, only their private data. */
function endedPart(open: OpenBlock, state: OpaqueState | undefined): AssistantPart {
  switch (open.kind) {
    case 'call': {
      const { id, name, form, providerExecuted } = open.start;
      return toolCallOf({ id, name, form, providerExecuted, inputText: open.input, state });
    }
    case 'part':
      return { ...open.part, state: state ?? open.part.state };
    default:
      return { type: open.kind, text: '', state };
  }
}
