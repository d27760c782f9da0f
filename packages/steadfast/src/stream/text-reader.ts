import { restartError } from '../model/restart-error.ts';
import type { StreamPart } from '../model/stream-part.ts';

/**
 * Picks the text of the first reply out of its parts, for one reader.
 * @throws ModelError of kind `interrupted` where the reply begins anew after some of its text was given
 */
export function textReader(): (part: StreamPart) => string | undefined {
  let given = false;
  return (part) => {
    if (part.type === 'text-delta' && (part.choice ?? 0) === 0) {
      given = true;
      return part.text;
    }
    if (given && part.type === 'reply-restart') throw restartError(part);
    return undefined;
  };
}
