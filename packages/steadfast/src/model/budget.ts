/** What a budget limits; what is left out is not limited. */
export interface BudgetLimits {
  /** Milliseconds, from the making of the budget on. */
  readonly timeMs?: number;
  /** Calls, each of them once, however often it is tried. */
  readonly calls?: number;
  /** Attempts that end by a timeout: after so many the budget is used up. */
  readonly timeouts?: number;
  /** Tokens, input and output together. */
  readonly tokens?: number;
  /** US dollars. */
  readonly money?: number;
}

/** What a budget has spent or has left; `Infinity` is left of what nothing limits. */
export type BudgetAmounts = Required<BudgetLimits>;

/** Whole numbers, so that what is reserved and given back adds up to nothing: money is in billionths of a US dollar. */
export interface PurseAmounts {
  readonly calls: number;
  readonly timeouts: number;
  readonly tokens: number;
  readonly nanodollars: number;
}

/** One level of a budget, as plain data that JSON can say. */
export interface PurseState {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** When its time is used up: epoch milliseconds. */
  readonly until?: number;
  readonly limits: Partial<PurseAmounts>;
  readonly spent: PurseAmounts;
  /** What calls that are under way may still spend. */
  readonly reserved: PurseAmounts;
}

/** The one place in which the state of a level stands, for all budgets that draw on it. */
export interface Purse {
  state: PurseState;
}

/** A level of a budget as it is kept over the end of a process. What was reserved counts as spent: nobody saw it settled. */
export interface SavedBudget {
  readonly version: 1;
  readonly name: string;
  readonly elapsedMs: number;
  readonly timeLeftMs?: number;
  readonly limits: Partial<PurseAmounts>;
  readonly spent: PurseAmounts;
}

/** How much may be spent, by all calls together that are given it. What a child spends, its parents spend too. */
export interface Budget {
  /** What refusals call it. */
  readonly name: string;
  /** What this budget and all its parents still allow, without what calls under way have reserved. */
  readonly left: BudgetAmounts;
  /** What this budget and its children have spent. */
  readonly spent: BudgetAmounts;
  /** All that a call draws on, the outermost first. */
  readonly purses: readonly Purse[];
  /** Those in which the call was counted further out: only what it uses is still drawn from them. */
  readonly counted?: readonly Purse[];
  /** A budget within this one: it has limits of its own and draws on this one's too. */
  child(limits?: BudgetLimits & { readonly name?: string }): Budget;
  /** This level alone, as plain data; see `restoreBudget`. */
  save(): SavedBudget;
}
