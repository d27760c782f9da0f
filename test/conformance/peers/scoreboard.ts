import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { overload, ours as oursUnderLoad, fullLoad } from '../../overload/overload.ts';
import type { OverloadSubject } from '../../overload/overload.ts';
import { FaultyProvider, faultClasses } from '../fault-runner.ts';
import { installPeers, peersFolder } from './install.ts';
import { writePage } from './page.ts';
import { startPortkey } from './portkey.ts';
import type { Portkey } from './portkey.ts';
import { keepResult, keptResults } from './results.ts';
import type { FailedCell } from './results.ts';
import { subjects } from './subjects.ts';
import type { Subject } from './subjects.ts';

/** What of the scoreboard is run; the rest stands as it was. */
export interface ScoreboardRun {
  /** A part of the names of those who are run. */
  readonly only: string;
  readonly faults: boolean;
  readonly overload: boolean;
  /** Of each run under load. */
  readonly seconds: number;
}

/** Runs ours and its peers under faults and under load, and writes the page. It needs the npm registry the first time. */
export async function scoreboard({ only, faults, overload: load, seconds }: ScoreboardRun): Promise<void> {
  console.log(`The peers are in ${peersFolder}.`);
  await installPeers();
  const chosen = subjects.filter(({ name }) => name.includes(only));
  if (faults) await runFaults(chosen);
  if (load) for (const subject of chosen) await runOverload(subject, seconds);
  await writePage(await keptResults());
}

interface Job {
  readonly subject: Subject;
  readonly format: Subject['formats'][number];
  readonly fallback: boolean;
}

interface Records {
  readonly unhandled: readonly string[];
  readonly res: readonly Omit<FailedCell, 'group'>[];
}

/** How many run side by side: most of a run is waiting. */
const atOnce = 2;

async function runFaults(chosen: readonly Subject[]): Promise<void> {
  const jobs: Job[] = chosen.flatMap((subject) =>
    subject.formats.flatMap((format) => [
      ...(subject.alone ? [{ subject, format, fallback: false }] : []),
      // What comes by default has no second provider.
      ...(subject.fallback && subject.manner === 'set up' ? [{ subject, format, fallback: true }] : []),
    ]),
  );
  const classes = await faultClasses();
  using portkey = chosen.some(({ gateway }) => gateway === 'portkey') ? await startPortkey() : undefined;
  using provider = await FaultyProvider.start();
  const lane = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      await runMatrix(job, provider, portkey, classes);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function runMatrix(
  { subject, format, fallback }: Job,
  provider: FaultyProvider,
  portkey: Portkey | undefined,
  classes: ReadonlyMap<string, string>,
): Promise<void> {
  const { name, manner, adapter, gateway } = subject;
  const folder = join(peersFolder, 'records');
  await mkdir(folder, { recursive: true });
  const out = join(folder, `${[name, manner, format, String(fallback)].join('-').replaceAll(/[^\w.-]+/g, '_')}.json`);
  const environment = {
    OUT: out,
    PEER_MANNER: manner,
    ...(gateway === undefined ? {} : { GATEWAY: '1' }),
    ...(portkey === undefined ? {} : { GATEWAY_URL: portkey.url }),
  };
  const variant = fallback ? ('fallback' as const) : undefined;
  await provider.run({ adapter, format, variant, environment, prints: false });
  const { unhandled, res }: Records = JSON.parse(await readFile(out, 'utf8'));
  const cells: Record<string, number> = {};
  for (const { fault } of res) {
    const group = classes.get(fault) ?? '';
    cells[group] = (cells[group] ?? 0) + 1;
  }
  const failed = res
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ fault, mode, verdict, why }) => ({ fault, group: classes.get(fault) ?? '', mode, verdict, why }));
  await keepResult({
    kind: 'faults',
    name,
    manner,
    format,
    fallback,
    day: today(),
    cells,
    failed,
    uncaught: unhandled.length,
  });
  const passed = res.length - failed.length;
  console.log(`${name}, ${manner}, ${format}${fallback ? ', fallback' : ''}: ${passed} of ${res.length} cells pass`);
}

async function runOverload(subject: Subject, seconds: number): Promise<void> {
  if (!subject.alone) return;
  const figures = await overload(loaded(subject), { ...fullLoad, seconds });
  const { name, manner } = subject;
  await keepResult({ kind: 'overload', name, manner, day: today(), seconds, figures });
  const { goodput, attemptsPerSuccess, failed } = figures;
  console.log(
    `${name}, ${manner}: ${(goodput * 100).toFixed(0)} % goodput, ${attemptsPerSuccess.toFixed(2)} attempts for each success, ${failed} failed`,
  );
}

/** Ours has an entry of its own, as it comes; a peer is asked in the first protocol that it speaks. */
function loaded({ name, adapter, formats, manner, gateway }: Subject): OverloadSubject {
  const own = oursUnderLoad.find((one) => one.name === name);
  if (own !== undefined) return own;
  return {
    name,
    adapter,
    fmt: formats[0] ?? 'openai',
    environment: { PEER_MANNER: manner },
    gateway: gateway === 'portkey' ? startPortkey : undefined,
  };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
