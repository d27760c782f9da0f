import type { Alternative, FinishReason, Reply } from './completion.ts';
import type { PartialReply } from './error.ts';
import type { AssistantPart, OpaqueState, ToolCallPart } from './message.ts';
import type { Finish, ResponseStart, StreamPart, ToolCallStart } from './stream-part.ts';
import { toolCallOf } from './tool-call.ts';
import { unreportedUsage } from './usage.ts';

interface Block {
  text: string;
  kind: 'text' | 'reasoning' | 'tool-call' | 'part';
  start?: ToolCallStart;
  part?: AssistantPart;
  state?: OpaqueState;
}

class Choice {
  readonly blocks: Block[] = [];
  reason: FinishReason = 'other';
  rawReason: string | undefined;

  append(block: number, kind: 'text' | 'reasoning' | 'tool-call', text: string): void {
    const open = this.blocks[block];
    if (open === undefined) this.blocks[block] = { kind, text };
    else open.text += text;
  }

  content(): AssistantPart[] {
    const parts: AssistantPart[] = [];
    // Blocks may be numbered with gaps: a sparse array skips them.
    this.blocks.forEach((block) => {
      const part = partOf(block);
      if (part !== undefined) parts.push(part);
    });
    return parts;
  }
}

function partOf(block: Block): AssistantPart | undefined {
  const { state } = block;
  if (block.kind === 'part') return block.part && { ...block.part, state: state ?? block.part.state };
  if (block.kind === 'tool-call') {
    const { id = '', name = '', form, providerExecuted } = block.start ?? {};
    return toolCallOf({ id, name, inputText: block.text, form, providerExecuted, state });
  }
  if (block.text === '' && state === undefined) return undefined;
  return { type: block.kind, text: block.text, state };
}

/** Puts a streamed reply together, part by part; of one that was restarted, what came since. */
export class ReplyBuilder {
  #choices: Choice[] = [new Choice()];
  #start: ResponseStart | undefined;
  #finish: Finish | undefined;

  /** Takes the next part of the stream. */
  add(part: StreamPart): void {
    switch (part.type) {
      case 'text-delta':
        this.#choice(part.choice).append(part.block, 'text', part.text);
        break;
      case 'reasoning-delta':
        this.#choice(part.choice).append(part.block, 'reasoning', part.text);
        break;
      case 'tool-call-delta':
        this.#choice(part.choice).append(part.block, 'tool-call', part.text);
        break;
      case 'tool-call-start':
        this.#choice(part.choice).blocks[part.block] = { kind: 'tool-call', text: '', start: part };
        break;
      case 'part-add':
        this.#choice(part.choice).blocks[part.block] = { kind: 'part', text: '', part: part.part };
        break;
      case 'part-end':
        this.#end(part.choice, part.block, part.state);
        break;
      case 'response-start':
        this.#start = part;
        break;
      case 'choice-end':
        this.#choice(part.choice).reason = part.reason;
        this.#choice(part.choice).rawReason = part.rawReason;
        break;
      case 'finish':
        this.#finish = part;
        break;
      case 'reply-restart':
        this.#choices = [new Choice()];
        this.#start = undefined;
        break;
      case 'bytes-delta':
        break;
    }
  }

  /** The reply as far as it has come; its usage is not reported before the `finish` part. */
  reply(): Reply {
    const [first = new Choice(), ...others] = this.#choices;
    const { reason = 'other', rawReason, usage = this.#start?.usage ?? unreportedUsage } = this.#finish ?? {};
    const { id, answeredBy } = this.#start ?? {};
    return {
      content: first.content(),
      finishReason: reason,
      rawFinishReason: rawReason,
      usage,
      id,
      answeredBy,
      alternatives: others.length === 0 ? undefined : others.map(alternativeOf),
    };
  }

  /** What had arrived, for the error of a stream that broke: calls whose input is not whole are marked invalid. */
  partial(): PartialReply {
    const { content, usage } = this.reply();
    let text = '';
    const toolCalls: ToolCallPart[] = [];
    for (const part of content) {
      if (part.type === 'text') text += part.text;
      if (part.type === 'tool-call') toolCalls.push(part);
    }
    return { text, toolCalls, usage: usage.reported ? usage : undefined };
  }

  #choice(index = 0): Choice {
    while (this.#choices.length <= index) this.#choices.push(new Choice());
    return this.#choices[index] ?? new Choice();
  }

  #end(choice: number | undefined, block: number, state: OpaqueState | undefined): void {
    if (state === undefined) return;
    const open = this.#choice(choice).blocks[block];
    if (open === undefined) this.#choice(choice).blocks[block] = { kind: 'reasoning', text: '', state };
    else open.state = state;
  }
}

function alternativeOf(choice: Choice): Alternative {
  return { content: choice.content(), finishReason: choice.reason, rawFinishReason: choice.rawReason };
}

/** The stream that says the same as a whole reply. */
export function partsOfReply(reply: Reply): StreamPart[] {
  const { id, answeredBy, finishReason, rawFinishReason, usage, alternatives = [] } = reply;
  const parts: StreamPart[] = [{ type: 'response-start', id, answeredBy }, ...partsOfContent(reply.content, undefined)];
  alternatives.forEach((alternative, index) => {
    const choice = index + 1;
    const { finishReason: reason, rawFinishReason: rawReason } = alternative;
    parts.push(...partsOfContent(alternative.content, choice), { type: 'choice-end', choice, reason, rawReason });
  });
  parts.push({ type: 'finish', reason: finishReason, rawReason: rawFinishReason, usage });
  return parts;
}

function partsOfContent(content: readonly AssistantPart[], choice: number | undefined): StreamPart[] {
  return content.flatMap((part, block): StreamPart[] => {
    const end: StreamPart = { type: 'part-end', block, choice, state: part.state };
    switch (part.type) {
      case 'text':
        return [{ type: 'text-delta', block, text: part.text, choice }, end];
      case 'reasoning':
        return [{ type: 'reasoning-delta', block, text: part.text, choice }, end];
      case 'tool-call':
        return [startOf(part, block, choice), { type: 'tool-call-delta', block, text: inputTextOf(part), choice }, end];
      default:
        return [{ type: 'part-add', block, part, choice }, end];
    }
  });
}

function startOf(part: ToolCallPart, block: number, choice: number | undefined): ToolCallStart {
  const { id, name, form, providerExecuted } = part;
  return { type: 'tool-call-start', block, choice, id, name, form, providerExecuted };
}

/** The text of a call's input: as the model wrote it where that is known, else the JSON of it. */
export function inputTextOf(part: ToolCallPart): string {
  if (part.inputText !== undefined) return part.inputText;
  if (part.form === 'text' && typeof part.input === 'string') return part.input;
  return part.input === undefined ? '' : JSON.stringify(part.input);
}
