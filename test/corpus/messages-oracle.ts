/**
 * What a recorded Messages exchange says, read by the simplest means and with nothing of the library: the other opinion
 * that the protocol is held against.
 */
export interface MessagesFacts {
  readonly text: string;
  readonly reasoning: string;
  /** Calls of tools, the provider's own included. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly stopReason: string | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The error that a recorded body reports. */
export interface MessagesFailure {
  readonly type: string;
  readonly message: string;
}

type Loose = Record<string, unknown>;

/** The facts of a whole reply. */
export function factsOfBody(body: unknown): MessagesFacts {
  const reply = loose(body);
  return facts(list(reply['content']).map(loose), loose(reply['usage']), reply['stop_reason']);
}

/** The facts of a stream whose line endings are LF. */
export function factsOfStream(text: string): MessagesFacts {
  const blocks: Loose[] = [];
  let usage: Loose = {};
  let stopReason: unknown;
  for (const event of dataOf(text)) {
    const index = Number(event['index']);
    const delta = loose(event['delta']);
    if (event['type'] === 'message_start') usage = loose(loose(event['message'])['usage']);
    if (event['type'] === 'content_block_start') blocks[index] = { ...loose(event['content_block']), json: '' };
    if (event['type'] === 'content_block_delta') grow(blocks[index] ?? {}, delta);
    if (event['type'] === 'message_delta') {
      usage = { ...usage, ...loose(event['usage']) };
      stopReason = delta['stop_reason'] ?? stopReason;
    }
  }
  const whole = blocks.map((block) =>
    block['json'] === '' ? block : { ...block, input: JSON.parse(word(block['json'])) },
  );
  return facts(whole, usage, stopReason);
}

/** The error in a body. */
export function failureOf(body: unknown): MessagesFailure {
  const error = loose(loose(body)['error']);
  return { type: word(error['type']), message: word(error['message']) };
}

function facts(blocks: readonly Loose[], usage: Loose, stopReason: unknown): MessagesFacts {
  const all = (field: string): string => blocks.map((block) => word(block[field])).join('');
  const calls = blocks.filter(({ type }) => word(type).endsWith('tool_use'));
  return {
    text: blocks.map((block) => (block['type'] === 'text' ? word(block['text']) : '')).join(''),
    reasoning: all('thinking'),
    calls: calls.map(({ name, input }) => ({ name: word(name), input })),
    stopReason: stopReason === null || stopReason === undefined ? undefined : word(stopReason),
    inputTokens: sum(usage, ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens']),
    outputTokens: sum(usage, ['output_tokens']),
  };
}

function grow(block: Loose, delta: Loose): void {
  for (const field of ['text', 'thinking']) {
    if (typeof delta[field] === 'string') block[field] = word(block[field]) + delta[field];
  }
  block['json'] = word(block['json']) + word(delta['partial_json']);
}

function dataOf(text: string): Loose[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map((line) => loose(JSON.parse(line.slice('data: '.length))));
}

/** What a compaction took is counted in the iterations only. */
function sum(usage: Loose, fields: readonly string[]): number {
  const compactions = list(usage['iterations'])
    .map(loose)
    .filter(({ type }) => type === 'compaction');
  const counts = [usage, ...compactions].flatMap((run) => fields.map((field) => Number(run[field] ?? 0)));
  return counts.reduce((total, count) => total + count, 0);
}

function loose(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
