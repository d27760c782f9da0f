import { joinedProperties } from '../layers/properties-defaults.ts';
import type { ModelOptions } from '../providers/model-options.ts';
import type { CallSettings, ChoiceSettings, Config, ModelSettings } from './config.ts';
import { merged } from './merged.ts';

/** A provider's model, and the settings that it is asked with. */
export interface PlainPlan {
  readonly kind: 'model';
  /** `provider/model`. */
  readonly name: string;
  readonly options: ModelOptions;
}

/** What a name stands for: one provider's model, or several of which one is chosen. */
export type Plan = PlainPlan | ChoicePlan;

/** Several models behind one name. */
export interface ChoicePlan {
  readonly kind: 'choice';
  readonly id: string;
  readonly deadlineMs?: number;
  /** How one of them is chosen. */
  readonly settings: ChoiceSettings;
  /** What the targets are called where they are chosen from. */
  readonly names: readonly string[];
  readonly targets: readonly Plan[];
}

/** Finds out what a name stands for; a name met again on the way means the provider's model. */
export function planOf(config: Config, name: string, given: ModelOptions = {}, trail: readonly string[] = []): Plan {
  const again = trail.includes(name);
  const behind = again ? undefined : own(config.aliases, name);
  if (behind !== undefined) return planOf(config, behind, given, [...trail, name]);
  const settings = again ? undefined : own(config.models, name);
  if (settings === undefined) return { kind: 'model', name, options: merged(config.defaults, given) };
  const { use = [name] } = settings;
  const targets = use.map((target, index): Plan => {
    // The settings that a call gives for its first model, its key and address above all, are not the others'.
    const options: ModelOptions = index === 0 ? given : patienceOf(given);
    const isNamed = own(config.aliases, target) !== undefined || own(config.models, target) !== undefined;
    if (isNamed && target !== name) return planOf(config, target, options, [...trail, name]);
    return { kind: 'model', name: target, options: joined(config.defaults, settings, options) };
  });
  const { deadlineMs } = merged(merged(config.defaults, settings), given);
  return { kind: 'choice', id: name, deadlineMs, settings, names: use, targets };
}

/** The provider's model that is asked first. */
export function firstOf(plan: Plan): PlainPlan {
  if (plan.kind === 'model') return plan;
  const [first = { kind: 'model', name: plan.id, options: {} }] = plan.targets;
  return firstOf(first);
}

/** The settings of a call that hold for others than its first model too. */
export function patienceOf({ deadlineMs, limits, retry, breaker, adaptation }: ModelOptions): CallSettings {
  return { deadlineMs, limits, retry, breaker, adaptation };
}

function joined(defaults: CallSettings | undefined, settings: ModelSettings, given: ModelOptions): ModelOptions {
  const {
    use: _,
    choice: _choice,
    weights: _weights,
    routes: _routes,
    protocol,
    headers,
    properties = {},
    ...patience
  } = settings;
  return {
    ...merged(merged(defaults, patience), given),
    protocol: given.protocol ?? protocol,
    headers: { ...headers, ...given.headers },
    properties: joinedProperties(given.properties ?? {}, properties),
  };
}

function own<Value>(entries: Readonly<Record<string, Value>> = {}, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
