// The floor of a gateway on Node: a bare node:http server over undici's dispatcher. It collects a request, sends it on
// and ends the reply in one write, or passes a stream's chunks on as they come. It knows no keys and reads nothing.
import { createServer } from 'node:http';
import { Agent } from 'undici';
import { answer } from '../answer.mjs';

const agent = new Agent();
const { UPSTREAM_PORT: upstreamPort, UPSTREAM_MODE: mode = 'paced' } = process.env;
const origin = `http://127.0.0.1:${upstreamPort}`;

class Relay {
  #response;
  #chunks = [];
  #streams = false;

  constructor(response) {
    this.#response = response;
  }

  onRequestStart() {}

  onResponseStart(_controller, status, headers) {
    this.#streams = headers['content-length'] === undefined;
    const type = headers['content-type'];
    if (this.#streams) this.#response.writeHead(status, { 'content-type': type });
    else this.#response.writeHead(status, { 'content-type': type, 'content-length': headers['content-length'] });
  }

  onResponseData(_controller, chunk) {
    if (this.#streams) this.#response.write(chunk);
    else this.#chunks.push(chunk);
  }

  onResponseEnd() {
    if (this.#streams) this.#response.end();
    else this.#response.end(this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks));
  }

  onResponseError(_controller, error) {
    this.#response.destroy(error);
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const { authorization } = request.headers;
    const headers = { 'content-type': 'application/json', authorization };
    agent.dispatch(
      { origin, path: `/${mode}${request.url}`, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      new Relay(response),
    );
  });
});

server.listen(0, '127.0.0.1', () => answer({ port: () => server.address().port }));
