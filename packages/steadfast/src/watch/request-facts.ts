import { hash } from 'node:crypto';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput, CompletionRequest, Effort, ProtocolId } from '../model/completion-request.ts';
import { asArray } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { Message } from '../model/message.ts';

/** What is recorded of a request: sizes and settings, nothing of what it says. */
export interface RequestFacts {
  /** The wire language that it came in, for one that came as bytes. */
  readonly protocol?: ProtocolId;
  /** Bytes of its body, for such a one; else the characters of all its text. */
  readonly size: number;
  readonly messages: number;
  /** Images and files; not counted in a request that came as bytes. */
  readonly attachments?: number;
  readonly tools: number;
  /** The form of the reply that was asked for; not known of a request that came as bytes, like all that follows. */
  readonly output?: 'text' | 'json';
  readonly settings?: RequestSettings;
  /**
   * The same for the same prompt: the first 16 hexadecimal digits of the SHA-256 of its text, or of its body. Who knows
   * what a short prompt may say can find it out by this.
   */
  readonly fingerprint?: string;
}

/** The settings of a request that say how to answer it. */
export interface RequestSettings {
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly seed?: number;
  readonly effort?: Effort;
}

/** Says what is recorded of a request. Of one that came as bytes nothing is read that was not read before. */
export function requestFacts(input: CompletionInput, fingerprint: boolean): RequestFacts {
  const request = toRequest(input);
  const { raw } = request;
  if (raw === undefined) return factsOf(request, fingerprint);
  return {
    protocol: raw.protocol,
    size: raw.body.length,
    messages: messagesIn(raw.json),
    tools: asArray(raw.json['tools']).length,
    fingerprint: fingerprint ? digest(raw.body) : undefined,
  };
}

function factsOf(request: CompletionRequest, fingerprint: boolean): RequestFacts {
  const { messages, tools = [], outputFormat } = request;
  const { maxOutputTokens, temperature, topP, topK, presencePenalty, frequencyPenalty, seed, effort } = request;
  const told = { text: '', attachments: 0 };
  for (const message of messages) tell(message, told);
  return {
    size: told.text.length,
    messages: messages.length,
    attachments: told.attachments,
    tools: tools.length,
    output: outputFormat?.type ?? 'text',
    settings: { maxOutputTokens, temperature, topP, topK, presencePenalty, frequencyPenalty, seed, effort },
    fingerprint: fingerprint ? digest(told.text) : undefined,
  };
}

interface Told {
  text: string;
  attachments: number;
}

type Part = Exclude<Message['content'], string>[number];

function tell({ role, content }: Message, told: Told): void {
  told.text += `${role}:`;
  if (typeof content === 'string') told.text += content;
  else for (const part of content) tellPart(part, told);
}

function tellPart(part: Part, told: Told): void {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      told.text += part.text;
      break;
    case 'tool-call':
      told.text += part.name + (part.inputText ?? JSON.stringify(part.input) ?? '');
      break;
    case 'tool-result':
      if (typeof part.output === 'string') told.text += part.output;
      else for (const piece of part.output) tellPart(piece, told);
      break;
    default:
      if (part.source.kind === 'text') told.text += part.source.text;
      else told.attachments += 1;
  }
}

/** Where the protocols have their messages: Gemini in `contents`, Responses in `input`. */
function messagesIn(json: JsonObject): number {
  return asArray(json['messages'] ?? json['contents'] ?? json['input']).length;
}

function digest(data: string | Uint8Array): string {
  return hash('sha256', data).slice(0, 16);
}
