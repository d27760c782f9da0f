import { expect, test } from 'vitest';
import { Journal } from '../model/journal.ts';
import type { Decision } from '../model/journal.ts';
import type { Model } from '../model/model.ts';
import type { ModelSettings } from './config.ts';
import { modelsOf } from './models-of.ts';
import { configProblems, readConfig } from './read-config.ts';

/** The models of one name, and what its choice decides of a call. */
function named(settings: ModelSettings) {
  const made = modelsOf(readConfig({ models: { name: settings, other: { use: ['sim/echo'] } } }), { environment: {} });
  const decide = async (model: Model, session?: string): Promise<Decision[]> => {
    const decided: Decision[] = [];
    const journal = new Journal(0, (event) => {
      if (event.type === 'decision' && event.decision.by === (settings.choice ?? 'fallback'))
        decided.push(event.decision);
    });
    await model.complete('hi', { journal, session });
    return decided;
  };
  return { made, decide };
}

const use = ['sim/echo', 'other'];

test('a configured name balances, splits and routes between its models', async () => {
  const balanced = named({ use, choice: 'balance' });
  const split = named({ use, choice: 'split', weights: [0, 1] });
  const routes = [{ to: 'other', when: { mostTokens: 10 } }];
  const routed = named({ use, choice: 'route', routes });
  expect(await balanced.decide(balanced.made.model('name'), 'one')).toMatchObject([
    { by: 'balance', verdict: 'sticky' },
  ]);
  expect(await split.decide(split.made.model('name'))).toMatchObject([{ target: 'other', verdict: 'chosen' }]);
  expect(await routed.decide(routed.made.model('name'))).toMatchObject([
    { target: 'other', facts: { reason: 'rule 1: at most 10 tokens' } },
  ]);
  for (const { made } of [balanced, split, routed]) {
    expect(made.model('name').id).toBe('name');
    await made.close();
  }
});

test('what a choice learns is shared by all models that are made for its name', async () => {
  const { made, decide } = named({ use: ['sim/echo'], choice: 'balance' });
  const [first] = await decide(made.model('name'));
  const [second] = await decide(made.model('name'));
  expect(first?.facts).toMatchObject({ latencyMs: 0 });
  expect(second?.facts?.['latencyMs']).toBeGreaterThan(0);
  await made.close();
});

test('a hedge is asked as any other model', async () => {
  const { made } = named({ use: ['sim/echo'], choice: 'hedge' });
  expect((await made.model('name').complete('hi')).model).toBe('sim/echo');
  await made.close();
});

test('a choice that lacks what it chooses by is told, and so is what no choice looks at', () => {
  const messages = (settings: object): string[] =>
    configProblems({ models: { name: { use, ...settings }, other: { use: ['sim/echo'] } } }).map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    );
  expect(messages({ choice: 'split', weights: [1, 2] })).toEqual([]);
  expect(messages({ choice: 'split' })).toEqual(['models.name a split needs "weights"']);
  expect(messages({ choice: 'split', weights: [1] })).toEqual([
    'models.name.weights must hold as many numbers as "use" has models: 2',
  ]);
  expect(messages({ choice: 'split', weights: [0, 0] })).toEqual(['models.name.weights must hold a number above 0']);
  expect(messages({ use: ['sim/a', 'sim/a'], choice: 'split', weights: [1, 1] })).toEqual([
    'models.name.use holds a model twice; add its weights up',
  ]);
  expect(messages({ weights: [1, 2] })).toEqual(['models.name.weights belongs to "choice: split"']);
  expect(messages({ choice: 'route' })).toEqual(['models.name a route needs "routes"']);
  expect(messages({ choice: 'route', routes: [{ to: 'sim/ecoh' }] })).toEqual([
    'models.name.routes.0.to must be one of the models of "use"; did you mean "sim/echo"?',
  ]);
  expect(messages({ choice: 'balanced' })).toEqual([
    'models.name.choice unknown value "balanced"; did you mean "balance"?',
  ]);
});
