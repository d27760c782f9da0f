import { afterAll, beforeAll, test } from 'vitest';
import { matrixHouse, upstreams } from './matrix-house.ts';
import type { MatrixHouse } from './matrix-house.ts';
import { clients, trialsOf, tryCell } from './matrix.ts';

let house: MatrixHouse | undefined;
beforeAll(async () => {
  house = await matrixHouse();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const cells = clients.flatMap((client) =>
  upstreams.flatMap((upstream) =>
    trialsOf(client).map((trial) => [client.name, upstream, trial.name, trial, client] as const),
  ),
);

test.each(cells)('the client %s and an upstream of %s: %s', async (_name, upstream, _trial, trial, client) => {
  if (house === undefined) throw new Error('The gateway did not start.');
  await tryCell(house, client, upstream, trial);
});
