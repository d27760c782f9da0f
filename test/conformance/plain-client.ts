import type { Answer, Setting } from './adapter.ts';

/** What the plain client throws for everything that is no whole answer. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }

  /** The error of a reply whose status is not a success. */
  static async of(response: Response): Promise<GatewayError> {
    const text = await response.text();
    const body: Json = JSON.parse(text);
    return new GatewayError(textAt(body, 'error', 'message'), response.status);
  }
}

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
type Call = Answer['toolCalls'][number];

/** What stands at a path, `undefined` where it leads nowhere. */
function at(value: Json, ...path: readonly (string | number)[]): Json {
  return path.reduce<Json>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === String(key))?.[1];
  }, value);
}

function textAt(value: Json, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : JSON.stringify(found);
}

/** The data of each event of a reply, as JSON where it is; a broken connection is a `GatewayError`. */
export async function* readEvents(response: Response, signal: AbortSignal): AsyncGenerator<Json> {
  const decoder = new TextDecoder();
  let held = '';
  try {
    for await (const chunk of response.body ?? []) {
      held += decoder.decode(chunk, { stream: true });
      const events = held.split(/\r?\n\r?\n/);
      held = events.pop() ?? '';
      for (const event of events) {
        const data = [...event.matchAll(/^data: ?(.*)$/gm)].map(([, line]) => line).join('\n');
        if (data !== '') yield data === '[DONE]' ? data : JSON.parse(data);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new GatewayError('The stream broke off.', undefined, error);
  }
}

/** Reads a stream's events. */
interface Reader {
  /** Takes an event; true when it showed text. */
  take(event: Json): boolean;
  /** The answer; throws a `GatewayError` where the stream did not end as it must, unless its reader left it. */
  answer(left: boolean): Answer;
}

/** One of the two wire languages, as a plain client speaks it. */
export class Dialect {
  readonly path: string;
  readonly #chat: boolean;

  constructor(fmt: Setting['fmt']) {
    this.#chat = fmt === 'openai';
    this.path = this.#chat ? '/v1/chat/completions' : '/v1/messages';
  }

  question(
    model: string,
    content: string,
    stream: boolean,
    tool?: { readonly name: string; readonly inputSchema: object },
  ): object {
    const asked = { model, messages: [{ role: 'user', content }], stream, max_tokens: 100 };
    if (tool === undefined) return asked;
    const { name, inputSchema } = tool;
    if (!this.#chat) return { ...asked, tools: [{ name, input_schema: inputSchema }] };
    return { ...asked, tools: [{ type: 'function', function: { name, parameters: inputSchema } }] };
  }

  whole(body: Json): Answer {
    if (at(body, 'error') !== undefined) throw new GatewayError(textAt(body, 'error', 'message'));
    const text = this.#chat ? at(body, 'choices', 0, 'message', 'content') : at(body, 'content', 0, 'text');
    const finish = this.#chat ? at(body, 'choices', 0, 'finish_reason') : at(body, 'stop_reason');
    return {
      text: typeof text === 'string' ? text : '',
      finish: typeof finish === 'string' ? finish : null,
      toolCalls: [],
    };
  }

  reader(onDelta: (text: string) => void): Reader {
    return this.#chat ? new ChatReader(onDelta) : new MessagesReader(onDelta);
  }
}

class ChatReader implements Reader {
  readonly #onDelta: (text: string) => void;
  readonly #calls = new Map<number, { id: string; name: string; text: string }>();
  #text = '';
  #finish = '';
  #done = false;

  constructor(onDelta: (text: string) => void) {
    this.#onDelta = onDelta;
  }

  take(event: Json): boolean {
    if (event === '[DONE]') this.#done = true;
    if (at(event, 'error') !== undefined) throw new GatewayError(textAt(event, 'error', 'message'));
    const choice = at(event, 'choices', 0);
    const finish = at(choice, 'finish_reason');
    if (typeof finish === 'string') this.#finish = finish;
    const calls = at(choice, 'delta', 'tool_calls');
    if (Array.isArray(calls)) calls.forEach((call: Json) => this.#addCall(call));
    const text = at(choice, 'delta', 'content');
    if (typeof text !== 'string' || text === '') return false;
    this.#text += text;
    this.#onDelta(text);
    return true;
  }

  answer(left: boolean): Answer {
    if (!this.#done && !left) throw new GatewayError('The stream ended without [DONE].');
    const toolCalls = [...this.#calls.values()].map(callOf);
    return { text: this.#text, finish: this.#finish, toolCalls };
  }

  #addCall(call: Json): void {
    const index = Number(at(call, 'index') ?? 0);
    const known = this.#calls.get(index) ?? { id: '', name: '', text: '' };
    const [id, name, text] = [at(call, 'id'), at(call, 'function', 'name'), at(call, 'function', 'arguments')];
    this.#calls.set(index, {
      id: typeof id === 'string' ? id : known.id || `call_${index}`,
      name: typeof name === 'string' ? name : known.name,
      text: known.text + (typeof text === 'string' ? text : ''),
    });
  }
}

function callOf({ id, name, text }: { readonly id: string; readonly name: string; readonly text: string }): Call {
  try {
    return { id, name, args: JSON.parse(text) };
  } catch {
    return { id, name, invalid: true, raw: text };
  }
}

class MessagesReader implements Reader {
  readonly #onDelta: (text: string) => void;
  #text = '';
  #finish = '';
  #done = false;

  constructor(onDelta: (text: string) => void) {
    this.#onDelta = onDelta;
  }

  take(event: Json): boolean {
    const type = at(event, 'type');
    if (type === 'error') throw new GatewayError(textAt(event, 'error', 'message'));
    if (type === 'message_stop') this.#done = true;
    const finish = at(event, 'delta', 'stop_reason');
    if (typeof finish === 'string') this.#finish = finish;
    const text = at(event, 'delta', 'text');
    if (typeof text !== 'string' || text === '') return false;
    this.#text += text;
    this.#onDelta(text);
    return true;
  }

  answer(left: boolean): Answer {
    if (!this.#done && !left) throw new GatewayError('The stream ended without message_stop.');
    return { text: this.#text, finish: this.#finish, toolCalls: [] };
  }
}
