import { isObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type {
  AssistantPart,
  FilePart,
  ImagePart,
  Message,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { withInlineData } from '../data-url.ts';
import { objectInput } from '../tool-input.ts';
import { imageData, writeAssistant } from './assistant-write.ts';

/** Writes the messages; each result of a tool is one, and names its tool. */
export function writeMessages(messages: readonly Message[], family: string, notes: AdaptationList): JsonObject[] {
  const names = namesOfCalls(messages);
  return messages.flatMap<JsonObject>((message, index) => {
    const path = `messages[${index}]`;
    if ('name' in message && message.name !== undefined) notes.drop(`${path}.name`, 'Ollama has no names of speakers.');
    const { role } = message;
    switch (role) {
      case 'tool':
        return message.content.map((part, place) =>
          writeResult(part, `${path}.content[${place}]`, { names, family }, notes),
        );
      case 'assistant':
        return writeAssistant(sayable(partsOf(message.content), `${path}.content`, family, notes), writeCall);
      default:
        return { role, ...writeWords(partsOf(message.content), `${path}.content`, family, notes) };
    }
  });
}

function writeResult(
  part: ToolResultPart,
  path: string,
  { names, family }: { readonly names: ReadonlyMap<string, string>; readonly family: string },
  notes: AdaptationList,
): JsonObject {
  notes.leaveForeign(path, part.type, part.state, family);
  if (part.isError === true) notes.drop(`${path}.isError`, 'Ollama has no mark for a failed tool; its output says so.');
  const output = writeWords(partsOf(part.output), `${path}.output`, family, notes);
  return { role: 'tool', ...output, tool_name: part.name ?? names.get(part.id), tool_call_id: part.id };
}

function namesOfCalls(messages: readonly Message[]): ReadonlyMap<string, string> {
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? partsOf(message.content) : []));
  return new Map(parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name]] : [])));
}

/** Writes text and images; pieces of text stay apart as paragraphs. */
function writeWords(
  parts: readonly (TextPart | ImagePart | FilePart)[],
  path: string,
  family: string,
  notes: AdaptationList,
): JsonObject {
  parts.forEach((part, index) => {
    notes.leaveForeign(`${path}[${index}]`, part.type, part.state, family);
    const isBehind = wordsOf(part).length > 0 && parts.slice(0, index).some(({ type }) => type === 'image');
    if (isBehind) notes.changeOnce(`${path}[${index}]`, ordered);
    if (part.type !== 'text') noteMedia(part, `${path}[${index}]`, notes);
  });
  const images = parts.flatMap(imageData);
  return {
    content: parts.flatMap(wordsOf).join('\n\n'),
    images: images.length === 0 ? undefined : images,
  };
}

function wordsOf(part: TextPart | ImagePart | FilePart): readonly string[] {
  if (part.type === 'text') return part.text === '' ? [] : [part.text];
  return part.source.kind === 'text' ? [part.source.text] : [];
}

function noteMedia(part: ImagePart | FilePart, path: string, notes: AdaptationList): void {
  const { kind } = withInlineData(part).source;
  if (part.type === 'image' && part.detail !== undefined) {
    notes.drop(`${path}.detail`, 'Ollama has no resolution of images to choose.');
  }
  if (kind === 'text') {
    notes.change(path, 'Ollama takes no files; the text of this one is sent as part of the message.');
  } else if (part.type === 'file' || kind !== 'base64') {
    notes.drop(path, `Ollama takes images as base64 only, no ${part.type} by ${kind}.`);
  }
}

/** In which order the fields of a message stand for what a model said. */
const order = ['reasoning', 'text', 'image', 'tool-call'];
const ordered = 'A message of Ollama has thinking, words, images and calls in this order; here it was another.';

/** The parts of what a model said that can be sent. */
function sayable(
  parts: readonly AssistantPart[],
  path: string,
  family: string,
  notes: AdaptationList,
): readonly AssistantPart[] {
  let latest = 0;
  return parts.filter((part, index) => {
    const refusal = refusalOf(part, family);
    if (refusal !== undefined) {
      notes.drop(`${path}[${index}]`, refusal);
      return false;
    }
    notes.leaveForeign(`${path}[${index}]`, part.type, part.state, family);
    if (part.type === 'tool-call' && !isObject(part.input)) {
      notes.change(`${path}[${index}].input`, 'The input must be a JSON object, so it is put into one.');
    }
    const kind = order.indexOf(part.type);
    if (kind < latest) notes.changeOnce(`${path}[${index}]`, ordered);
    latest = Math.max(latest, kind);
    return true;
  });
}

function writeCall(call: ToolCallPart): JsonObject {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: objectInput(call).input } };
}

/** Why a part of what a model said cannot be sent; `undefined` when it can. */
function refusalOf(part: AssistantPart, family: string): string | undefined {
  switch (part.type) {
    case 'text':
      return undefined;
    case 'reasoning':
      return part.state === undefined || part.state.origin === family
        ? undefined
        : 'Reasoning with the private data of another family returns only to that family.';
    case 'tool-call':
      return part.providerExecuted === true ? "Ollama knows no calls of a provider's own tools." : undefined;
    case 'image':
      return withInlineData(part).source.kind === 'base64' ? undefined : 'Ollama takes images as base64 only.';
    case 'tool-result':
      return "Ollama knows no results of a provider's own tools.";
    default:
      return 'Ollama takes no files.';
  }
}
