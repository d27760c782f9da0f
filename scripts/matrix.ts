import { exit, stdout } from 'node:process';
import { matrixHouse, upstreams } from '../test/matrix/matrix-house.ts';
import type { Upstream } from '../test/matrix/matrix-house.ts';
import { clients, isOffered, trials, trialsOf, tryCell } from '../test/matrix/matrix.ts';
import type { Trial } from '../test/matrix/matrix.ts';
import type { MatrixClient } from '../test/matrix/question.ts';

// Prints which official client gets its answers from which protocol through the gateway, and what goes wrong where one does not.
const house = await matrixHouse();
const problems: string[] = [];
let tried = 0;
const width = Math.max(...clients.map(({ name }) => name.length)) + 2;
const column = (text: string): string => text.padEnd(trials.length + 2);

async function mark(client: MatrixClient, upstream: Upstream, trial: Trial): Promise<string> {
  if (!trialsOf(client).includes(trial)) return '·';
  tried += 1;
  try {
    await tryCell(house, client, upstream, trial);
    return isOffered(trial, upstream) ? '✓' : '○';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push(`${client.name} → ${upstream}, ${trial.name}: ${message}`);
    return '✗';
  }
}

stdout.write(`Each cell: ${trials.map(({ name }) => name).join(', ')}.\n`);
stdout.write(
  '✓ holds, ✗ does not, ○ the upstream has no such thing and the client is told, · the client has none.\n\n',
);
stdout.write(`${''.padEnd(width)}${upstreams.map(column).join('')}\n`);
for (const client of clients) {
  let line = client.name.padEnd(width);
  for (const upstream of upstreams) {
    let cell = '';
    for (const trial of trials) cell += await mark(client, upstream, trial);
    line += column(cell);
  }
  stdout.write(`${line}\n`);
}
await house[Symbol.asyncDispose]();
const held = tried - problems.length;
stdout.write(`\n${held} of ${tried} trials hold, in ${clients.length * upstreams.length} cells.\n`);
if (problems.length > 0) stdout.write(`\n${problems.join('\n')}\n`);
exit(problems.length === 0 ? 0 : 1);
