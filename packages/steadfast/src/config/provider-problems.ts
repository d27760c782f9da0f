import { asObject, asString, isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { knownProvider } from './provider-rows.ts';
import { compatibleType } from './provider-settings.ts';

/** Finds providers that could not be asked: what they are or where is not said, or is said twice. */
export function providerProblems(value: unknown): ConfigProblem[] {
  return Object.entries(asObject(asObject(value)['providers'])).flatMap(([id, row]) =>
    isObject(row)
      ? [...originProblems(id, row), ...addressProblems(id, row), ...authProblems(id, row), ...versionProblems(id, row)]
      : [],
  );
}

function originProblems(id: string, row: JsonObject): ConfigProblem[] {
  if (knownProvider(id) !== undefined || row['type'] !== undefined || row['protocol'] !== undefined) return [];
  const message = 'is no provider that is known; say with "type" what it is like';
  return [missing(['providers', id], message, `type: ${compatibleType}`)];
}

function addressProblems(id: string, row: JsonObject): ConfigProblem[] {
  const { type, protocol, baseUrl, baseURL, environment } = row;
  const path = ['providers', id];
  if (baseUrl !== undefined && baseURL !== undefined) {
    const message = 'says the same as baseUrl; keep one of them';
    return [{ kind: 'wrong-value', path: [...path, 'baseURL'], message }];
  }
  const elsewhere = asObject(environment)['baseUrl'] !== undefined;
  if (baseUrl !== undefined || baseURL !== undefined || elsewhere || knownProvider(id) !== undefined) return [];
  const homeless = type === undefined ? protocol !== undefined : isHomeless(asString(type) ?? '');
  return homeless ? [missing(path, '"baseUrl" is missing', 'baseUrl: http://127.0.0.1:8000/v1')] : [];
}

function isHomeless(type: string): boolean {
  const known = knownProvider(type);
  return type === compatibleType || (known !== undefined && known.baseUrl === undefined);
}

function authProblems(id: string, row: JsonObject): ConfigProblem[] {
  const { kind, name } = asObject(row['auth']);
  if (kind !== 'header' || name !== undefined) return [];
  return [missing(['providers', id, 'auth'], '"name" of the header is missing', 'name: x-api-key')];
}

const neededForVersions: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  header: [['name', 'x-api-version']],
  query: [
    ['name', 'api-version'],
    ['dated', '/openai/deployments/{model}'],
    ['undated', '/openai/v1'],
  ],
};

function versionProblems(id: string, row: JsonObject): ConfigProblem[] {
  const said = asObject(row['versioning']);
  const needed = neededForVersions[asString(said['in']) ?? ''] ?? [];
  return needed
    .filter(([key]) => said[key] === undefined)
    .map(([key, example]) => missing(['providers', id, 'versioning'], `"${key}" is missing`, `${key}: ${example}`));
}

function missing(path: Path, message: string, example: string): ConfigProblem {
  return { kind: 'missing-key', path, message, example };
}
