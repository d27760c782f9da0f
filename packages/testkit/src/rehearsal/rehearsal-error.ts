/** What is known of an error that a test lets a model fail with. */
export interface RehearsalErrorFacts {
  /** In the words of the library that is tested, such as `rate-limit`. */
  readonly kind: string;
  readonly message?: string;
  readonly [fact: string]: unknown;
}

/**
 * An error in the shape of the library's own: `isModelError`, a `kind`, the facts as members, and `with` to replace some.
 */
export class RehearsalError extends Error {
  override readonly name = 'ModelError';
  readonly isModelError = true;
  readonly kind: string;
  readonly attempts: readonly unknown[] = [];
  readonly #facts: RehearsalErrorFacts;

  constructor(facts: RehearsalErrorFacts) {
    const { kind, message = `The rehearsed model failed: ${kind}.`, cause, ...rest } = facts;
    super(message, cause === undefined ? undefined : { cause });
    this.#facts = { ...facts, message };
    this.kind = kind;
    Object.assign(this, rest);
  }

  /** The same error with some facts replaced. */
  with(facts: Partial<RehearsalErrorFacts>): RehearsalError {
    return new RehearsalError({ ...this.#facts, attempts: this.attempts, ...facts, kind: facts.kind ?? this.kind });
  }
}
