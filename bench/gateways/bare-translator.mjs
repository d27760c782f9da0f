// The floor of a gateway between two protocols: the bare pipe's server and client, which parses every event of a stream
// and writes it in the caller's protocol. The request goes on as it came.
import { createServer } from 'node:http';
import { Agent } from 'undici';
import { answer } from '../answer.mjs';
import { ChatToMessages, MessagesToChat } from '../bare-translation.mjs';

const agent = new Agent();
const { UPSTREAM_PORT: upstreamPort, UPSTREAM_MODE: mode } = process.env;
const origin = `http://127.0.0.1:${upstreamPort}`;
const type = { 'content-type': 'text/event-stream; charset=utf-8' };

class Translator {
  #response;
  #translation;

  constructor(response, translation) {
    this.#response = response;
    this.#translation = translation;
  }

  onRequestStart() {}

  onResponseStart(_controller, status) {
    this.#response.writeHead(status, type);
  }

  onResponseData(_controller, chunk) {
    this.#response.write(this.#translation.take(chunk));
  }

  onResponseEnd() {
    this.#response.end();
  }

  onResponseError(_controller, error) {
    this.#response.destroy(error);
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const isMessages = request.url === '/v1/messages';
    const path = `/${mode}/v1/${isMessages ? 'chat/completions' : 'messages'}`;
    const { authorization } = request.headers;
    const headers = { 'content-type': 'application/json', authorization };
    const translation = isMessages ? new ChatToMessages() : new MessagesToChat();
    agent.dispatch(
      { origin, path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      new Translator(response, translation),
    );
  });
});

server.listen(0, '127.0.0.1', () => answer({ port: () => server.address().port }));
