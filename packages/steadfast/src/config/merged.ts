import type { CallSettings, Config } from './config.ts';

/** Settings over others; limits and the rules of retrying and of the breaker are taken one by one. */
export function merged<Over extends CallSettings>(under: CallSettings = {}, over: Over): Over {
  const retry = joined(under.retry, over.retry);
  const breaker = joined(under.breaker, over.breaker);
  const limits = under.limits === undefined ? over.limits : { ...under.limits, ...over.limits };
  const { deadlineMs = under.deadlineMs, adaptation = under.adaptation } = over;
  return { ...over, limits, retry, breaker, deadlineMs, adaptation };
}

/** Rules over others, one by one; what is switched off on either side is not joined. */
function joined<Rules extends object>(
  under: Rules | false | undefined,
  over: Rules | false | undefined,
): Rules | false | undefined {
  if (over === false || under === false || under === undefined) return over ?? under;
  return { ...under, ...over };
}

/** The same configuration with what holds for each of its models said there. */
export function withModelDefaults(config: Config): Config {
  const defaults = merged({ limits: {}, retry: {} }, config.defaults ?? {});
  const models = Object.entries(config.models ?? {}).map(
    ([name, settings]) => [name, { use: [name], ...merged(defaults, settings) }] as const,
  );
  return { ...config, models: Object.fromEntries(models), defaults };
}
