// The floor of a translation: every event is found by splitting, parsed, and written again in the other protocol with
// one JSON.stringify. It knows text and the end of a stream, and nothing else.

const chunkFields = { object: 'chat.completion.chunk', created: 1_763_000_000, model: 'm' };

/** Reads Messages, writes Chat Completions. */
export class MessagesToChat {
  #decoder = new TextDecoder();
  #held = '';

  take(chunk) {
    this.#held += this.#decoder.decode(chunk, { stream: true });
    const events = this.#held.split('\n\n');
    this.#held = events.pop() ?? '';
    let text = '';
    for (const event of events) text += this.#write(JSON.parse(event.slice(event.indexOf('\ndata: ') + 7)));
    return text;
  }

  #write(event) {
    if (event.type === 'content_block_delta') return this.#chunk({ content: event.delta.text }, null);
    if (event.type === 'message_start') return this.#chunk({ role: 'assistant', content: '' }, null);
    if (event.type === 'message_delta') return this.#chunk({}, 'stop');
    return event.type === 'message_stop' ? 'data: [DONE]\n\n' : '';
  }

  #chunk(delta, reason) {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    return `data: ${JSON.stringify({ id: 'chatcmpl-1', ...chunkFields, choices })}\n\n`;
  }
}

/** Reads Chat Completions, writes Messages. */
export class ChatToMessages {
  #decoder = new TextDecoder();
  #held = '';
  #begun = false;

  take(chunk) {
    this.#held += this.#decoder.decode(chunk, { stream: true });
    const events = this.#held.split('\n\n');
    this.#held = events.pop() ?? '';
    let text = '';
    for (const event of events) if (event !== 'data: [DONE]') text += this.#write(JSON.parse(event.slice(6)));
    return text;
  }

  #write({ choices: [choice], usage }) {
    if (choice === undefined)
      return this.#event({ type: 'message_delta', usage }) + this.#event({ type: 'message_stop' });
    if (choice.finish_reason !== null) return this.#event({ type: 'content_block_stop', index: 0 });
    const delta = { type: 'text_delta', text: choice.delta.content };
    return this.#start() + this.#event({ type: 'content_block_delta', index: 0, delta });
  }

  #start() {
    if (this.#begun) return '';
    this.#begun = true;
    const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [], model: 'm' };
    const content_block = { type: 'text', text: '' };
    return (
      this.#event({ type: 'message_start', message }) +
      this.#event({ type: 'content_block_start', index: 0, content_block })
    );
  }

  #event(event) {
    return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  }
}
