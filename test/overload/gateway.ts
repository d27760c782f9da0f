import { argv } from 'node:process';
import { startGateway } from '@steadfast/gateway';

// The gateway as it is, in a process of its own, in front of the provider whose address it is given.
const origin = argv[2] ?? '';
const environment = {
  OPENAI_API_KEY: 'test-key',
  OPENAI_BASE_URL: `${origin}/v1`,
  ANTHROPIC_API_KEY: 'test-key',
  ANTHROPIC_BASE_URL: origin,
};
const { url } = await startGateway({ port: 0, token: 'gateway-token', environment });
process.send?.({ ready: Number(new URL(url).port) });
process.on('disconnect', () => process.exit());
