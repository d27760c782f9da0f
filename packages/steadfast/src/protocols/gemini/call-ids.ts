const prefix = 'gemini_';

/** Says whether an id was made up here: Google never sees it, and results without ids follow the order of their calls. */
export function isMadeUp(id: string): boolean {
  return id.startsWith(prefix);
}

/**
 * Makes up the ids of calls that come without one, as most do: the same reply gives the same ids, other replies give
 * others. Remembers which call the provider ran last, because its results come without ids as well.
 */
export class CallIds {
  readonly #owner: string;
  #made = 0;
  #running: string | undefined;

  /** `owner` names the reply, or the place of a turn in a request. */
  constructor(owner: string) {
    this.#owner = owner.replaceAll(/[^\w-]/g, '').slice(-24);
  }

  /** The id of the next call. */
  next(given: string | undefined): string {
    return given || `${prefix}${this.#owner}_${this.#made++}`;
  }

  /** The id of the next call that the provider runs. */
  begin(given: string | undefined): string {
    this.#running = this.next(given);
    return this.#running;
  }

  /** The id of the call that a result of the provider's answers. */
  answer(given: string | undefined): string {
    return given || (this.#running ?? this.next(undefined));
  }
}

/** The ids of the calls of one candidate of a reply. */
export function callIdsOf(replyId: string | undefined, choice: number): CallIds {
  const reply = replyId ?? 'reply';
  return new CallIds(choice === 0 ? reply : `${reply}_${choice}`);
}
