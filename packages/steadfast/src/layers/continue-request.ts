import type { CompletionRequest } from '../model/completion-request.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Message } from '../model/message.ts';
import type { SeamForm } from './seam.ts';
import { lastWords } from './seam.ts';

/** The fewest tokens that a continuation is given, in any case. */
const leastTokens = 16;

/**
 * Asks for the rest of a reply that broke off. White space at its end is left away: Anthropic's API refuses a last turn
 * that ends with it (https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/prefill-claudes-response).
 */
export function continueRequest(request: CompletionRequest, said: string, form: SeamForm): CompletionRequest {
  const turn: Message = { role: 'assistant', content: said.trimEnd() };
  const words = lastWords(said);
  const more: Message[] = form === 'prefill' ? [turn] : [turn, { role: 'user', content: instruction(words) }];
  const repeated = form === 'prefill' ? '' : words;
  const maxOutputTokens = tokensLeft(request.maxOutputTokens, said, repeated);
  return { ...request, messages: [...request.messages, ...more], maxOutputTokens, raw: undefined };
}

function instruction(words: string): string {
  return (
    'The transmission of your reply was cut off. The last words that arrived are those between the marks:\n' +
    `<last-words>${words}</last-words>\n` +
    'Begin with exactly these words, letter for letter and without the marks, and go on from there as if there had been no ' +
    'cut. Do not start over, do not apologise, and do not mention the cut.'
  );
}

/** What the reply may still have, by estimate; reasoning has to fit in as well. */
function tokensLeft(most: number | undefined, said: string, repeated: string): number | undefined {
  if (most === undefined) return undefined;
  const tokens = (text: string): number => estimateTokens({ messages: [{ role: 'assistant', content: text }] });
  return Math.min(most, Math.max(leastTokens, most - tokens(said) + tokens(repeated)));
}
