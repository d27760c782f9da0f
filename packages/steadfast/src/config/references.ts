import { asArray, asObject, asString, isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { readModelName } from '../providers/model-name.ts';
import { nearest } from '../model/nearest.ts';
import type { Provider } from '../providers/provider.ts';
import { simulatedProvider } from '../providers/simulated-transport.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { knownProviders } from './provider-rows.ts';

type Table = Readonly<Record<string, Provider>>;

/** A model named in a configuration, and where. */
interface Reference {
  readonly name: string;
  readonly path: Path;
}

/** Finds names that lead nowhere and names that lead back to themselves; a value of the wrong type is not looked into. */
export function referenceProblems(value: unknown): ConfigProblem[] {
  const config = asObject(value);
  const named = definitionsOf(config);
  const table = tableOf(config);
  const references = [...named.values()].flat().concat(fallbacksOf(config));
  return [
    ...references.flatMap((reference) => unknownName(reference, named, table)),
    ...circles(named),
    ...namedTwice(config),
  ];
}

/** The references behind each name that the configuration defines. */
function definitionsOf(config: JsonObject): Map<string, readonly Reference[]> {
  const named = new Map<string, readonly Reference[]>();
  for (const [name, alias] of Object.entries(asObject(config['aliases']))) {
    named.set(
      name,
      textsIn([alias], () => ['aliases', name]),
    );
  }
  for (const [name, model] of Object.entries(asObject(config['models']))) {
    const { use } = asObject(model);
    const given = textsIn(asArray(use), (index) => ['models', name, 'use', index]);
    named.set(name, use === undefined && isObject(model) ? [{ name, path: ['models', name] }] : given);
  }
  return named;
}

function fallbacksOf(config: JsonObject): readonly Reference[] {
  return textsIn(asArray(config['fallbacks']), (index) => ['fallbacks', index]);
}

function textsIn(values: readonly unknown[], pathOf: (index: number) => Path): readonly Reference[] {
  return values.flatMap((value, index) => {
    const name = asString(value);
    return name === undefined || name.trim() === '' ? [] : [{ name, path: pathOf(index) }];
  });
}

/** The providers that names may begin with; of those that the configuration adds, only the names count, misspelt or not. */
function tableOf(config: JsonObject): Table {
  const added = Object.entries(asObject(config['providers'])).map(([id, row]): [string, Provider] => {
    const aliases = Object.values(asObject(row)).flatMap((value) =>
      asArray(value).flatMap((name) => asString(name) ?? []),
    );
    return [id, { ...simulatedProvider, id, aliases }];
  });
  return { ...Object.fromEntries(added), ...knownProviders };
}

function unknownName(
  { name, path }: Reference,
  named: ReadonlyMap<string, unknown>,
  table: Table,
): readonly ConfigProblem[] {
  const itself = path[0] === 'models' && path[1] === name;
  if ((named.has(name) && !itself) || isProvidersModel(name, table)) return [];
  if (itself && path.length === 2) {
    const message = 'needs "use": its name is no provider/model that it could stand for by itself';
    return [problem('missing-key', path, message, 'use: [openai/gpt-6-luna, ollama/qwen3]')];
  }
  return [problem('wrong-value', path, adviceFor(name, [...named.keys()], Object.keys(table)))];
}

function isProvidersModel(name: string, table: Table): boolean {
  try {
    return readModelName(name, table).model !== '';
  } catch {
    return false;
  }
}

function adviceFor(name: string, named: readonly string[], ids: readonly string[]): string {
  const [head = ''] = name.split('/', 1);
  const [provider] = name.includes('/') ? nearest(head, ids) : [];
  if (provider !== undefined && provider !== head) {
    return `there is no provider "${head}"; did you mean "${provider}"?`;
  }
  const [own] = nearest(name, named);
  if (own !== undefined) return `there is no model "${name}"; did you mean "${own}"?`;
  const names = named.length === 0 ? '' : ` or one of: ${named.join(', ')}`;
  return `names no model; write provider/model with a provider that is known or configured${names}`;
}

/** A name may lead to itself directly, which means the provider's model of that name, but not over other names. */
function circles(named: ReadonlyMap<string, readonly Reference[]>): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    for (const { name: next, path } of named.get(name) ?? []) {
      if (next === name && path[0] === 'models') continue;
      if (trail.includes(next)) {
        const circle = [...trail.slice(trail.indexOf(next)), next].join(' → ');
        found.push(problem('wrong-value', path, `leads back to itself: ${circle}`));
      } else if (!done.has(next)) visit(next, [...trail, next]);
    }
    done.add(name);
  };
  for (const name of named.keys()) if (!done.has(name)) visit(name, [name]);
  return found;
}

function namedTwice(config: JsonObject): ConfigProblem[] {
  const models = asObject(config['models']);
  return Object.keys(asObject(config['aliases']))
    .filter((name) => Object.hasOwn(models, name))
    .map((name) =>
      problem('unknown-key', ['aliases', name], `"${name}" is the name of a model as well; keep one of them`),
    );
}

function problem(kind: ConfigProblem['kind'], path: Path, message: string, example?: string): ConfigProblem {
  return { kind, path, message, example };
}
