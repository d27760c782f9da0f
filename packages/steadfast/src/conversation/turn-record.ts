import type { Attempt } from '../model/attempt.ts';
import type { Completion } from '../model/completion.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import { sumUsage } from '../model/sum-usage.ts';
import type { CallOutcome } from '../tools/call-outcome.ts';
import type { ToolsStep } from '../tools/tools-step.ts';
import type { AssistantReply, ReplyCost, ReplyProblem } from './assistant-reply.ts';

/** What is written down of a turn while its reply comes about. */
export class TurnRecord {
  readonly #completions: Completion[] = [];
  readonly #toolCalls: CallOutcome[] = [];
  readonly #problems: ReplyProblem[] = [];

  /** Notes the reply of a model; the safe reply of a model whose targets all failed is nobody's. */
  completed(completion: Completion | undefined): void {
    if (completion !== undefined && completion.fallback !== true) this.#completions.push(completion);
  }

  /** Notes the steps of a run with tools. */
  stepped(steps: readonly ToolsStep[]): void {
    for (const { completion, outcomes } of steps) {
      this.completed(completion);
      this.#toolCalls.push(...outcomes);
    }
  }

  /** Notes what did not hold. */
  failed(problem: ReplyProblem): void {
    this.#problems.push(problem);
  }

  /** What became of the turn besides its text. */
  facts(
    attempts: readonly Attempt[],
  ): Pick<AssistantReply, 'completions' | 'attempts' | 'toolCalls' | 'usage' | 'cost' | 'problems'> {
    const completions = this.#completions;
    const usage = sumUsage(completions.map(({ usage }) => usage));
    const [toolCalls, problems] = [this.#toolCalls, this.#problems];
    return { completions, attempts, toolCalls, usage, cost: costOf(completions), problems };
  }
}

/**
 * The error with which the call of a model failed, where it is one to go on from.
 * @throws whatever else it is, and the error of a call that its caller ended
 */
export function failureOf(error: unknown): ModelError {
  if (!isModelError(error) || error.kind === 'aborted') throw error;
  return error;
}

function costOf(completions: readonly Completion[]): ReplyCost {
  let amount = 0;
  let known = true;
  for (const { cost } of completions) {
    if (cost?.known === true) amount += cost.amount;
    else known = false;
  }
  return { amount, known };
}
