// Translations in memory, bare and ours in one process: the same bytes in, and text in the other protocol out.
import { chat, messages } from 'steadfast/protocols';
import { SseReader } from 'steadfast/wire';
import { answer } from '../answer.mjs';
import { ChatToMessages, MessagesToChat } from '../bare-translation.mjs';
import { conversation } from '../conversation.mjs';
import { burstEvents, chatEvents, slicesOf } from '../upstream-bytes.mjs';
import { messagesEvents } from '../upstream-messages.mjs';

const identity = { model: 'm', id: 'made-up', created: 1_763_000_000, includeUsage: true };

/** By the caller's protocol: the bytes of an upstream of the other, and both who translate them. */
const streams = {
  chat: {
    chunks: slicesOf(messagesEvents(burstEvents)),
    bare: () => new MessagesToChat(),
    ours: () => new Translation(messages, chat),
  },
  messages: {
    chunks: slicesOf(chatEvents(burstEvents)),
    bare: () => new ChatToMessages(),
    ours: () => new Translation(chat, messages),
  },
};

/** Our reader of one protocol and our writer of the other. */
class Translation {
  #events;
  #text = '';

  constructor(from, to) {
    const reader = from.readStream('bench');
    const writer = to.writeStream({ ...identity, family: 'bench' });
    const write = (part) => {
      this.#text += writer.write(part);
    };
    this.#events = new SseReader((event, data) => reader.read(event, data, write));
  }

  take(chunk) {
    this.#text = '';
    this.#events.push(chunk);
    return this.#text;
  }
}

/** Translates a stream so many times; gives the bytes written and how many pieces of text there were, to be checked. */
function stream({ caller, who, count }) {
  const { chunks, [who]: translation } = streams[caller];
  let written = '';
  let bytes = 0;
  for (let round = 0; round < count; round += 1) {
    const one = translation();
    written = '';
    for (const chunk of chunks) written += one.take(chunk);
    bytes += Buffer.byteLength(written);
  }
  return { bytes, words: written.split(' word').length - 1 };
}

const requests = { chat: conversation(32_768), strict: conversation(32_768, true), messages: '' };
requests.messages = JSON.stringify(translated(chat, messages, requests.chat));

function translated(from, to, text) {
  const { request, model, stream } = from.readRequest(JSON.parse(text));
  return to.writeRequest(request, { model, stream, family: 'bench', dialect: {} }).body;
}

/** By what is asked. */
const whole = {
  chat: (text) => translated(chat, messages, text),
  strict: (text) => translated(chat, messages, text),
  messages: (text) => translated(messages, chat, text),
  bare: (text) => JSON.parse(text),
};

/** Translates a request so many times; gives the bytes written. */
function request({ caller, who, count }) {
  const text = requests[caller];
  const translate = who === 'bare' ? whole.bare : whole[caller];
  let bytes = 0;
  for (let round = 0; round < count; round += 1) bytes += JSON.stringify(translate(text)).length;
  return bytes / count;
}

answer({ stream, request });
