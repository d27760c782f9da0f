import { chatCheck } from './chat-check.ts';
import { geminiCheck } from './gemini-check.ts';
import { messagesCheck } from './messages-check.ts';
import { ollamaCheck } from './ollama-check.ts';
import { recordingsOf } from './recordings.ts';
import type { Recording } from './recordings.ts';
import { responsesCheck } from './responses-check.ts';

/** How the recordings of one protocol are held against what we read from them. */
export interface CorpusCheck {
  /** Our name of the protocol. */
  readonly protocol: string;
  /** The recordings that it is for. */
  readonly recordings: (recording: Recording) => boolean;
  /** What we read otherwise than it is recorded, one line each; none when nothing is lost. */
  differences(recording: Recording): readonly string[];
}

/** One check for each protocol that is spoken. */
export const checks: readonly CorpusCheck[] = [chatCheck, messagesCheck, geminiCheck, ollamaCheck, responsesCheck];

/** What a check found. */
export interface CorpusResult {
  readonly protocol: string;
  readonly read: number;
  readonly differing: readonly { readonly file: string; readonly lines: readonly string[] }[];
}

/** Runs one check over all recordings that it is for. */
export function runCheck(check: CorpusCheck): CorpusResult {
  const recordings = recordingsOf().filter((recording) => check.recordings(recording));
  const differing = recordings
    .map((recording) => ({ file: recording.file, lines: check.differences(recording) }))
    .filter(({ lines }) => lines.length > 0);
  return { protocol: check.protocol, read: recordings.length, differing };
}

/** What was found, for people: a line for each protocol, and the files that differ by name. */
export function reportOf(results: readonly CorpusResult[]): string {
  const lines = results.flatMap(({ protocol, read, differing }) => [
    `${protocol.padEnd(10)} ${String(read).padStart(5)} recordings read, ${differing.length} differ`,
    ...differing.flatMap((found) => [`  ${found.file}`, ...found.lines.map((line) => `    ${line}`)]),
  ]);
  return `${lines.join('\n')}\n`;
}
