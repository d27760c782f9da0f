import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '../../packages/steadfast/src/tools/in-parallel.ts';
import { fileLedger } from '../../packages/steadfast/src/tools/ledger-entry.ts';
import { runTools } from '../../packages/steadfast/src/tools/run-tools.ts';
import { bookingModel, bookingRequest, toolsOfBooking } from './booking.ts';

/** Requests by the run that they belong to, as `name key`; the service outside, which no kill reaches. */
const requests = new Map<string, string[]>();
const server = createServer((request, response) => {
  const [, run = '', name = ''] = (request.url ?? '').split('/');
  requests.set(run, [...(requests.get(run) ?? []), `${name} ${String(request.headers['idempotency-key'])}`]);
  response.end();
});
const folder = mkdtempSync(join(tmpdir(), 'steadfast-killed-'));
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly stdout: string;
  readonly signal: string | undefined;
}

/** Starts a run in a process of its own, which kills itself at a moment. */
function start(run: string, killAt: number): Promise<Ended> {
  const program = join(import.meta.dirname, 'killed-run.ts');
  const options = [
    '--disable-warning=ExperimentalWarning',
    program,
    join(folder, run),
    `${origin}/${run}`,
    String(killAt),
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, options, (error, stdout, stderr) => {
      const signal = error?.signal ?? undefined;
      if (error === null || signal === 'SIGKILL') resolve({ stdout, signal });
      else reject(new Error(stderr));
    });
  });
}

/** How often a service was asked, and how many effects that is for one that does each key once. */
function asked(run: string, name: string): { readonly times: number; readonly effects: number } {
  const own = (requests.get(run) ?? []).filter((request) => request.startsWith(`${name} `));
  return { times: own.length, effects: new Set(own).size };
}

test('killed at every moment and resumed, a run of three effects does each of them once', async () => {
  const whole = await start('whole', 0);
  const { moments }: { moments: number } = JSON.parse(whole.stdout);
  expect(moments).toBeGreaterThan(40);
  const kills = Array.from({ length: moments }, (_, index) => index + 1);
  const uncertain = await inParallel(kills, 2, async (killAt) => {
    const run = `killed-${killAt}`;
    expect(await start(run, killAt)).toMatchObject({ signal: 'SIGKILL' });
    const before = asked(run, 'charge_card').times;
    const service = `${origin}/${run}`;
    const nothing = (): void => undefined;
    const result = await runTools({
      model: bookingModel(service, nothing),
      request: bookingRequest,
      tools: toolsOfBooking(service, nothing),
      runId: 'booking-17',
      ledger: fileLedger(join(folder, run)),
    }).result;
    expect(result).toMatchObject({ ended: 'answer', text: 'All is done.' });
    expect(asked(run, 'reserve_room').effects).toBe(1);
    expect(asked(run, 'send_mail').effects).toBe(1);
    // Its service would do it twice: it is asked once, or it was begun before the kill and nobody knows whether it happened.
    const inDoubt = result.uncertain.map(({ name }) => name);
    const charged = asked(run, 'charge_card').times;
    expect(inDoubt.length === 0 ? [charged] : [inDoubt, charged]).toEqual(
      inDoubt.length === 0 ? [1] : [['charge_card'], before],
    );
    // No reply that was written down is asked for again.
    expect(asked(run, 'model').times).toBeLessThanOrEqual(5);
    return inDoubt.length;
  });
  const count = uncertain.reduce((sum, inDoubt) => sum + inDoubt, 0);
  console.log(`killed and resumed at ${moments} moments; at ${count} of them an effect was uncertain, and said so`);
  // From its entry in the ledger to that of its end: what comes after the entry, the tool's two moments, and before the end.
  expect(count).toBe(5);
}, 120_000);
