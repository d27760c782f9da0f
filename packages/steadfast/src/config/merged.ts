import type { CallSettings, Config } from './config.ts';

/** Settings over others; limits and the rules of retrying are taken one by one. */
export function merged<Over extends CallSettings>(under: CallSettings = {}, over: Over): Over {
  const single = over.retry === false || under.retry === false || under.retry === undefined;
  const retry = single ? (over.retry ?? under.retry) : { ...under.retry, ...over.retry };
  const limits = under.limits === undefined ? over.limits : { ...under.limits, ...over.limits };
  return { ...over, limits, retry, deadlineMs: over.deadlineMs ?? under.deadlineMs };
}

/** The same configuration with what holds for each of its models said there. */
export function withDefaults(config: Config): Config {
  const defaults = merged({ limits: {}, retry: {} }, config.defaults ?? {});
  const models = Object.entries(config.models ?? {}).map(
    ([name, settings]) => [name, { use: [name], ...merged(defaults, settings) }] as const,
  );
  return { ...config, models: Object.fromEntries(models), defaults };
}
