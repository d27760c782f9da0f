import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from 'node:process';
import { asBoolean, asNumber, asObject, asString, isObject } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';

/** One recorded exchange with a provider. */
export interface Recording {
  /** The file's name. */
  readonly file: string;
  readonly provider: string;
  /** The corpus's own name of the protocol: `openai-chat`, `anthropic-messages`, `ollama-chat`, … */
  readonly protocol: string;
  readonly model: string;
  readonly stream: boolean;
  /** The path of the request, with its query. */
  readonly path: string;
  /** The body of the request; absent where only the reply was recorded. */
  readonly request?: JsonObject;
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A whole JSON body. */
  readonly body?: JsonValue;
  /** A streamed body: server-sent events, or lines of JSON. */
  readonly streamed?: string;
}

const root = resolve(import.meta.dirname, '../..');

/** The folder of the recordings, by `STEADFAST_CORPUS` or beside the repository; `undefined` when there is none. */
export function corpusFolder(): string | undefined {
  const corpus = env['STEADFAST_CORPUS'] ?? join(root, '../shared/corpus');
  const folder = join(corpus, 'recordings');
  return existsSync(folder) ? folder : undefined;
}

let known: readonly Recording[] | undefined;

/** All recordings, or those of the named protocols; none when the corpus is not there. */
export function recordingsOf(...protocols: readonly string[]): readonly Recording[] {
  known ??= readAll();
  return protocols.length === 0 ? known : known.filter(({ protocol }) => protocols.includes(protocol));
}

/** What a test says that was skipped because there are no recordings. */
export const withoutCorpus = 'skipped: no recordings (set STEADFAST_CORPUS to the folder that holds `recordings/`)';

function readAll(): readonly Recording[] {
  const folder = corpusFolder();
  if (folder === undefined) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.toSorted().map((file) => recordingOf(file, readFileSync(join(folder, file), 'utf8')));
}

function recordingOf(file: string, text: string): Recording {
  const value: unknown = JSON.parse(text);
  const { provider, protocol, model, stream, request, response } = asObject(value);
  const { body: asked, path } = asObject(request);
  const { status, headers, body, sse, ndjson } = asObject(response);
  return {
    file,
    provider: asString(provider) ?? '',
    protocol: asString(protocol) ?? '',
    model: asString(model) ?? '',
    stream: asBoolean(stream) ?? false,
    path: asString(path) ?? '',
    request: isObject(asked) ? asked : undefined,
    status: asNumber(status) ?? 0,
    headers: textHeaders(asObject(headers)),
    body,
    streamed: asString(sse) ?? asString(ndjson),
  };
}

function textHeaders(headers: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), asString(value) ?? '']),
  );
}
