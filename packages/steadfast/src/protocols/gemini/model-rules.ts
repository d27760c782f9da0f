/** What a model takes, as far as requests are written differently for it. */
export interface ModelRules {
  /** How it is told how much to think; absent for one that cannot be told. */
  readonly thinking?: ThinkingRules;
  readonly hasSystemInstruction: boolean;
  /** Calls must come back with a signature, and results of tools may hold images and files. */
  readonly hasSignedCalls: boolean;
}

/** By a number of tokens, or by a level. */
export type ThinkingRules =
  | { readonly form: 'budget'; readonly least: number; readonly most: number; readonly canStop: boolean }
  | { readonly form: 'level'; readonly levels: readonly ThinkingLevel[] };

/** The levels there are, from little to much. */
export type ThinkingLevel = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/** The rules for a model by its name, which may be a path. One whose generation its name does not tell counts as newest. */
export function rulesOf(model: string): ModelRules {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  if (/^gemma-[1-3]/.test(name)) return { hasSystemInstruction: false, hasSignedCalls: false };
  const generation = Number(/^gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? Infinity);
  if (generation < 2.5) return { hasSystemInstruction: true, hasSignedCalls: false };
  if (generation < 3) return { thinking: budgetOf(name), hasSystemInstruction: true, hasSignedCalls: false };
  const levels = levelsOf(name, generation);
  return { thinking: { form: 'level', levels }, hasSystemInstruction: true, hasSignedCalls: true };
}

/** The limits of `thinkingBudget` for Gemini 2.5 (ai.google.dev/gemini-api/docs/thinking, November 2026). */
function budgetOf(name: string): ThinkingRules {
  if (name.includes('pro')) return { form: 'budget', least: 128, most: 32_768, canStop: false };
  return { form: 'budget', least: name.includes('lite') ? 512 : 1, most: 24_576, canStop: true };
}

/** The values of `thinkingLevel` since Gemini 3 (the same page). */
function levelsOf(name: string, generation: number): readonly ThinkingLevel[] {
  if (generation === 3 && name.includes('pro')) return ['low', 'high'];
  if (name.includes('hydrogen')) return ['low', 'medium', 'high', 'xhigh'];
  const hasMinimal = name.includes('flash') && generation < 3.7;
  return hasMinimal ? ['minimal', 'low', 'medium', 'high'] : ['low', 'medium', 'high'];
}
