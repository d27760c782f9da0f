import { exit, stdout } from 'node:process';
import { clients, matrixHouse, trials, trialsOf, tryCell, upstreams } from '../test/matrix/matrix.ts';

// Prints which official client gets its answers from which protocol through the gateway, and what goes wrong where one does not.
const house = await matrixHouse();
const names = Object.keys(trials);
const problems: string[] = [];
const width = Math.max(...clients.map(({ name }) => name.length)) + 2;
const column = (text: string): string => text.padEnd(names.length + 6);

stdout.write(`Each cell: ${names.join(', ')}.\n\n`);
stdout.write(`${''.padEnd(width)}${upstreams.map(column).join('')}\n`);
for (const client of clients) {
  const cells: string[] = [];
  for (const upstream of upstreams) {
    let cell = '';
    for (const trial of names) {
      if (!trialsOf(client).includes(trial)) {
        cell += '·';
        continue;
      }
      try {
        await tryCell(house, client, upstream, trial);
        cell += '✓';
      } catch (error) {
        cell += '✗';
        problems.push(
          `${client.name} → ${upstream}, ${trial}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    cells.push(column(cell));
  }
  stdout.write(`${client.name.padEnd(width)}${cells.join('')}\n`);
}
await house[Symbol.asyncDispose]();
stdout.write(problems.length === 0 ? '\nEvery cell holds.\n' : `\n${problems.join('\n')}\n`);
exit(problems.length === 0 ? 0 : 1);
