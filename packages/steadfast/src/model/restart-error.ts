import { ModelError } from './error.ts';
import type { ReplyRestart } from './stream-part.ts';

/** The error for a reader who can't be told that what it was given is void: two replies in a row would be glued together. */
export function restartError({ kind, target }: ReplyRestart): ModelError {
  const message =
    `The reply broke off (${kind}), and ${target} began it anew, but what was given of it can't be taken back here. ` +
    'Read the parts of the stream, which say `reply-restart`, or let `survive` continue instead of restart.';
  return new ModelError({ kind: 'interrupted', message, model: target, shouldRetry: true });
}
