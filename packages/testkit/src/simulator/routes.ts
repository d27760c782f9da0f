import { chat } from '../protocols/chat.ts';
import {
  batchEmbedContents,
  embedContent,
  ollamaEmbed,
  ollamaEmbeddings,
  openaiEmbeddings,
} from '../protocols/embeddings.ts';
import { gemini } from '../protocols/gemini.ts';
import { messages } from '../protocols/messages.ts';
import { ollamaChat, ollamaGenerate } from '../protocols/ollama.ts';
import { responses } from '../protocols/responses.ts';
import { countTokensAt, messagesCount } from '../protocols/token-counts.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';

/** What a path asks for. */
export type Route =
  | { readonly type: 'completion'; readonly protocol: WireProtocol }
  | { readonly type: 'models' }
  | { readonly type: 'model'; readonly id: string }
  | { readonly type: 'ollama-tags' }
  | { readonly type: 'ollama-version' }
  | { readonly type: 'root' }
  | { readonly type: 'unknown' };

/** What is asked by POST, by the end of its path; the first that fits. */
const completions: readonly { readonly end: string; readonly protocol: WireProtocol }[] = [
  { end: '/chat/completions', protocol: chat },
  { end: '/responses', protocol: responses },
  { end: '/messages', protocol: messages },
  { end: '/messages/count_tokens', protocol: messagesCount },
  { end: '/api/chat', protocol: ollamaChat },
  { end: '/api/generate', protocol: ollamaGenerate },
  { end: '/api/embed', protocol: ollamaEmbed },
  { end: '/api/embeddings', protocol: ollamaEmbeddings },
  { end: '/embeddings', protocol: openaiEmbeddings },
];

/** Google's methods, by name. */
const methods: Readonly<Record<string, (model: string, query: string) => WireProtocol>> = {
  generateContent: (model) => gemini({ model, stream: false }),
  streamGenerateContent: (model, query) =>
    gemini({ model, stream: true }, new URLSearchParams(query).get('alt') === 'sse'),
  countTokens: countTokensAt,
  embedContent,
  batchEmbedContents,
};

/** Reads a path; whatever stands before the known end of it is of no account. */
export function routeOf(method: string, path: string): Route {
  const [place = '', query = ''] = path.split('?');
  if (method === 'POST') {
    const protocol = completions.find(({ end }) => place.endsWith(end))?.protocol ?? googleMethod(place, query);
    return protocol === undefined ? { type: 'unknown' } : { type: 'completion', protocol };
  }
  return method === 'GET' || method === 'HEAD' ? lookUp(place) : { type: 'unknown' };
}

/** A name that holds a slash stands without `models/` before it, as those of tuned models do. */
function googleMethod(place: string, query: string): WireProtocol | undefined {
  const [, model = '', method = ''] = /\/v1(?:beta)?\/(?:models\/)?(.+):(\w+)$/.exec(place) ?? [];
  return Object.hasOwn(methods, method) ? methods[method]?.(decode(model), query) : undefined;
}

function lookUp(place: string): Route {
  if (place === '/') return { type: 'root' };
  if (place.endsWith('/models')) return { type: 'models' };
  if (place.endsWith('/api/tags')) return { type: 'ollama-tags' };
  if (place.endsWith('/api/version')) return { type: 'ollama-version' };
  const id = /\/models\/(.+)$/.exec(place)?.[1];
  return id === undefined ? { type: 'unknown' } : { type: 'model', id: decode(id) };
}

/** Decodes a part of a path; what is not well encoded stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The protocol in whose words a request without a known route is answered. */
export function protocolOfHeaders(headers: Readonly<Record<string, unknown>>): WireProtocol {
  if (headers['anthropic-version'] !== undefined) return messages;
  return headers['x-goog-api-key'] === undefined ? chat : gemini({ model: '', stream: false });
}
