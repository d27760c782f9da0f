// Our gateway as it starts by default: callers must show the token, and every reply is read for its usage.
import { startGateway } from '@steadfast/gateway';
import { answer } from '../answer.mjs';

const { GATEWAY_KEY: token, UPSTREAM_PORT: upstreamPort, UPSTREAM_MODE: mode = 'paced' } = process.env;
const upstream = `http://127.0.0.1:${upstreamPort}/${mode}`;
const environment = {
  OPENAI_API_KEY: token,
  OPENAI_BASE_URL: `${upstream}/v1`,
  ANTHROPIC_API_KEY: token,
  ANTHROPIC_BASE_URL: upstream,
};
const gateway = await startGateway({ port: 0, token, environment });

answer({ port: () => Number(new URL(gateway.url).port) });
