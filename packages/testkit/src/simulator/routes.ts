import { chat } from '../protocols/chat.ts';
import { messages } from '../protocols/messages.ts';
import { ollamaChat, ollamaGenerate } from '../protocols/ollama.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';

/** What a path asks for. */
export type Route =
  | { readonly type: 'completion'; readonly protocol: WireProtocol }
  | { readonly type: 'count-tokens' }
  | { readonly type: 'models' }
  | { readonly type: 'model'; readonly id: string }
  | { readonly type: 'ollama-tags' }
  | { readonly type: 'ollama-version' }
  | { readonly type: 'root' }
  | { readonly type: 'unknown' };

const completions: readonly { readonly end: string; readonly protocol: WireProtocol }[] = [
  { end: '/chat/completions', protocol: chat },
  { end: '/messages', protocol: messages },
  { end: '/api/chat', protocol: ollamaChat },
  { end: '/api/generate', protocol: ollamaGenerate },
];

/** Reads a path; whatever stands before the known end of it is of no account. */
export function routeOf(method: string, path: string): Route {
  const [place = ''] = path.split('?');
  if (method === 'POST') {
    const found = completions.find(({ end }) => place.endsWith(end));
    if (found !== undefined) return { type: 'completion', protocol: found.protocol };
    return place.endsWith('/messages/count_tokens') ? { type: 'count-tokens' } : { type: 'unknown' };
  }
  return method === 'GET' || method === 'HEAD' ? lookUp(place) : { type: 'unknown' };
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
  return headers['anthropic-version'] === undefined ? chat : messages;
}
