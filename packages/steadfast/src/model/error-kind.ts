/** What went wrong with a call, in one word. */
export type ErrorKind =
  | 'rate-limit'
  | 'quota'
  | 'auth'
  | 'permission'
  | 'not-found'
  | 'invalid-request'
  | 'context-length'
  | 'content-filter'
  | 'too-large'
  | 'overloaded'
  | 'server'
  | 'timeout'
  | 'connection'
  | 'redirect'
  | 'invalid-reply'
  | 'interrupted'
  | 'aborted'
  | 'budget'
  | 'circuit-open';

/** The part of an attempt in which a timeout or a connection error fell. */
export type ErrorPhase = 'dns' | 'connect' | 'tls' | 'headers' | 'first-content' | 'idle' | 'body' | 'deadline';
