import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { JsonValue } from '../../../model/json.ts';
import type {
  AssistantPart,
  FilePart,
  ImagePart,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../../model/message.ts';
import { textOf } from '../../../model/message.ts';
import { objectInput } from '../../../protocols/tool-input.ts';
import { mediaTypeOf, writeSource } from '../file-data.ts';
import { keptIn, toPromptPart } from '../kept-part.ts';
import { ownName } from '../part-facts.ts';
import { writeOptions } from './part-options.ts';
import type { WriteTarget } from './part-options.ts';

type MessageOf<Role> = Extract<LanguageModelV4Prompt[number], { readonly role: Role }>;
type SdkUserPart = MessageOf<'user'>['content'][number];
type SdkFilePart = Extract<SdkUserPart, { readonly type: 'file' }>;
type SdkAssistantPart = MessageOf<'assistant'>['content'][number];
type SdkToolResult = Extract<MessageOf<'tool'>['content'][number], { readonly type: 'tool-result' }>;
type SdkOutput = SdkToolResult['output'];

/** Writes the parts of messages, and notes what cannot be said as it stands. */
export class PartWriter {
  readonly #target: WriteTarget;
  readonly #toolNames: ReadonlyMap<string, string>;

  /** `toolNames` are the names of the tools that were called, by the ids of the calls. */
  constructor(target: WriteTarget, toolNames: ReadonlyMap<string, string>) {
    this.#target = target;
    this.#toolNames = toolNames;
  }

  /** What a user says. */
  userPart(part: TextPart | ImagePart | FilePart, path: string): SdkUserPart | undefined {
    if (part.type !== 'text') return this.#file(part, path);
    return { type: 'text', text: part.text, providerOptions: writeOptions(part, path, 'text', this.#target) };
  }

  /** What a model said. */
  assistantPart(part: AssistantPart, path: string): SdkAssistantPart | undefined {
    switch (part.type) {
      case 'reasoning':
        return this.#reasoning(part, path);
      case 'tool-call':
        return this.#toolCall(part, path);
      case 'tool-result':
        return this.toolResult(part, path);
      default:
        return this.userPart(part, path);
    }
  }

  /** What a tool answered. */
  toolResult(part: ToolResultPart, path: string): SdkToolResult {
    const { id: toolCallId, name, state } = part;
    const toolName = name ?? this.#toolNames.get(toolCallId) ?? '';
    const providerOptions = writeOptions({ state }, path, 'tool-result', this.#target);
    return { type: 'tool-result', toolCallId, toolName, output: this.#output(part, path), providerOptions };
  }

  #file(part: ImagePart | FilePart, path: string): SdkFilePart | undefined {
    const { provider, notes } = this.#target;
    const data = writeSource(part.source, provider);
    if (data === undefined) {
      notes.drop(path, 'The address of the file is not a URL.');
      return undefined;
    }
    const { state } = part;
    const detail = part.type === 'image' ? part.detail : undefined;
    if (detail !== undefined && provider !== ownName) {
      notes.drop(`${path}.detail`, 'AI SDK models are told the resolution of images through provider options alone.');
    }
    const filename = part.type === 'file' ? part.filename : undefined;
    const providerOptions = writeOptions({ state, detail }, path, part.type, this.#target);
    return { type: 'file', data, mediaType: mediaTypeOf(part), filename, providerOptions };
  }

  #reasoning(part: ReasoningPart, path: string): SdkAssistantPart | undefined {
    const kept = keptIn(part);
    if (kept !== undefined) return toPromptPart(kept);
    const providerOptions = writeOptions(part, path, 'reasoning', this.#target);
    if (part.text === '' && providerOptions === undefined) return undefined;
    return { type: 'reasoning', text: part.text, providerOptions };
  }

  #toolCall(part: ToolCallPart, path: string): SdkAssistantPart {
    const { id: toolCallId, name: toolName, providerExecuted, form, state } = part;
    const input = this.#input(part, path);
    const providerOptions = writeOptions({ state, form }, path, 'tool-call', this.#target);
    return { type: 'tool-call', toolCallId, toolName, input, providerExecuted, providerOptions };
  }

  #input(part: ToolCallPart, path: string): JsonValue {
    const { provider, notes } = this.#target;
    const isText = part.form === 'text' && provider !== ownName;
    if (part.invalid !== true && !isText) return part.input ?? {};
    const { input, change } = objectInput(part);
    if (change !== undefined) notes.change(`${path}.input`, change);
    return input;
  }

  #output({ output, isError }: ToolResultPart, path: string): SdkOutput {
    if (typeof output === 'string') return { type: isError ? 'error-text' : 'text', value: output };
    if (isError && output.every((part) => part.type === 'text')) return { type: 'error-text', value: textOf(output) };
    if (isError)
      this.#target.notes.drop(`${path}.isError`, 'The AI SDK has no mark for a failed tool that gives files.');
    return {
      type: 'content',
      value: output.flatMap((part, index) => this.userPart(part, `${path}.output[${index}]`) ?? []),
    };
  }
}
