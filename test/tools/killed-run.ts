import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { fileLedger } from '../../packages/steadfast/src/tools/ledger-entry.ts';
import { runTools } from '../../packages/steadfast/src/tools/run-tools.ts';
import { bookingModel, bookingRequest, toolsOfBooking } from './booking.ts';

// A run that kills itself at its nth moment: node killed-run.ts <ledger> <service> <n>; 0 never, and says how many there are.
const [path = '', service = '', killAt = '0'] = process.argv.slice(2);
let moments = 0;

function moment(_name: string, last?: () => void): void {
  moments += 1;
  if (moments !== Number(killAt)) return;
  last?.();
  process.kill(process.pid, 'SIGKILL');
}

const file = fileLedger(path);
const ledger: typeof file = {
  read: () => file.read(),
  append: async (entry) => {
    moment(`before ${entry.type}`);
    // The moment at which half of the line is written.
    const line = JSON.stringify(entry);
    moment(`amid ${entry.type}`, () => appendFileSync(path, line.slice(0, line.length / 2)));
    await file.append(entry);
    moment(`after ${entry.type}`);
  },
};

const { ended } = await runTools({
  model: bookingModel(service, moment),
  request: bookingRequest,
  tools: toolsOfBooking(service, moment),
  runId: 'booking-17',
  ledger,
}).result;
console.log(JSON.stringify({ ended, moments }));
