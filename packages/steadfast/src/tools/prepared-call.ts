import type { ToolCallPart } from '../model/message.ts';
import type { PlacedCall } from './call-manner.ts';
import type { CallOutcome, CallStatus } from './call-outcome.ts';
import { failedCall, invalidInput, uncertainCall, unknownTool, unreadableInput } from './call-words.ts';
import { readInput } from './read-call.ts';
import type { ReadInput } from './read-call.ts';
import type { ToolEnd } from './timed-run.ts';
import type { ReadyCall, Tool } from './tool.ts';
import type { ToolOutput } from './tool-output.ts';
import { messageOf } from './tool-output.ts';
import type { ToolSet } from './tool-set.ts';

/** What is known of a call before its tool runs. */
export type CallFacts = Pick<CallOutcome, 'id' | 'name' | 'input' | 'repaired' | 'repairs' | 'coercions'>;

/** A call whose tool may run. */
export interface PreparedCall {
  readonly placed: PlacedCall;
  readonly tool: Tool;
  readonly ready: ReadyCall;
  readonly facts: CallFacts;
}

/** Finds the tool of a call and holds its arguments against the schema; what can't be called is an outcome already. */
export async function prepare(placed: PlacedCall, tools: ToolSet): Promise<PreparedCall | CallOutcome> {
  const { call, cut } = placed;
  const tool = tools.get(call.name);
  if (tool === undefined) return refused(call, 'unknown-tool', unknownTool(call.name, tools.names));
  const read = readInput(call, cut);
  if (read === undefined) return refused(call, 'invalid', unreadableInput(call.name, cut));
  try {
    const ready = await tool.read(read.value);
    if ('issues' in ready) {
      return { ...refused(call, 'invalid', invalidInput(call.name, ready.issues)), ...repairsOf(read) };
    }
    const { input, coercions } = ready;
    const mended = coercions.length === 0 ? undefined : coercions;
    const facts = { id: call.id, name: call.name, input, ...repairsOf(read), coercions: mended };
    return { placed, tool, ready, facts };
  } catch (error) {
    // A check of the application's own, which may throw whatever it likes.
    return refused(call, 'failed', failedCall(call.name, `its arguments could not be checked: ${messageOf(error)}`));
  }
}

function repairsOf({ repairs }: ReadInput): Pick<CallOutcome, 'repaired' | 'repairs'> {
  return repairs.length === 0 ? {} : { repaired: true, repairs };
}

function refused({ id, name }: ToolCallPart, status: CallStatus, output: string): CallOutcome {
  return { id, name, status, output, durationMs: 0 };
}

/** The outcome of a call whose tool came to an end. */
export function endedOutcome(
  { facts, tool }: PreparedCall,
  { status, output }: ToolEnd,
): Omit<CallOutcome, 'durationMs'> {
  if (status === 'done') return { ...facts, status, output };
  if (status === 'uncertain' && tool.effects !== 'none') {
    return { ...facts, status, output: uncertainCall(facts.name, saidIn(output)) };
  }
  return { ...facts, status: 'failed', output: typeof output === 'string' ? failedCall(facts.name, output) : output };
}

function saidIn(output: ToolOutput): string {
  return typeof output === 'string' ? output : 'it could not say';
}
