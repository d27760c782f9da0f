/** Where a client finds the gateway, and which model it asks. */
export interface Asked {
  readonly url: string;
  readonly token: string;
  readonly model: string;
}

/** What a client is told when a call fails. */
export interface Failure {
  /** The HTTP status, where there was a reply. */
  readonly status?: number;
  readonly message: string;
}

/** An official client, and how it asks for each thing: every function gives the text of the last reply. */
export interface MatrixClient {
  readonly name: string;
  /** A whole reply. */
  plain(asked: Asked, words: string): Promise<string>;
  /** A streamed reply. */
  streamed(asked: Asked, words: string): Promise<string>;
  /** A call of a tool while the model thinks, and the tool's result; absent where the API has no tools. */
  tools?(asked: Asked, stream: boolean): Promise<string>;
  /** What the client says of an error that it throws. */
  failureOf(error: unknown): Failure;
}

/** What the simulated models are told: they say it back. */
export const words = 'The gateway holds, whoever asks.';

/** What makes a simulated model call the tool. */
export const question = 'What does get_weather say of Oslo?';

/** What the tool says. */
export const result = 'sunny, 21 degrees';

/** The tool that is offered. */
export const tool = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  parameters: {
    type: 'object' as const,
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};

/** Whatever came as a call, it has to be of the tool. */
export function checkCall(name: string | undefined): void {
  if (name !== tool.name) throw new Error(`The tool that was called is ${name ?? 'none'}.`);
}

/** What any client says of an error. */
export function plainFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    return { status: error.status, message };
  }
  return { message };
}
