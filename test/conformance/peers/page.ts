import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { env, version } from 'node:process';
import { runProgram } from '../../acceptance/run-program.ts';
import { boundsOf } from '../../overload/bounds.ts';
import { fullLoad } from '../../overload/overload.ts';
import { clientReleases, gatewayReleases } from './install.ts';
import type { FaultResult, OverloadResult, Result } from './results.ts';
import { subjects } from './subjects.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The classes of faults, in the words of the page. */
const classes: Readonly<Record<string, string>> = {
  'A status': 'status',
  'B body': 'body of a 200',
  'C sse': 'event stream',
  'D tools': 'tool calls',
  'E conn': 'connection',
  'F caller': 'caller',
  'G big': 'size',
};

/** Writes docs/conformance.md from all results. */
export async function writePage(results: readonly Result[]): Promise<void> {
  const place = join(root, 'docs/conformance.md');
  await writeFile(place, page(results));
  await runProgram('npx', ['oxfmt', place], { folder: root, environment: env, mostMs: 60_000 });
  console.log(`Written to ${place}.`);
}

function page(results: readonly Result[]): string {
  const faults = sorted(results.filter((result) => result.kind === 'faults'));
  const loads = sorted(results.filter((result) => result.kind === 'overload'));
  const alone = faults.filter(({ fallback }) => !fallback);
  const withSecond = faults.filter(({ fallback }) => fallback);
  const days = [...new Set(results.map(({ day }) => day))].toSorted().join(' and ');
  const [cpu] = cpus();
  const seconds = `${[...new Set(loads.map(({ seconds }) => seconds))].join(' or ')} s`;
  const releases = Object.entries({ ...clientReleases, ...gatewayReleases });
  return `# Conformance

How Steadfast and the published clients fare on the same faulty wire and under the same overload. The page is written by
\`npm run conformance -- --peers\`, which installs the peers in a cache folder of the system; they are no dependencies.

Run on ${days}, on ${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, Node ${version}.

**set up** means that a client is given what it has for this: 2.5 s for an attempt, two retries, and where it knows such
bounds 2.5 s until the first content and between two events, and 12 s for the whole call. **defaults** means that it is
given nothing but its address; ai-retry, which does nothing by itself, has what its page begins with. A cell that is not
passed may be a choice of a client's makers: the matrix says what callers see, and nothing of why.

Versions:

${releases.map(([name, release]) => `- \`${name}\` ${release}`).join('\n')}

Portkey's gateway runs over \`@hono/node-server\` 1.13.8: with the newest one, which its published range lets in, it answers
every stream with 500.

## Faults

Each cell is one fault on a raw socket, for whole replies or for streams: the client has to answer, or to fail in time
with an error of its own that says what happened, without showing text twice, without a clean end on a cut stream, and
without leaving a request open. \`wrong\` is any other outcome, \`hang\` none within 25 s. Official clients speak one
protocol, and so have half the cells.

${table(
  ['client', 'how', 'protocols', 'cells', 'pass', 'wrong', 'hang', 'uncaught'],
  merged(alone).map((row) => [
    row.name,
    row.manner,
    row.formats,
    row.total,
    row.passed,
    row.wrong,
    row.hang,
    row.uncaught,
  ]),
)}

### With a second provider that is healthy

${table(
  ['client', 'protocols', 'cells', 'pass', 'wrong', 'hang', 'uncaught'],
  merged(withSecond).map((row) => [row.name, row.formats, row.total, row.passed, row.wrong, row.hang, row.uncaught]),
)}

### Cells not passed, by class of fault

Clients that are set up; with the second provider behind a slash.

${table(['client', ...Object.values(classes)], byClass(alone, withSecond))}

${listed(alone, withSecond)}
## Overload

${fullLoad.clients} callers share one client (or one gateway, asked with \`fetch\`), and call again as soon as they are answered; who
failed comes back after a second. The provider takes ${fullLoad.perSecond} requests a second, as many again at once, answers in about 300 ms,
and refuses the rest with 429 and \`retry-after\` in whole seconds. A call may take ${fullLoad.deadlineMs / 1_000} s. Steadfast runs as it comes; clients
that are set up try ten times more (Portkey's gateway five, the most it takes).

${table(
  ['client', 'how', 'goodput', 'attempts/success', 'failed calls', 'p50', 'p95', 'p95/p50', 'Jain'],
  loads.map(overloadRow),
)}

Goodput is the share of what the provider could have answered in ${seconds}; more than 100 % is what it lets through at
once in the beginning. Figures shift by a few parts in a hundred from run to run. The bounds that Steadfast holds itself to,
alone with \`npm run overload\`:

${boundsInWords()}
`;
}

