import type { ProviderErrorWord } from '../protocols/provider-error.ts';
import type { Scene } from '../stage/scene.ts';
import type { ReplyHeaders } from '../stage/send-error.ts';
import type { Fault, FaultOptions } from './fault.ts';

type MakeHeaders = (options: FaultOptions, scene: Scene) => ReplyHeaders;

function status(
  name: string,
  code: number,
  word: ProviderErrorWord,
  description: string,
  headers: MakeHeaders = () => ({}),
): Fault {
  return {
    name,
    group: 'status',
    description,
    play: (scene, options) => scene.fail({ word, status: code, message: options.message }, headers(options, scene)),
  };
}

const dateIn = (seconds: number, scene: Scene): string => new Date(scene.clock.now() + seconds * 1000).toUTCString();

/** Error replies. */
export const statusFaults: readonly Fault[] = [
  status('400', 400, 'invalid-request', '400: the request is not valid.'),
  status('400-context', 400, 'context-length', '400: the prompt is longer than the context window.'),
  status('401', 401, 'auth', '401: the API key is wrong.'),
  status('402', 402, 'billing', '402: the account has no credit left.'),
  status('403', 403, 'permission', '403: the API key may not do this.'),
  status('404', 404, 'not-found', '404: there is no such model.'),
  status('408', 408, 'timeout', '408: the provider gave up waiting.'),
  status('409', 409, 'conflict', '409: the request conflicts with another one.'),
  status('413', 413, 'too-large', '413: the request has too many bytes.'),
  status('429', 429, 'rate-limit', '429 without a hint of how long to wait.'),
  status(
    '429-seconds',
    429,
    'rate-limit',
    '429 with `retry-after` in seconds (option `seconds`, default 1).',
    ({ seconds = 1 }) => ({
      'retry-after': String(seconds),
    }),
  ),
  status(
    '429-date',
    429,
    'rate-limit',
    '429 with `retry-after` as an HTTP date (option `seconds` from now, default 3).',
    ({ seconds = 3 }, scene) => ({
      'retry-after': dateIn(seconds, scene),
    }),
  ),
  status('429-ms', 429, 'rate-limit', '429 with `retry-after-ms` (option `ms`, default 1300).', ({ ms = 1300 }) => ({
    'retry-after-ms': String(ms),
  })),
  status(
    '429-long',
    429,
    'rate-limit',
    '429 with a `retry-after` that no caller will wait for (option `seconds`, default 1200).',
    ({ seconds = 1200 }) => ({
      'retry-after': String(seconds),
    }),
  ),
  status('429-quota', 429, 'quota', '429 because the quota is used up: no wait can help.'),
  status('500', 500, 'server', '500: the server failed.'),
  status('500-no-retry', 500, 'server', '500 with `x-should-retry: false`.', () => ({ 'x-should-retry': 'false' })),
  status('400-retry', 400, 'invalid-request', '400 with `x-should-retry: true`.', () => ({ 'x-should-retry': 'true' })),
  {
    name: '502-html',
    group: 'status',
    description: '502 with the HTML page of a proxy.',
    play: (scene) => scene.exchange.whole(502, { 'content-type': 'text/html' }, badGatewayPage),
  },
  status('503', 503, 'overloaded', '503: overloaded.'),
  status(
    '503-seconds',
    503,
    'overloaded',
    '503: overloaded, with `retry-after` in seconds (option `seconds`, default 1).',
    ({ seconds = 1 }) => ({
      'retry-after': String(seconds),
    }),
  ),
  status('504', 504, 'timeout', '504: the provider did not answer its own front end in time.'),
  status('529', 529, 'overloaded', "529: overloaded, Anthropic's own status."),
];

const badGatewayPage = `<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>${'<hr><center>nginx</center>'.repeat(160)}</body></html>`;
