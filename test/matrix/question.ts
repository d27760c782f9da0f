import { z } from 'zod';

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
  /** The client's own loop, which runs the tool and asks on; absent where the client has none. */
  loop?(asked: Asked, stream: boolean): Promise<string>;
  /** What the client reads from a reply that is held to the schema of a forecast. */
  structured?(asked: Asked, stream: boolean): Promise<unknown>;
  /** The vectors of texts; absent where the API has none. */
  vectors?(asked: Asked, texts: string[]): Promise<readonly (readonly number[])[]>;
  /** The number of tokens; absent where the API does not count them. */
  count?(asked: Asked, words: string): Promise<number>;
  /** What the client says of an error that it throws. */
  failureOf(error: unknown): Failure;
}

/** What the simulated models are told: they say it back. */
export const words = 'The gateway holds, whoever asks.';

/** What makes a simulated model call the tool. */
export const question = 'What does get_weather say of Oslo?';

/** What makes a simulated model give a forecast: one that cannot be held to a tool calls it when its name is said. */
export const jsonQuestion = 'What is the forecast for Oslo, as JSON?';

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

/** What the tool is called with. */
export const toolInput = z.object({ city: z.string() });

/** Runs the tool, where a client does that itself. */
export function runTool(input: unknown): string {
  toolInput.parse(input);
  return result;
}

/** What a reply is held to where a schema is asked for. */
export const forecast = z.object({ city: z.string(), degrees: z.number(), sunny: z.boolean() });

/** The schema of a forecast, for clients that take JSON Schema. */
export const forecastSchema = z.toJSONSchema(forecast);

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