function sorted<Kind extends Result>(results: readonly Kind[]): readonly Kind[] {
  const place = ({ name, manner }: Result): number =>
    subjects.findIndex((subject) => subject.name === name && subject.manner === manner);
  return results
    .filter((result) => place(result) >= 0)
    .toSorted((one, other) => place(one) - place(other) || format(one).localeCompare(format(other)));
}

function format(result: Result): string {
  return result.kind === 'faults' ? result.format : '';
}

interface Merged {
  readonly name: string;
  readonly manner: string;
  formats: string;
  total: number;
  passed: number;
  wrong: number;
  hang: number;
  uncaught: number;
}

/** One row for each client and manner, all its protocols together. */
function merged(results: readonly FaultResult[]): readonly Merged[] {
  const rows = new Map<string, Merged>();
  for (const { name, manner, format, cells, failed, uncaught } of results) {
    const key = `${name} ${manner}`;
    const fresh = { name, manner, formats: '', total: 0, passed: 0, wrong: 0, hang: 0, uncaught: 0 };
    const row = rows.get(key) ?? fresh;
    const total = sum(Object.values(cells));
    const hang = failed.filter(({ verdict }) => verdict === 'hang').length;
    row.formats += row.formats === '' ? format : `, ${format}`;
    row.total += total;
    row.passed += total - failed.length;
    row.hang += hang;
    row.wrong += failed.length - hang;
    row.uncaught += uncaught;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function byClass(alone: readonly FaultResult[], withSecond: readonly FaultResult[]): string[][] {
  return namesOf([...alone, ...withSecond]).map((name) => [
    name,
    ...Object.keys(classes).map((group) =>
      [alone, withSecond]
        .map((results) => results.filter((result) => result.name === name && result.manner === 'set up'))
        .filter((results) => results.length > 0)
        .map((results) => {
          const failed = results.flatMap(({ failed }) => failed.filter((cell) => cell.group === group)).length;
          return `${failed} of ${sum(results.map(({ cells }) => cells[group] ?? 0))}`;
        })
        .join(' / '),
    ),
  ]);
}

function listed(alone: readonly FaultResult[], withSecond: readonly FaultResult[]): string {
  return namesOf([...alone, ...withSecond])
    .map((name) => {
      const lines = [['alone', alone] as const, ['with a second provider', withSecond] as const].flatMap(
        ([where, results]) => {
          const cells = results
            .filter((result) => result.name === name && result.manner === 'set up')
            .flatMap(({ failed }) => failed);
          const counts = new Map<string, number>();
          for (const { fault } of cells) counts.set(fault, (counts.get(fault) ?? 0) + 1);
          const faults = [...counts].map(([fault, count]) =>
            count === 1 ? `\`${fault}\`` : `\`${fault}\` × ${count}`,
          );
          return faults.length === 0 ? [] : [`- ${name}, ${where}: ${faults.join(', ')}`];
        },
      );
      return lines.map((line) => `${line}\n`).join('');
    })
    .join('');
}

function namesOf(results: readonly FaultResult[]): readonly string[] {
  return [...new Set(results.map(({ name }) => name))];
}

function overloadRow({ name, manner, figures }: OverloadResult): (string | number)[] {
  const { goodput, attemptsPerSuccess, failed, answered, p50, p95, jain } = figures;
  const how = name.includes('steadfast') ? 'defaults' : manner;
  const share = failed === 0 ? '0' : `${failed} (${((failed / (failed + answered)) * 100).toFixed(0)} %)`;
  return [
    name,
    how,
    `${(goodput * 100).toFixed(0)} %`,
    attemptsPerSuccess.toFixed(2),
    share,
    `${(p50 / 1_000).toFixed(1)} s`,
    `${(p95 / 1_000).toFixed(1)} s`,
    (p95 / p50).toFixed(2),
    jain.toFixed(3),
  ];
}

function boundsInWords(): string {
  const none = { goodput: 1, attemptsPerSuccess: 1, failed: 0, p50: 1, p95: 1, jain: 1 };
  const empty = { successes: 0, answered: 0, failures: {}, longest: 0, requests: 0, refused: 0, grownMb: undefined };
  return boundsOf({ ...none, ...empty })
    .map(({ figure, bound }) => `- ${figure}: ${bound}`)
    .join('\n');
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
