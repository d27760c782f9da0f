/** What the fault runner tells an adapter: where the providers are, and which bounds to keep. */
export interface Setting {
  readonly origin: string;
  readonly fbOrigin: string;
  readonly fmt: 'openai' | 'anthropic';
  /** Milliseconds for one attempt. */
  readonly T: number;
  readonly retries: number;
  readonly variant: string | undefined;
}

/** One call that the runner asks for. */
export interface CallSettings {
  readonly mode: 'json' | 'sse';
  readonly tools?: boolean;
  readonly signal: AbortSignal;
  readonly onDelta: (text: string) => void;
  readonly breakAfter?: number;
  /** The time that the whole call has, in milliseconds; `signal` ends it then. */
  readonly deadlineMs?: number;
}

/** What came of it. */
export interface Answer {
  readonly text: string;
  readonly finish: string | null;
  readonly toolCalls: readonly {
    readonly id: string;
    readonly name: string;
    readonly args?: unknown;
    readonly invalid?: true;
    readonly raw?: string;
  }[];
}

/** A client as the runner drives it. */
export interface Adapter {
  call(call: CallSettings): Promise<Answer>;
}
