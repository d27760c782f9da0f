import { asObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type { Message, SystemMessage, UserMessage } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { writeInputParts } from './content-write.ts';
import { ownState } from './item-state.ts';
import { callTypesOf, writeResult } from './result-write.ts';
import type { ResultTarget } from './result-write.ts';
import { SaidWriter } from './said-write.ts';

/** The fields `instructions` and `input` of a request. */
export interface WrittenInput {
  readonly instructions: string | undefined;
  readonly items: JsonObject[];
}

/** Writes the messages: a first one of the system that is one text becomes the instructions, all others are items. */
export function writeInput(messages: readonly Message[], family: string, notes: AdaptationList): WrittenInput {
  const [first] = messages;
  const instructions = first?.role === 'system' && typeof first.content === 'string' ? first.content : undefined;
  const target = { family, notes, callTypes: callTypesOf(messages, family) };
  const items = messages.flatMap((message, index) =>
    index === 0 && instructions !== undefined ? [] : writeMessage(message, `messages[${index}]`, target),
  );
  return { instructions, items };
}

function writeMessage(message: Message, path: string, target: ResultTarget): JsonObject[] {
  const { family, notes } = target;
  if ('name' in message && message.name !== undefined)
    notes.drop(`${path}.name`, 'Responses has no names of speakers.');
  switch (message.role) {
    case 'assistant': {
      const writer = new SaidWriter(family, notes);
      partsOf(message.content).forEach((part, index) => writer.add(part, `${path}.content[${index}]`));
      return writer.items();
    }
    case 'tool':
      return message.content.map((part, index) => writeResult(part, `${path}.content[${index}]`, target));
    default:
      return [writeSaid(message, `${path}.content`, target)];
  }
}

function writeSaid({ role, content }: SystemMessage | UserMessage, path: string, target: ResultTarget): JsonObject {
  if (typeof content === 'string') return { role, content };
  const { family, notes } = target;
  const fields = asObject(ownState(content[0]?.state, family).item);
  const type = fields.id === undefined ? {} : { type: 'message' };
  return { ...type, role, content: writeInputParts(content, path, family, notes), ...fields };
}
