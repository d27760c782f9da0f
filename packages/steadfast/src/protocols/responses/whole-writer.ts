import { asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import { clientFamily } from '../openai-fields.ts';
import { writeWholeItem } from './block-writer.ts';
import type { BlockHost, BlockWriter } from './block-writer.ts';
import { wholeItem, writeImage } from './item-write.ts';
import { ReasoningWriter } from './word-writer.ts';

/** Writes what is known only when it is whole: a call of the provider's own tool, an image, encrypted reasoning. */
export class WholeWriter implements BlockWriter {
  readonly #part: AssistantPart;
  readonly #host: BlockHost;

  constructor(part: AssistantPart, host: BlockHost) {
    this.#part = part;
    this.#host = host;
  }

  text(): string {
    return '';
  }

  end(state: OpaqueState | undefined): string {
    const part = { ...this.#part, state: state ?? this.#part.state };
    if (part.type === 'reasoning') {
      const writer = new ReasoningWriter(this.#host);
      return writer.text(part.text) + writer.end(part.state);
    }
    const item = part.type === 'image' ? writeImage(part, clientFamily) : wholeCall(part);
    if (item === undefined) return '';
    return writeWholeItem(this.#host, asString(item.type) ?? '', (id) => ({ id, ...item }));
  }
}

function wholeCall(part: AssistantPart): JsonObject | undefined {
  return part.type === 'tool-call' ? wholeItem(part, clientFamily) : undefined;
}
