import type { Clock } from '../time/clock.ts';
import type { OutputHabit } from './budget-plan.ts';
import type { CostOf } from './budget-rate.ts';

/** What is known of a model that draws on budgets; shared by all its calls. */
export interface BudgetedModel {
  readonly id: string;
  /** The most output tokens that it can write. */
  readonly most?: number;
  /** The most that its requests allow where they do not say it. */
  readonly usualMost?: number;
  /** Its price; the model is one target then. */
  readonly costOf?: CostOf;
  /** What a limit on money means for a model whose price is not known. */
  readonly unpriced: 'refuse' | 'allow';
  readonly clock: Clock;
  /** What its replies have been like so far. */
  habit: OutputHabit;
}
