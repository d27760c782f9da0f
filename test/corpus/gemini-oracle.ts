/**
 * What a recorded generateContent exchange says, read by the simplest means and with nothing of the library: the other
 * opinion that the protocol is held against.
 */
export interface GeminiFacts {
  readonly text: string;
  readonly reasoning: string;
  /** Calls of the caller's functions. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  /** What the provider ran itself: calls and results, word for word. */
  readonly ran: readonly unknown[];
  /** All signatures, in order: they must return byte-exact. */
  readonly signatures: readonly string[];
  /** Base64 of images and other media. */
  readonly media: readonly string[];
  readonly grounding: unknown;
  readonly reason: string | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

type Loose = Record<string, unknown>;

const numbers = ['', 'STOP', 'MAX_TOKENS', 'SAFETY'];

/** The facts of a reply, whole (one piece) or streamed. */
export function factsOfPieces(pieces: readonly unknown[]): GeminiFacts {
  const candidates = pieces.flatMap((piece) => list(loose(piece)['candidates']).map(loose));
  const parts = candidates.flatMap((candidate) => list(loose(candidate['content'])['parts']).map(loose));
  const usage = Object.assign({}, ...pieces.map((piece) => loose(loose(piece)['usageMetadata'])));
  const count = (...fields: string[]): number => fields.reduce((total, field) => total + Number(usage[field] ?? 0), 0);
  const words = (thought: boolean): string =>
    parts.map((part) => ((part['thought'] === true) === thought ? word(part['text']) : '')).join('');
  const groundings = candidates.flatMap((candidate) => candidate['groundingMetadata'] ?? []);
  const reasons = candidates.flatMap((candidate) => candidate['finishReason'] ?? []);
  const reason = reasons.at(-1);
  return {
    text: words(false),
    reasoning: words(true),
    calls: callsOf(parts),
    ran: parts.filter((part) =>
      ['executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'].some((it) => it in part),
    ),
    signatures: parts.flatMap((part) => part['thoughtSignature'] ?? []).map(word),
    media: parts.map((part) => word(loose(part['inlineData'])['data'])).filter((data) => data !== ''),
    grounding: groundings.at(-1),
    reason: typeof reason === 'number' ? numbers[reason] : word(reason) || undefined,
    inputTokens: count('promptTokenCount', 'toolUsePromptTokenCount'),
    outputTokens: count('candidatesTokenCount', 'thoughtsTokenCount'),
  };
}

/** The pieces of a stream of server-sent events. */
export function piecesOf(streamed: string): unknown[] {
  const lines = streamed.split(/\r?\n/).filter((line) => line.startsWith('data: '));
  return lines.map((line): unknown => JSON.parse(line.slice('data: '.length)));
}

/** The error in a body. */
export function failureOf(body: unknown): { readonly message: string } {
  return { message: word(loose(loose(body)['error'])['message']) };
}

/** Calls come whole, but for those of Vertex whose arguments are streamed, of which only flat texts are recorded. */
function callsOf(parts: readonly Loose[]): { name: string; input: unknown }[] {
  const calls: { name: string; input: Loose }[] = [];
  for (const call of parts.flatMap((part) => part['functionCall'] ?? []).map(loose)) {
    if (typeof call['name'] === 'string') calls.push({ name: call['name'], input: loose(call['args']) });
    for (const piece of list(call['partialArgs']).map(loose)) {
      const name = word(piece['jsonPath']).replace('$.', '');
      const input = calls.at(-1)?.input ?? {};
      input[name] = word(input[name]) + word(piece['stringValue']);
    }
  }
  return calls;
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
