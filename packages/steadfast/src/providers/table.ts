import type { Provider } from './provider.ts';
import { makers } from './table-makers.ts';
import { ownServer, plainResponses } from './table-rows.ts';
import { services } from './table-services.ts';

/** Servers on the user's own machine. */
const ownServers: readonly Provider[] = [
  ownServer({ id: 'vllm', name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1', start: 'vllm serve <model>' }),
  ownServer({
    id: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    otherProtocols: plainResponses,
    start: 'lms server start',
  }),
  ownServer({
    id: 'llamacpp',
    aliases: ['llama.cpp'],
    name: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    otherProtocols: plainResponses,
    start: 'llama-server --jinja -m <model.gguf>',
  }),
  ownServer({
    id: 'mistralrs',
    aliases: ['mistral.rs'],
    name: 'mistral.rs',
    baseUrl: 'http://127.0.0.1:1234/v1',
    otherProtocols: plainResponses,
    start: 'mistralrs serve -p 1234 -m <model>',
  }),
];

const rows = [...makers, ...services, ...ownServers];

/** The providers known by name; a row of the user's own is equal to these. */
export const providers: Readonly<Record<string, Provider>> = Object.fromEntries(rows.map((row) => [row.id, row]));
