import { rehearse } from '@steadfast/testkit';
import { ModelError } from 'steadfast';
import { memoryLog } from 'steadfast/store';
import { runTools, tool } from 'steadfast/tools';
import type { LedgerEntry } from 'steadfast/tools';
import { z } from 'zod';

const rooms = tool({
  name: 'find_rooms',
  description: 'Rooms that are free.',
  input: z.object({ nights: z.int().min(1) }),
  effects: 'none',
  run: ({ nights }) => [{ room: 7, price: 80 * nights }],
});

// What has effects is approved, written down before it begins, and happens once.
const booked: number[] = [];
const book = tool({
  name: 'book_room',
  description: 'Books a room.',
  input: z.object({ room: z.int() }),
  run: ({ room }) => {
    booked.push(room);
    return { confirmation: 'B-17' };
  },
});

// Rehearsed models, so that it runs without a key: put model('openai/gpt-6-luna') in their place.
const first = rehearse('sim/first');
const second = rehearse('sim/second');
const run = {
  request: 'Book me a room for two nights.',
  tools: [rooms, book],
  runId: 'booking-17',
  ledger: memoryLog<LedgerEntry>(), // fileLedger('booking-17.jsonl') outlasts the process
  approve: ({ name, input }: { name: string; input: unknown }) => {
    console.log(`approved: ${name} ${JSON.stringify(input)}`);
    return true;
  },
};

// The first model writes arguments that have to be mended, has a room booked, and goes down.
const broken = runTools({ model: first.model, ...run });
void (async () => {
  const asked = await first.next();
  asked.toolCall('find_rooms', "{'nights': '2'}");
  asked.finish();
  const told = await first.next();
  told.toolCall('book_room', { room: 7 });
  told.finish();
  (await first.next()).fail(new ModelError({ kind: 'server', message: 'The first model is down.' }));
})();
await broken.result.catch((error: unknown) => console.log(String(error)));

// Another goes on where it stopped: what was asked and done is neither asked nor done again.
const resumed = runTools({ model: second.model, ...run });
void (async () => {
  const call = await second.next();
  call.text('Room 7 is booked, ');
  call.reply('confirmation B-17.');
})();
for await (const event of resumed) {
  if (event.type === 'call-end') {
    const { name, status, repairs = [], fromLedger = false } = event.outcome;
    console.log(`${name}: ${status}, ${fromLedger ? 'by the ledger' : 'now'}; mended: ${repairs.join() || 'nothing'}`);
  }
}
const { text, ended } = await resumed.result;
console.log(`${ended}: ${text} Booked ${booked.length} time.`);
