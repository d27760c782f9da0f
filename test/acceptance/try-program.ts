import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import { readRecordings, record } from '@steadfast/testkit';
import type { Recording, RequestRecord } from '@steadfast/testkit';
import { asArray, asObject } from 'steadfast/model';
import type { JsonObject, JsonValue } from 'steadfast/model';
import { compatible, matrixHouse } from '../matrix/matrix-house.ts';
import type { Upstream } from '../matrix/matrix-house.ts';
import { entryOf } from './install.ts';
import type { Ground, Program } from './program.ts';
import { runProgram } from './run-program.ts';
import type { Ended } from './run-program.ts';
import { conclusion, prompt, scriptedAgent } from './scripted-agent.ts';

const mostMs = 90_000;

/** What is sent to Gemini in place of a signature that was lost. */
const standIn = 'skip_thought_signature_validator';

/** What came of one run. */
interface Evidence {
  readonly note: string;
  readonly copy: string;
  readonly ended: Ended;
  /** What the program asked, and what the gateway answered. */
  readonly asked: readonly Recording[];
  /** What the gateway asked of the model behind it. */
  readonly upstream: readonly RequestRecord[];
}

/**
 * Runs a program through the gateway with a model behind one protocol, and says what went wrong: nothing, where the
 * program ran the tool and told of it. Of a failed run everything is kept, in a folder that is named.
 */
export async function tryProgram(program: Program, upstream: Upstream | typeof compatible): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-acceptance-'));
  const evidence = await run(program, upstream, folder);
  const problems = [...outcomeOf(evidence), ...exchangesOf(evidence)];
  if (upstream === compatible) problems.push(...strangeTools(evidence));
  if (upstream === program.speaks) problems.push(...changesOf(evidence));
  if (problems.length === 0) await rm(folder, { recursive: true, force: true });
  else await keep(folder, evidence);
  return problems.length === 0 ? [] : [...problems, `all of it is in ${folder}`];
}

async function run(program: Program, upstream: string, folder: string): Promise<Evidence> {
  const ground = { home: join(folder, 'home'), work: join(folder, 'work'), temporary: join(folder, 'temporary') };
  for (const path of Object.values(ground)) await mkdir(path);
  const note = `note-${randomUUID()}`;
  await writeFile(join(ground.work, 'note.txt'), `${note}\n`);
  await using house = await matrixHouse({
    simulation: { script: [scriptedAgent(program)] },
    models: { [program.model]: { use: [`${upstream}/agent`] } },
  });
  const directory = join(folder, 'asked');
  await using between = await record({ upstream: house.gateway.url, directory });
  const ended = await launch(program, ground, { url: between.url, token: house.gateway.token ?? '' });
  await between.settle();
  const asked = (await readRecordings(directory)).map(({ recording }) => recording);
  const copy = await readFile(join(ground.work, 'copy.txt'), 'utf8').catch(() => '');
  return { note, copy: copy.trim(), ended, asked, upstream: [...house.simulation.requests] };
}

async function launch(program: Program, ground: Ground, access: { url: string; token: string }): Promise<Ended> {
  const { arguments: given, environment } = await program.prepare(prompt, ground, access);
  const folders = { PATH: env['PATH'], HOME: ground.home, TMPDIR: ground.temporary, LANG: 'C.UTF-8' };
  const circumstances = { folder: ground.work, environment: { ...folders, ...environment }, mostMs };
  return runProgram(execPath, [entryOf(program.release), ...given], circumstances);
}

/** The tool's effect, and what the program says in the end. */
function* outcomeOf({ note, copy, ended }: Evidence): Iterable<string> {
  const { code, stdout, stderr } = ended;
  if (code !== 0) yield `exit code ${code ?? `none after ${mostMs / 1000} s`}: ${lastLine(stderr) || lastLine(stdout)}`;
  if (copy !== note) yield 'the tool was not run';
  if (!stdout.includes(conclusion(note))) yield `the program does not tell what the tool printed: ${lastLine(stdout)}`;
}

/** Servers of Chat Completions other than OpenAI's take functions alone. */
function* strangeTools({ upstream }: Evidence): Iterable<string> {
  for (const tool of upstream.flatMap(({ body }) => asArray(asObject(body).tools))) {
    const { type } = asObject(tool);
    if (type !== 'function') yield `the server was offered a tool of type ${JSON.stringify(type)}`;
  }
}

/** Whether every call went through at once: a program that asks again after an error hides it. */
function* exchangesOf({ note, asked, upstream }: Evidence): Iterable<string> {
  for (const { request, reply } of asked) {
    if (reply.status >= 400 && request.method === 'POST')
      yield `the gateway answered ${request.path} with ${reply.status}`;
    if (reply.cut) yield `the gateway broke off its answer to ${request.path}`;
  }
  for (const { path, status } of upstream)
    if (status !== 200) yield `the upstream answered ${path} with ${status ?? 'nothing'}`;
  const told = upstream.map(({ body }) => JSON.stringify(body ?? null));
  if (!told.some((text) => text.includes(note))) yield 'the upstream did not see the result';
  if (told.some((text) => text.includes(standIn))) yield 'a signature of the upstream did not come back to it';
}

/** For its own protocol a body is sent on as it came, but for the name of the model. */
function* changesOf({ asked, upstream }: Evidence): Iterable<string> {
  const came = asked.filter(({ request }) => request.method === 'POST').map(({ request }) => request.body);
  const left = upstream.map(({ body }) => body ?? null);
  const same = isDeepStrictEqual(came.map(withoutModel), left.map(withoutModel));
  if (!same) yield 'the upstream was not asked as the gateway was';
}

function withoutModel(body: JsonValue): JsonObject {
  return { ...asObject(body), model: null };
}

async function keep(folder: string, { ended, upstream }: Evidence): Promise<void> {
  const requests = upstream.map(({ path, headers, status, body }) => ({ path, headers, status, body }));
  await writeFile(join(folder, 'upstream.json'), `${JSON.stringify(requests, null, 2)}\n`);
  await writeFile(join(folder, 'stdout.txt'), ended.stdout);
  await writeFile(join(folder, 'stderr.txt'), ended.stderr);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
