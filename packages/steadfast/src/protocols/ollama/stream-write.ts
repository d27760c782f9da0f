import type { RequestForm } from '../../model/completion-request.ts';
import type { ModelError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { restartError } from '../../model/restart-error.ts';
import type { Finish, StreamPart, ToolCallStart } from '../../model/stream-part.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { StreamWriter, StreamWriterOptions } from '../protocol.ts';
import { headOf, saidIn, writeReplyCall } from './assistant-write.ts';
import { writeError } from './error-write.ts';
import { writeFinishReason } from './finish-reason.ts';
import { writeUsage } from './usage.ts';

/** Writes a stream of JSON lines. A tool call goes out whole, when it has ended. */
export class OllamaStreamWriter implements StreamWriter {
  readonly #head: JsonObject;
  readonly #form: RequestForm | undefined;
  readonly #open = new Map<number, { readonly start: ToolCallStart; text: string }>();
  #calls = 0;

  constructor(options: StreamWriterOptions) {
    this.#head = headOf(options);
    this.#form = options.form;
  }

  write(part: StreamPart): string {
    if ('choice' in part && (part.choice ?? 0) > 0) return '';
    switch (part.type) {
      case 'text-delta':
        return part.text === '' ? '' : this.#line({ content: part.text });
      case 'reasoning-delta':
        return part.text === '' ? '' : this.#line({ content: '', thinking: part.text });
      case 'tool-call-start':
        this.#open.set(part.block, { start: part, text: '' });
        return '';
      case 'tool-call-delta':
        return this.#addInput(part.block, part.text);
      case 'part-add':
        return this.#writePart(part.part);
      case 'part-end':
        return this.#writeCall(part.block);
      case 'finish':
        return this.#finish(part);
      case 'reply-restart':
        throw restartError(part);
      default:
        return '';
    }
  }

  fail(error: ModelError): string {
    return `${JSON.stringify(writeError(error).body)}\n`;
  }

  #addInput(block: number, text: string): string {
    const call = this.#open.get(block);
    if (call !== undefined) call.text += text;
    return '';
  }

  #writeCall(block: number): string {
    const call = this.#open.get(block);
    this.#open.delete(block);
    if (call === undefined || call.start.providerExecuted === true) return '';
    const { id, name, form } = call.start;
    const part = toolCallOf({ id, name, form, inputText: call.text });
    return this.#line({ content: '', tool_calls: [writeReplyCall(part, this.#calls++)] });
  }

  #writePart(part: AssistantPart): string {
    if (part.type !== 'image' || part.source.kind !== 'base64') return '';
    return this.#line({ content: '', images: [part.source.data] });
  }

  #finish({ reason, rawReason, usage }: Finish): string {
    const calls = [...this.#open.keys()].map((block) => this.#writeCall(block));
    const last = {
      ...this.#head,
      ...saidIn(this.#form, { role: 'assistant', content: '' }),
      done: true,
      done_reason: writeFinishReason(reason, rawReason),
      ...writeUsage(usage),
    };
    return `${calls.join('')}${JSON.stringify(last)}\n`;
  }

  #line(message: JsonObject): string {
    const said = saidIn(this.#form, { role: 'assistant', ...message });
    return `${JSON.stringify({ ...this.#head, ...said, done: false })}\n`;
  }
}
