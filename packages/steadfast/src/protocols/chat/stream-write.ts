import type { FinishReason } from '../../model/completion.ts';
import type { ModelError } from '../../model/error.ts';
import { asObject, isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { restartError } from '../../model/restart-error.ts';
import type {
  BytesDelta,
  PartEnd,
  ReplyRestart,
  StreamPart,
  ToolCallDelta,
  ToolCallStart,
} from '../../model/stream-part.ts';
import type { Usage } from '../../model/usage.ts';
import { AdaptationList } from '../adaptation-list.ts';
import { writeOpenAiError } from '../openai-error.ts';
import type { StreamWriter, StreamWriterOptions } from '../protocol.ts';
import { AssistantWriter } from './assistant-write.ts';
import { writeFinishReason } from './finish-reason.ts';
import { carry, ownState } from './private-state.ts';
import { writeUsage } from './usage.ts';

/** A tool call that is being written. */
interface WrittenCall {
  readonly index: number;
  readonly form: 'text' | undefined;
  empty: boolean;
}

/** What has been written of one of the replies. */
class WrittenChoice {
  opened = false;
  calls = 0;
  readonly callAt = new Map<number, WrittenCall>();
  readonly kindAt = new Map<number, 'text' | 'reasoning' | 'skipped'>();
  /** How long the reasoning is so far, by block. */
  readonly lengthAt = new Map<number, number>();
}

/** Writes a stream as OpenAI's chunks. */
export class ChatStreamWriter implements StreamWriter {
  readonly #options: StreamWriterOptions;
  readonly #choices: WrittenChoice[] = [];
  #head: string;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
    this.#head = headOf(options, options.id);
  }

  write(part: StreamPart): string {
    switch (part.type) {
      case 'text-delta':
        return this.#writeText(part.choice, part.block, 'content', part.text);
      case 'reasoning-delta':
        return this.#writeText(part.choice, part.block, 'reasoning_content', part.text);
      case 'response-start':
        this.#head = headOf(this.#options, part.id ?? this.#options.id);
        return this.#open(undefined);
      case 'tool-call-start':
        return this.#open(part.choice) + this.#startCall(part);
      case 'tool-call-delta':
        return this.#continueCall(part);
      case 'part-add':
        return this.#open(part.choice) + this.#addPart(part.part, part.block, part.choice);
      case 'part-end':
        return this.#endPart(part);
      case 'choice-end':
        return this.#open(part.choice) + this.#writeFinish(part.choice, part.reason, part.rawReason);
      case 'finish':
        return this.#open(undefined) + this.#writeEnd(part.reason, part.rawReason, part.usage);
      default:
        return unsaid(part);
    }
  }

  fail(error: ModelError): string {
    return `data: ${JSON.stringify(writeOpenAiError(error).body)}\n\n`;
  }

  #choice(index = 0): WrittenChoice {
    while (this.#choices.length <= index) this.#choices.push(new WrittenChoice());
    return this.#choices[index] ?? new WrittenChoice();
  }

  #open(index: number | undefined): string {
    const choice = this.#choice(index);
    if (choice.opened) return '';
    choice.opened = true;
    return this.#delta(index, '{"role":"assistant","content":""}');
  }

  #delta(index: number | undefined, delta: string, finish = 'null', more = ''): string {
    return `${this.#head}"choices":[{"index":${index ?? 0},"delta":${delta},"finish_reason":${finish}${more}}]}\n\n`;
  }

  #writeText(index: number | undefined, block: number, field: string, text: string): string {
    const { kindAt, lengthAt } = this.#choice(index);
    kindAt.set(block, field === 'content' ? 'text' : 'reasoning');
    if (field !== 'content') lengthAt.set(block, (lengthAt.get(block) ?? 0) + text.length);
    return this.#open(index) + this.#delta(index, `{"${field}":${JSON.stringify(text)}}`);
  }

  #startCall({ choice: index, block, id, name, form, providerExecuted }: ToolCallStart): string {
    const choice = this.#choice(index);
    if (providerExecuted) {
      choice.kindAt.set(block, 'skipped');
      return '';
    }
    const call = { index: choice.calls++, form, empty: true };
    choice.callAt.set(block, call);
    const body = form === 'text' ? { custom: { name, input: '' } } : { function: { name, arguments: '' } };
    const type = form === 'text' ? 'custom' : 'function';
    return this.#delta(index, JSON.stringify({ tool_calls: [{ index: call.index, id, type, ...body }] }));
  }

  #continueCall({ choice: index, block, text }: ToolCallDelta): string {
    const call = this.#choice(index).callAt.get(block);
    if (call === undefined) return '';
    if (text.trim() !== '') call.empty = false;
    const body = call.form === 'text' ? `"custom":{"input":` : `"function":{"arguments":`;
    return this.#delta(index, `{"tool_calls":[{"index":${call.index},${body}${JSON.stringify(text)}}}]}`);
  }

  #addPart(part: AssistantPart, block: number, index: number | undefined): string {
    this.#choice(index).kindAt.set(block, 'skipped');
    const writer = new AssistantWriter({ kind: 'client', family: this.#options.family }, new AdaptationList());
    writer.add(part, '');
    const { role: _role, content, ...fields } = writer.message();
    const said = content === null || content === '' ? fields : { content, ...fields };
    return this.#fields(index, said);
  }

  #endPart(part: PartEnd): string {
    const choice = this.#choice(part.choice);
    const call = choice.callAt.get(part.block);
    if (call !== undefined) return this.#endCall(part, call);
    const kind = choice.kindAt.get(part.block) ?? 'reasoning';
    if (kind === 'skipped' || part.state === undefined) return '';
    const { family } = this.#options;
    const { annotations, reasoning_details: details, message, logprobs, citations } = ownState(part.state, family);
    const length = kind === 'reasoning' ? (choice.lengthAt.get(part.block) ?? 0) : undefined;
    const foreign = carry({ [kind]: part.state }, family, length);
    const fields = { annotations, reasoning_details: details, ...asObject(message), ...foreign };
    const beside = logprobs === undefined ? '' : `,"logprobs":${JSON.stringify(logprobs)}`;
    const cited = isArray(citations) ? this.#event(`"choices":[],"citations":${JSON.stringify(citations)}`) : '';
    return this.#open(part.choice) + this.#fields(part.choice, fields, beside) + cited;
  }

  #endCall({ choice, state }: PartEnd, call: WrittenCall): string {
    const { family } = this.#options;
    const { index, form, empty } = call;
    const own = { ...asObject(ownState(state, family).part), ...carry({ call: state }, family) };
    const lacksInput = empty && form === undefined;
    if (Object.keys(own).length === 0 && !lacksInput) return '';
    const body = form === 'text' ? { custom: { input: '' } } : { function: { arguments: lacksInput ? '{}' : '' } };
    return this.#delta(choice, JSON.stringify({ tool_calls: [{ index, ...body, ...own }] }));
  }

  #fields(index: number | undefined, fields: JsonObject, beside = ''): string {
    const delta = JSON.stringify(fields);
    return delta === '{}' && beside === '' ? '' : this.#delta(index, delta, 'null', beside);
  }

  #writeFinish(index: number | undefined, reason: FinishReason, raw: string | undefined): string {
    return this.#delta(index, '{}', JSON.stringify(writeFinishReason(reason, raw)));
  }

  #writeEnd(reason: FinishReason, raw: string | undefined, usage: Usage): string {
    const written: JsonValue | undefined = this.#options.includeUsage ? writeUsage(usage) : undefined;
    const counted = written === undefined ? '' : this.#event(`"choices":[],"usage":${JSON.stringify(written)}`);
    return `${this.#writeFinish(undefined, reason, raw)}${counted}data: [DONE]\n\n`;
  }

  #event(members: string): string {
    return `${this.#head}${members}}\n\n`;
  }
}

function headOf({ created, model }: StreamWriterOptions, id: string): string {
  const head = JSON.stringify({ id, object: 'chat.completion.chunk', created, model });
  return `data: ${head.slice(0, -1)},`;
}

/** The bytes of a relay are not written; a reply that begins anew can't be. */
function unsaid(part: BytesDelta | ReplyRestart): string {
  if (part.type === 'reply-restart') throw restartError(part);
  return '';
}
