import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { nearest, readVariable } from 'steadfast/providers';
import type { Environment } from 'steadfast/providers';

/** Where the values of expressions come from. */
export interface ExpressionSource {
  readonly environment: Environment;
  /** The folder that the paths of files are relative to. */
  readonly folder: string;
}

/** What an expression stands for, or why for nothing. */
export type ExpressionValue = { readonly value: string; readonly secret: boolean } | { readonly problem: string };

const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;
const secretName = /key|token|secret|password|credential|auth/i;

/**
 * The value of what stands between the braces of `${VAR}`, `${VAR:-default}` or `${file:/run/secrets/x}`. A variable that is
 * set to nothing counts as not set; a file's last line break is not part of its value. What a file holds is secret, and
 * what a variable holds whose name says so.
 */
export function valueOf(expression: string, source: ExpressionSource): ExpressionValue {
  if (expression.startsWith('file:')) return valueOfFile(expression.slice('file:'.length), source.folder);
  const [, name, otherwise] = variable.exec(expression) ?? [];
  if (name === undefined) {
    return { problem: 'this is no expression; write ${VAR}, ${VAR:-default} or ${file:/path}, and $${ for a plain ${' };
  }
  const value = readVariable(source.environment, [name]) ?? otherwise;
  return value === undefined ? unset(name, source.environment) : { value, secret: secretName.test(name) };
}

function unset(name: string, environment: Environment): ExpressionValue {
  // Short names are near to too many others.
  const [close] = name.length < 8 ? [] : nearest(name, Object.keys(environment), 1);
  const advice = close === undefined ? '' : ` (${close} is set)`;
  const fix = `set it with \`export ${name}=<value>\`, or write \${${name}:-default}`;
  return { problem: `the variable ${name} is not set${advice}; ${fix}` };
}

function valueOfFile(path: string, folder: string): ExpressionValue {
  const whole = isAbsolute(path) ? path : join(folder, path);
  try {
    const value = readFileSync(whole, 'utf8').replace(/\r?\n$/, '');
    return value === '' ? { problem: `the file ${whole} is empty` } : { value, secret: true };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: `the file ${whole} cannot be read (${code}); create it, or correct its path` };
  }
}
