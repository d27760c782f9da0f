// Portkey's gateway, started in this process so that its CPU time can be read.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { answer } from '../answer.mjs';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
await once(probe, 'close');

process.argv.push(`--port=${port}`, '--headless');
await import('../node_modules/@portkey-ai/gateway/build/start-server.js');
answer({ port: () => port });
