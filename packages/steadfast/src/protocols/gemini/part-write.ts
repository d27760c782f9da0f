import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { ownFields } from '../private-state.ts';
import { objectInput } from '../tool-input.ts';
import { isMadeUp } from './call-ids.ts';
import { writeMedia } from './media.ts';
import { merged } from './merged.ts';
import { candidateFacts, carryingSignature, wholePart } from './part-state.ts';

/**
 * Writes a part with the family's private data; `undefined` for what says nothing here: what the provider said of a
 * whole reply, empty words, and what another family's provider has run.
 */
export function writePart(part: AssistantPart, family: string): JsonObject | undefined {
  const said = ownFields(part.state, family);
  const whole = wholePart(said);
  if (whole !== undefined) return whole;
  const own = candidateFacts(said) === undefined ? said : undefined;
  if ('text' in part && part.text === '' && own === undefined) return undefined;
  const base = basePart(part);
  return base === undefined ? undefined : merged(base, own);
}

function basePart(part: AssistantPart): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return { text: part.text };
    case 'reasoning':
      return { text: part.text, thought: true };
    case 'tool-call': {
      if (part.providerExecuted === true) return undefined;
      const id = isMadeUp(part.id) ? undefined : part.id;
      return { functionCall: { id, name: part.name, args: objectInput(part).input } };
    }
    case 'tool-result':
      return undefined;
    default:
      return writeMedia(part);
  }
}

/**
 * Writes a part for a caller of this protocol; `undefined` for what says nothing there. Private data of another family
 * goes as a signature: so it is known again when the caller returns the part.
 */
export function writeReplyPart(part: AssistantPart, family: string): JsonObject | undefined {
  const { state } = part;
  if (state === undefined || state.origin === family) return writePart(part, family);
  const base = basePart(part);
  return base && { ...base, thoughtSignature: carryingSignature(state) };
}
