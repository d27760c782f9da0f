import type { DialectId } from './dialects.ts';
import type { Exchange } from './exchange.ts';

/** Answers one request. */
export type Answer = (exchange: Exchange) => void | Promise<void>;

/** How a path is served for one method. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** The language of the path; where it is not fixed, the headers tell. */
  readonly dialect?: DialectId;
  /** Served without a token. */
  readonly open?: true;
  readonly answer: Answer;
}

/** The routes of a path, one for each method. */
export type Routes = readonly Route[];
