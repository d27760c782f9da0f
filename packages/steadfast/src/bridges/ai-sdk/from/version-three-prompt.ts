import type { LanguageModelV3Prompt, LanguageModelV4Prompt, SharedV4FileData, SharedV4Warning } from '@ai-sdk/provider';
import { base64Of } from '../file-data.ts';

type MessageOf<Message, Role> = Extract<Message, { readonly role: Role }>;
type PartOf<Message, Role> = MessageOf<Message, Role> extends { content: readonly (infer Part)[] } ? Part : never;
type NewMessage = LanguageModelV4Prompt[number];
type OldMessage = LanguageModelV3Prompt[number];
type NewPart = PartOf<NewMessage, 'assistant' | 'user' | 'tool'>;
type NewFile = Extract<NewPart, { readonly type: 'file' }>;
type OldFile = Extract<PartOf<OldMessage, 'user'>, { readonly type: 'file' }>;
type NewResult = Extract<NewPart, { readonly type: 'tool-result' }>;
type OldResult = Extract<PartOf<OldMessage, 'tool'>, { readonly type: 'tool-result' }>;
type NewPiece = Extract<NewResult['output'], { readonly type: 'content' }>['value'][number];
type OldPiece = Extract<OldResult['output'], { readonly type: 'content' }>['value'][number];

/** Writes a prompt for a model of specification v3, and adds what could not be said to the warnings. */
export function writeOldPrompt(prompt: LanguageModelV4Prompt, warnings: SharedV4Warning[]): LanguageModelV3Prompt {
  return prompt.map((message) => oldMessage(message, warnings));
}

function oldMessage(message: NewMessage, warnings: SharedV4Warning[]): OldMessage {
  switch (message.role) {
    case 'system':
      return message;
    case 'user':
      return { ...message, content: message.content.flatMap((part) => oldUserPart(part, warnings)) };
    case 'tool':
      return {
        ...message,
        content: message.content.map((part) => (part.type === 'tool-result' ? oldResult(part, warnings) : part)),
      };
    default:
      return { ...message, content: message.content.flatMap((part) => oldAssistantPart(part, warnings)) };
  }
}

function oldUserPart(part: PartOf<NewMessage, 'user'>, warnings: SharedV4Warning[]): PartOf<OldMessage, 'user'>[] {
  return part.type === 'file' ? oldFile(part, warnings) : [part];
}

function oldAssistantPart(
  part: PartOf<NewMessage, 'assistant'>,
  warnings: SharedV4Warning[],
): PartOf<OldMessage, 'assistant'>[] {
  switch (part.type) {
    case 'file':
      return oldFile(part, warnings);
    case 'tool-result':
      return [oldResult(part, warnings)];
    case 'custom':
    case 'reasoning-file':
      return warn(part.type, warnings);
    default:
      return [part];
  }
}

function oldFile(part: NewFile, warnings: SharedV4Warning[]): OldFile[] {
  const { data } = part;
  switch (data.type) {
    case 'data':
      return [{ ...part, data: data.data }];
    case 'url':
      return [{ ...part, data: data.url }];
    case 'text':
      return [{ ...part, data: Buffer.from(data.text).toString('base64') }];
    default:
      return warn('file by reference', warnings);
  }
}

function oldResult(part: NewResult, warnings: SharedV4Warning[]): OldResult {
  const { output } = part;
  if (output.type !== 'content') return { ...part, output };
  return { ...part, output: { ...output, value: output.value.flatMap((piece) => oldPiece(piece, warnings)) } };
}

function oldPiece(piece: NewPiece, warnings: SharedV4Warning[]): OldPiece[] {
  if (piece.type !== 'file') return [piece];
  const { mediaType, filename, providerOptions, data } = piece;
  const isImage = mediaType.startsWith('image');
  switch (data.type) {
    case 'text':
      return [{ type: 'text', text: data.text, providerOptions }];
    case 'url': {
      const url = data.url.href;
      return [isImage ? { type: 'image-url', url, providerOptions } : { type: 'file-url', url, providerOptions }];
    }
    case 'data': {
      const base64 = base64OfData(data);
      if (isImage) return [{ type: 'image-data', data: base64, mediaType, providerOptions }];
      return [{ type: 'file-data', data: base64, mediaType, filename, providerOptions }];
    }
    case 'reference':
      return [{ type: 'file-id', fileId: { ...data.reference }, providerOptions }];
    default:
      return warn('file', warnings);
  }
}

function base64OfData({ data }: Extract<SharedV4FileData, { readonly type: 'data' }>): string {
  return typeof data === 'string' ? data : base64Of(data);
}

function warn(feature: string, warnings: SharedV4Warning[]): [] {
  warnings.push({ type: 'unsupported', feature, details: `Models of specification v3 take no ${feature}.` });
  return [];
}
