import type { FaultOptions } from '../faults/fault.ts';
import { faultNamed } from '../faults/fault-table.ts';
import type { JsonValue } from '../ground/json.ts';
import type { AnswerFinish } from '../protocols/answer.ts';
import type { Question } from '../protocols/question.ts';
import type { Pace } from '../stage/pacer.ts';

/** What a reply can be told. */
export interface ReplyOptions {
  readonly reasoning?: string;
  /** Default: what follows from the reply. */
  readonly finish?: AnswerFinish;
  /** Default: the simulation's. */
  readonly pace?: Pace;
}

/** A call for a script to make. */
export interface ScriptedCall {
  /** As the tool was offered. */
  readonly name: string;
  readonly input: JsonValue;
}

/** What happens to one request. */
export type Step =
  | { readonly type: 'reply'; readonly text: string | ((question: Question) => string); readonly options: ReplyOptions }
  | { readonly type: 'tool-calls'; readonly calls: readonly ScriptedCall[]; readonly options: ReplyOptions }
  | { readonly type: 'fault'; readonly name: string; readonly options: FaultOptions }
  | { readonly type: 'decide'; readonly decide: (question: Question) => Step }
  | { readonly type: 'answer' };

/** A step that says this text, or what the function makes of the question. */
export function reply(text: string | ((question: Question) => string), options: ReplyOptions = {}): Step {
  return { type: 'reply', text, options };
}

/** A step that is decided when the request has come, by what it asks: clients that ask more than once take any order. */
export function decide(step: (question: Question) => Step): Step {
  return { type: 'decide', decide: step };
}

/** A step that calls one tool; the input is text for a tool that takes free text. */
export function toolCall(name: string, input: JsonValue, options: ReplyOptions = {}): Step {
  return { type: 'tool-calls', calls: [{ name, input }], options };
}

/** A step that calls several tools at once. */
export function toolCalls(calls: readonly ScriptedCall[], options: ReplyOptions = {}): Step {
  return { type: 'tool-calls', calls, options };
}

/**
 * A step in which something goes wrong.
 * @throws RangeError for an unknown fault
 */
export function fault(name: string, options: FaultOptions = {}): Step {
  return { type: 'fault', name: faultNamed(name).name, options };
}

/** A step that leaves the answer to the simulated model. */
export function answer(): Step {
  return { type: 'answer' };
}

/** Goes through the steps of a script, one for each request; the last one repeats. */
export class Script {
  readonly #steps: readonly Step[];
  #next = 0;

  /** @throws RangeError when there are no steps */
  constructor(steps: readonly Step[]) {
    if (steps.length === 0) throw new RangeError('A script needs at least one step.');
    this.#steps = steps;
  }

  /** The step for the next request. */
  take(): Step {
    const step = this.#steps[Math.min(this.#next, this.#steps.length - 1)];
    this.#next += 1;
    return step ?? { type: 'answer' };
  }
}
