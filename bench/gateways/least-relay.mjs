// The least that a gateway can do which knows its callers, its models and what they used: the bare pipe, a token that is
// compared, the request parsed, the model's name replaced in its bytes, the reply parsed. It waits for nobody, tries
// nothing again, checks nothing twice and passes on whole replies only.
import { createServer } from 'node:http';
import { Client } from 'undici';
import { answer } from '../answer.mjs';

const { GATEWAY_KEY: token, UPSTREAM_PORT: upstreamPort, UPSTREAM_MODE: mode = 'paced' } = process.env;
const idle = [];
let tokens = 0;

class Relay {
  #client;
  #response;
  #type;
  #chunks = [];

  constructor(client, response) {
    this.#client = client;
    this.#response = response;
  }

  onRequestStart() {}

  onResponseStart(_controller, _status, headers) {
    this.#type = headers['content-type'];
  }

  onResponseData(_controller, chunk) {
    this.#chunks.push(chunk);
  }

  onResponseEnd() {
    idle.push(this.#client);
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    tokens += JSON.parse(body.toString()).usage.total_tokens;
    this.#response.writeHead(200, ['content-type', this.#type, 'content-length', String(body.length)]);
    this.#response.end(body);
  }

  onResponseError(_controller, error) {
    this.#response.destroy(error);
  }
}

function spliced(body, model) {
  const start = body.indexOf(`"${model}"`);
  const name = `"${model.slice(model.indexOf('/') + 1)}"`;
  const end = start + model.length + 2;
  const whole = Buffer.allocUnsafe(body.length - model.length - 2 + name.length);
  body.copy(whole, 0, 0, start);
  body.copy(whole, start + whole.write(name, start), end);
  return whole;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { authorization } = request.headers;
    if (authorization !== `Bearer ${token}`) throw new Error('a caller without the token');
    const [only] = chunks;
    const body = chunks.length === 1 ? only : Buffer.concat(chunks);
    const { model } = JSON.parse(body.toString());
    const client = idle.pop() ?? new Client(`http://127.0.0.1:${upstreamPort}`, { headersTimeout: 0, bodyTimeout: 0 });
    const headers = { 'content-type': 'application/json', authorization };
    const path = `/${mode}${request.url}`;
    client.dispatch({ path, method: 'POST', headers, body: spliced(body, model) }, new Relay(client, response));
  });
});

server.listen(0, '127.0.0.1', () => answer({ port: () => server.address().port, tokens: () => tokens }));
