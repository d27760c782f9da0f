import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Message, SystemMessage } from '../../../model/message.ts';
import { partsOf, textOf } from '../../../model/message.ts';
import { writeOptions } from './part-options.ts';
import type { WriteTarget } from './part-options.ts';
import { PartWriter } from './part-write.ts';

type SdkMessage = LanguageModelV4Prompt[number];

/** Writes a conversation as the prompt of an AI SDK model. */
export function writePrompt(messages: readonly Message[], target: WriteTarget): LanguageModelV4Prompt {
  const writer = new PartWriter(target, toolNames(messages));
  return messages.map((message, index) => writeMessage(message, `messages[${index}]`, writer, target));
}

function writeMessage(message: Message, path: string, writer: PartWriter, target: WriteTarget): SdkMessage {
  const { role, content } = message;
  if ('name' in message && message.name !== undefined) {
    target.notes.dropOnce(`${path}.name`, 'The messages of AI SDK models have no names.');
  }
  const at = (index: number): string => `${path}.content[${index}]`;
  switch (role) {
    case 'system':
      return { role, content: textOf(content), providerOptions: systemOptions(content, path, target) };
    case 'user':
      return { role, content: partsOf(content).flatMap((part, index) => writer.userPart(part, at(index)) ?? []) };
    case 'assistant':
      return { role, content: partsOf(content).flatMap((part, index) => writer.assistantPart(part, at(index)) ?? []) };
    default:
      return { role, content: content.map((part, index) => writer.toolResult(part, at(index))) };
  }
}

/** A system message of the AI SDK is one text: what is marked on its last part holds for all of it. */
function systemOptions(
  content: SystemMessage['content'],
  path: string,
  target: WriteTarget,
): SdkMessage['providerOptions'] {
  const state = typeof content === 'string' ? undefined : content.findLast((part) => part.state !== undefined)?.state;
  return writeOptions({ state }, path, 'system', target);
}

function toolNames(messages: readonly Message[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { role, content } of messages) {
    if (role !== 'assistant' || typeof content === 'string') continue;
    for (const part of content) if (part.type === 'tool-call') names.set(part.id, part.name);
  }
  return names;
}
