import type { CallSettings, Config } from './config.ts';

/** Settings over others; limits and the rules of retrying are taken one by one. */
export function merged<Over extends CallSettings>(under: CallSettings = {}, over: Over): Over {
  const single = over.retry === false || under.retry === false || under.retry === undefined;
  const retry = single ? (over.retry ?? under.retry) : { ...under.retry, ...over.retry };
  const limits = under.limits === undefined ? over.limits : { ...under.limits, ...over.limits };
  const { deadlineMs = under.deadlineMs, adaptation = under.adaptation } = over;
  return { ...over, limits, retry, deadlineMs, adaptation };
}

/** The same configuration with what holds for each of its models said there. */
export function withModelDefaults(config: Config): Config {
  const defaults = merged({ limits: {}, retry: {} }, config.defaults ?? {});
  const models = Object.entries(config.models ?? {}).map(
    ([name, settings]) => [name, { use: [name], ...merged(defaults, settings) }] as const,
  );
  return { ...config, models: Object.fromEntries(models), defaults };
}
