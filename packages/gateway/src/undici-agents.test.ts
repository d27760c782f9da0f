import { Agent } from 'undici';
import { expect, test } from 'vitest';
import { UndiciAgents } from './undici-agents.ts';

test('an agent has 256 requests under way at most, and the first with room is taken', async () => {
  const agents = new UndiciAgents(() => new Agent());
  const places = Array.from({ length: 600 }, () => agents.take());
  const used = [...new Set(places)];
  expect(used.map(({ underWay }) => underWay)).toEqual([256, 256, 88]);
  for (const place of places.slice(0, 300)) place.underWay -= 1;
  expect(agents.take()).toBe(used[0]);
  await agents.close();
  expect(used.every(({ agent }) => agent.closed)).toBe(true);
});
