import { defaultCircuit } from '../layers/circuit.ts';
import type { CircuitRules } from '../layers/circuit.ts';
import { decimal, either, object, off, wholeNumber } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

const known = defaultCircuit;
const positive = wholeNumber({ least: 1 });

function milliseconds(about: string, held: number): Setting<number> {
  return { shape: positive, about: `${about}, in milliseconds.`, default: held, example: held };
}

function share(about: string, held: number): Setting<number> {
  return { shape: decimal({ least: 0, most: 1 }), about: `${about}, from 0 to 1.`, default: held, example: held };
}

function count(about: string, held: number): Setting<number> {
  return { shape: positive, about: `${about}.`, default: held, example: held };
}

const rules: Shape<Partial<CircuitRules>> = object<Partial<CircuitRules>>({
  windowMs: milliseconds('How far back calls are looked at', known.windowMs),
  minimumCalls: count('The fewest calls in the window that a rate is reckoned from', known.minimumCalls),
  failureRate: share('The share of failures at which a model is set aside', known.failureRate),
  slowMs: {
    shape: positive,
    about: 'Calls that take longer than this, up to their first content, are slow, in milliseconds.',
    otherwise: 'none is slow',
    example: 20_000,
  },
  slowRate: share('The share of slow calls at which a model is set aside', known.slowRate),
  failuresInARow: {
    shape: positive,
    about: 'The count of failures in a row at which a model is set aside, whatever the rates.',
    otherwise: 'the rates alone decide',
    example: 5,
  },
  lastResort: count(
    'The count of failures in a row at which callers who have no other model are held as well',
    known.lastResort,
  ),
  probes: count('How many calls try a model that was set aside; it is taken back when so many went well', known.probes),
  recoveryMs: milliseconds('The shortest time for which a model is set aside', known.recoveryMs),
  recoveryShare: share(
    'Set aside again, a model stays so for this share of the time that its trouble has lasted',
    known.recoveryShare,
  ),
  longestRecoveryMs: milliseconds('The longest time for which it is set aside again', known.longestRecoveryMs),
});

/** When a model is set aside because it is failing. */
export const breaker: Setting<Partial<CircuitRules> | false> = {
  shape: either(rules, off()),
  about: 'When a model is set aside because it is failing, and tried again; false for never.',
  example: { failureRate: 0.3 },
};
