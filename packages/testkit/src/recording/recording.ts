import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../ground/json.ts';

/** A piece of a reply. */
export interface RecordedChunk {
  /** Milliseconds since the request was sent on. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** One exchange with a provider, secrets redacted. */
export interface Recording {
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** A body that is not JSON is a string. */
    readonly body: JsonValue;
  };
  readonly reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly chunks: readonly RecordedChunk[];
    /** True when the provider's connection broke before the reply was whole. */
    readonly cut: boolean;
  };
}

/** A recording and the file that it stands in. */
export interface StoredRecording {
  readonly file: string;
  readonly recording: Recording;
}

const format = 1;

/** The text of a recording's file. */
export function writeRecording({ recordedAt, request, reply }: Recording): string {
  const chunks = reply.chunks.map(({ atMs, bytes }) => ({ atMs, ...writeBytes(bytes) }));
  return `${JSON.stringify({ format, recordedAt, request, reply: { ...reply, chunks } }, null, 2)}\n`;
}

/**
 * Reads the text of a recording's file.
 * @throws Error that names the file when it is no recording
 */
export function readRecording(text: string, file: string): Recording {
  const parsed = parseJson(text);
  if (!isObject(parsed) || parsed['format'] !== format) {
    throw new Error(`${file} is not a recording of format ${format}. Remove it, or record the exchange again.`);
  }
  const request = asObject(parsed['request']);
  const reply = asObject(parsed['reply']);
  return {
    recordedAt: asString(parsed['recordedAt']) ?? '',
    request: {
      method: asString(request['method']) ?? 'POST',
      path: asString(request['path']) ?? '/',
      headers: readHeaders(request['headers']),
      body: request['body'] ?? '',
    },
    reply: {
      status: asNumber(reply['status']) ?? 200,
      headers: readHeaders(reply['headers']),
      chunks: asArray(reply['chunks']).map((chunk) => readChunk(asObject(chunk))),
      cut: reply['cut'] === true,
    },
  };
}

/** All recordings of a folder, in the order of their files' names; none when there is no such folder. */
export async function readRecordings(directory: string): Promise<StoredRecording[]> {
  const files = await recordingFiles(directory);
  return Promise.all(
    files.map(async (file) => ({
      file,
      recording: readRecording(await readFile(join(directory, file), 'utf8'), file),
    })),
  );
}

/** The names of the files in a folder that hold recordings, in order. */
export async function recordingFiles(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => name.endsWith('.json')).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Bytes are written as text where they are that, so that a recording can be read and reviewed. */
function writeBytes(bytes: Uint8Array): JsonObject {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? { text } : { base64: Buffer.from(bytes).toString('base64') };
}

function readChunk(chunk: JsonObject): RecordedChunk {
  const text = asString(chunk['text']);
  const bytes = text === undefined ? Buffer.from(asString(chunk['base64']) ?? '', 'base64') : Buffer.from(text);
  return { atMs: asNumber(chunk['atMs']) ?? 0, bytes };
}

function readHeaders(headers: JsonValue | undefined): Record<string, string> {
  const entries = Object.entries(asObject(headers));
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
