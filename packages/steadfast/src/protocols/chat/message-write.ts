import { asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type { Message, SystemMessage, ToolResultPart, UserMessage } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { leaveUnsaid } from '../openai-state.ts';
import type { WriteTarget } from '../protocol.ts';
import { AssistantWriter } from './assistant-write.ts';
import { writeUserContent } from './content-write.ts';
import { ownState } from './private-state.ts';

/** Writes the messages of a request: each tool's result becomes a message of its own. */
export function writeMessages(
  messages: readonly Message[],
  target: WriteTarget,
  adaptations: AdaptationList,
): JsonObject[] {
  return messages.flatMap((message, index) => writeMessage(message, `messages[${index}]`, target, adaptations));
}

function writeMessage(message: Message, path: string, target: WriteTarget, adaptations: AdaptationList): JsonObject[] {
  const { family, dialect } = target;
  switch (message.role) {
    case 'assistant': {
      const { reasoningField } = dialect;
      const writer = new AssistantWriter({ kind: 'server', family, reasoningField }, adaptations);
      partsOf(message.content).forEach((part, index) => writer.add(part, `${path}.content[${index}]`));
      return [{ ...writer.message(), name: message.name }];
    }
    case 'tool':
      return message.content.map((part, index) => writeResult(part, `${path}.content[${index}]`, target, adaptations));
    default:
      return [writeSaid(message, path, target, adaptations)];
  }
}

function writeSaid(
  message: SystemMessage | UserMessage,
  path: string,
  { family }: WriteTarget,
  adaptations: AdaptationList,
): JsonObject {
  const { role, content } = message;
  const name = role === 'user' ? message.name : undefined;
  const written = writeUserContent(content, `${path}.content`, { family, adaptations });
  const fields = asObject(ownState(typeof content === 'string' ? undefined : content[0]?.state, family).message);
  return { role, content: wasText(written, fields) ?? written, name, ...fields };
}

/** The text of content that is a list only because a part is where further fields of the message are kept. */
function wasText(written: string | readonly JsonObject[], fields: JsonObject): JsonValue | undefined {
  if (typeof written === 'string' || Object.keys(fields).length === 0 || written.length !== 1) return undefined;
  const [only = {}] = written;
  return only.type === 'text' && Object.keys(only).length === 2 ? only.text : undefined;
}

function writeResult(part: ToolResultPart, path: string, target: WriteTarget, adaptations: AdaptationList): JsonObject {
  const { id, name, output, isError, state } = part;
  const { family } = target;
  leaveUnsaid(path, { kind: part.type, state }, { family, language: 'chat' }, adaptations);
  if (isError) adaptations.dropOnce(`${path}.isError`, 'Chat has no mark for a failed tool: its output says it alone.');
  const fields = asObject(ownState(state, family).message);
  return { role: 'tool', tool_call_id: id, name, content: writeOutput(output, path, target, adaptations), ...fields };
}

function writeOutput(
  output: ToolResultPart['output'],
  path: string,
  { family }: WriteTarget,
  adaptations: AdaptationList,
): string | JsonObject[] {
  if (typeof output === 'string') return output;
  const written = writeUserContent(output, `${path}.output`, { family, adaptations });
  if (typeof written === 'string') return written;
  return written.map((part, index) => {
    if (part.type === 'text') return part;
    adaptations.change(`${path}.output[${index}]`, 'Results of tools are text in chat: only what it was is told.');
    return { type: 'text', text: `[${asString(part.type) ?? ''}: ${nameOf(part)}]` };
  });
}

function nameOf(part: JsonObject): string {
  const { url } = asObject(part.image_url);
  const { filename, file_id: id } = asObject(part.file);
  const name = [url, filename, id].find((value) => typeof value === 'string' && !value.startsWith('data:'));
  return typeof name === 'string' ? name : 'data that cannot be shown here';
}
