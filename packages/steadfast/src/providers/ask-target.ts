import { loadProtocol } from '../protocols/load.ts';
import type { Destination, Target } from './target.ts';

/** Asks a target something, as soon as its protocol is loaded. */
export type AskTarget = <Answer>(question: (target: Target) => Promise<Answer>) => Promise<Answer>;

/** Gives what asks the target of a destination. Its protocol is loaded from now on, so that the first call need not wait. */
export function askTarget(destination: Destination): AskTarget {
  let target: Target | undefined;
  const loading = loadProtocol(destination.provider.protocol).then(
    (protocol) => (target = { ...destination, protocol }),
  );
  return (question) => (target === undefined ? loading.then(question) : question(target));
}
