import type { LanguageModelV4Prompt, SharedV4ProviderOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { JsonValue } from '../../../model/json.ts';
import { parseJson } from '../../../model/json.ts';
import type {
  AssistantPart,
  Message,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserPart,
} from '../../../model/message.ts';
import { readFile } from '../file-data.ts';
import { keepPromptPart } from '../kept-part.ts';
import { readPromptFacts } from '../part-facts.ts';
import type { PartFacts } from '../part-facts.ts';

type SdkMessage = LanguageModelV4Prompt[number];
type PartOf<Role> = Extract<SdkMessage, { readonly role: Role }>['content'][number];
type SdkPart = Exclude<PartOf<'user' | 'assistant' | 'tool'>, string>;
type PartNamed<Type> = Extract<SdkPart, { readonly type: Type }>;
type SdkOutput = PartNamed<'tool-result'>['output'];
type SdkPiece = Extract<SdkOutput, { readonly type: 'content' }>['value'][number];

/** Reads the prompts of the AI SDK, and notes as warnings what has no neutral form. */
export class PromptReader {
  readonly #preferred: string;
  readonly #warnings: SharedV4Warning[];

  /** `preferred` is the provider whose options count where a part has options for several. */
  constructor(preferred: string, warnings: SharedV4Warning[]) {
    this.#preferred = preferred;
    this.#warnings = warnings;
  }

  /** Reads a conversation. */
  read(prompt: LanguageModelV4Prompt): Message[] {
    return prompt.map((message) => this.#message(message));
  }

  #message(message: SdkMessage): Message {
    switch (message.role) {
      case 'system': {
        const { role, content: text, providerOptions } = message;
        return { role, content: collapsed([{ type: 'text', text, state: this.#facts({ providerOptions }).state }]) };
      }
      case 'user':
        return { role: 'user', content: collapsed(marked(message).map((part) => this.#userPart(part))) };
      case 'assistant':
        return { role: 'assistant', content: collapsed(marked(message).map((part) => this.#assistantPart(part))) };
      default:
        return { role: 'tool', content: marked(message).flatMap((part) => this.#toolPart(part)) };
    }
  }

  #facts({ providerOptions }: { readonly providerOptions?: SharedV4ProviderOptions }): PartFacts {
    return readPromptFacts(providerOptions, this.#preferred);
  }

  #userPart(part: PartNamed<'text' | 'file'>): UserPart {
    if (part.type === 'text') return { type: 'text', text: part.text, state: this.#facts(part).state };
    return readFile(part, this.#facts(part), this.#preferred);
  }

  #assistantPart(part: PartOf<'assistant'>): AssistantPart {
    switch (part.type) {
      case 'reasoning':
        return { type: 'reasoning', text: part.text, state: this.#facts(part).state };
      case 'tool-call':
        return this.#toolCall(part);
      case 'tool-result':
        return { ...this.#toolResult(part), providerExecuted: true };
      case 'custom':
      case 'reasoning-file':
        return keepPromptPart(part);
      default:
        return this.#userPart(part);
    }
  }

  #toolCall(part: PartNamed<'tool-call'>): ToolCallPart {
    const { toolCallId: id, toolName: name } = part;
    const { form, state } = this.#facts(part);
    const providerExecuted = part.providerExecuted === true ? true : undefined;
    return { type: 'tool-call', id, name, input: jsonOf(part.input), form, providerExecuted, state };
  }

  #toolPart(part: PartOf<'tool'>): ToolResultPart[] {
    if (part.type === 'tool-result') return [this.#toolResult(part)];
    const details = 'Answers to requests for approval are told to the AI SDK alone.';
    this.#warnings.push({ type: 'unsupported', feature: part.type, details });
    return [];
  }

  #toolResult(part: PartNamed<'tool-result'>): ToolResultPart {
    const { toolCallId: id, toolName: name, output } = part;
    const isError = output.type.startsWith('error') || output.type === 'execution-denied' ? true : undefined;
    const { state } = this.#facts(part);
    return { type: 'tool-result', id, name, output: this.#output(output), isError, state };
  }

  #output(output: SdkOutput): ToolResultPart['output'] {
    switch (output.type) {
      case 'text':
      case 'error-text':
        return output.value;
      case 'execution-denied':
        return output.reason ?? 'The user denied that the tool be run.';
      case 'content':
        return output.value.flatMap((piece) => this.#piece(piece));
      default:
        return JSON.stringify(output.value);
    }
  }

  #piece(piece: SdkPiece): UserPart[] {
    if (piece.type !== 'custom') return [this.#userPart(piece)];
    const details = "A provider's own content in the result of a tool has no neutral form.";
    this.#warnings.push({ type: 'unsupported', feature: 'tool-result', details });
    return [];
  }
}

/** The parts of a message; what is marked on the message is marked on its last part, as the AI SDK's providers have it. */
function marked<Part extends { providerOptions?: SharedV4ProviderOptions }>(message: {
  readonly content: readonly Part[];
  readonly providerOptions?: SharedV4ProviderOptions;
}): readonly Part[] {
  const { content, providerOptions } = message;
  const last = content.at(-1);
  if (providerOptions === undefined || last === undefined) return content;
  return [...content.slice(0, -1), { ...last, providerOptions: { ...providerOptions, ...last.providerOptions } }];
}

/** One text without anything to it is a plain string: some servers take no list. */
function collapsed<Part extends { readonly type: string }>(
  parts: readonly (Part | TextPart)[],
): string | readonly (Part | TextPart)[] {
  const [only] = parts;
  return parts.length === 1 && only !== undefined && isPlainText(only) ? only.text : parts;
}

function isPlainText(part: {
  readonly type: string;
  readonly text?: unknown;
  readonly state?: unknown;
}): part is TextPart {
  return part.type === 'text' && part.state === undefined;
}

function jsonOf(value: unknown): JsonValue {
  return parseJson(JSON.stringify(value) ?? 'null') ?? null;
}
