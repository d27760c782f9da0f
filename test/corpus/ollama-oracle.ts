/**
 * What a recorded Ollama exchange says, read by the simplest means and with nothing of the library: the other opinion
 * that the protocol is held against.
 */
export interface OllamaFacts {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly doneReason: string | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly model: string;
}

/** The facts of a reply, given as its objects: one, or one for each line of a stream. */
export function ollamaFacts(objects: readonly unknown[]): OllamaFacts {
  const all = objects.map(loose);
  const messages = all.map((object) => loose(object['message']));
  const last = all.find((object) => object['done'] === true) ?? {};
  const joined = (pick: (object: Loose, message: Loose) => unknown): string =>
    all.map((object, index) => word(pick(object, messages[index] ?? {}))).join('');
  const calls = messages.flatMap((message) => (Array.isArray(message['tool_calls']) ? message['tool_calls'] : []));
  return {
    text: joined((object, message) => message['content'] ?? object['response']),
    reasoning: joined((object, message) => message['thinking'] ?? object['thinking']),
    calls: calls.map((call) => {
      const called = loose(loose(call)['function']);
      return { name: word(called['name']), input: called['arguments'] };
    }),
    doneReason: word(last['done_reason']) || undefined,
    inputTokens: Number(last['prompt_eval_count'] ?? 0),
    outputTokens: Number(last['eval_count'] ?? 0),
    model: word(all[0]?.['model']),
  };
}

/** The objects of a streamed body: one for each line. */
export function linesOf(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line): unknown => JSON.parse(line));
}

type Loose = Record<string, unknown>;

function loose(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
