import { expect, test } from 'vitest';
import { isModelError } from '../model/error.ts';
// Loaded before the virtual clock runs: its time does not wait for the disk.
import '../protocols/chat/chat.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createModels } from './models.ts';
import { PerTarget } from './per-target.ts';

test('of a hundred calls at once all are answered by the second model when the first is down, which is asked little', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock, random: () => 0.5 });
  const model = models.model('sim/down', { fallback: ['sim/echo'] });
  const answers = Promise.all(Array.from({ length: 100 }, () => model.complete('Hello there.')));
  await clock.run(20_000);
  const completions = await answers;
  expect(completions.every(({ text }) => text === 'Hello there.')).toBe(true);
  const atFirst = completions.flatMap(({ attempts }) => attempts.filter(({ target }) => target === 'sim/down'));
  expect(atFirst.length).toBeLessThanOrEqual(20);
});

test('a model whose streams all break off is set aside for those who can go elsewhere', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock });
  const model = models.model('sim/cut');
  for (let call = 0; call < 10; call += 1) {
    const opening = model.stream('Hello there.');
    await clock.run(100);
    const { result } = await opening;
    await clock.run(500);
    await expect(result).rejects.toMatchObject({ kind: 'interrupted' });
  }
  await expect(model.stream('Hello there.', { patienceMs: 100 })).rejects.toMatchObject({ kind: 'circuit-open' });
});

test('models of one name share their circuit, others have their own, and who wants none has none', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock, random: () => 0.5 });
  const kindOf = async (name: string, breaker?: false): Promise<string> => {
    const answer = models.model(name, { retry: false, breaker }).complete('Hello there.', { patienceMs: 100 });
    const kind = answer.then(
      () => 'ok',
      (error: unknown) => (isModelError(error) ? error.kind : 'unknown'),
    );
    await clock.run(10);
    return kind;
  };
  for (let call = 0; call < 10; call += 1) expect(await kindOf('sim/down')).toBe('overloaded');
  expect(await kindOf('sim/down')).toBe('circuit-open');
  expect(await kindOf('sim/down', false)).toBe('overloaded');
  expect(await kindOf('sim/echo')).toBe('ok');
});

test('what targets share is bounded, and those that were named last are kept', () => {
  const shared = new PerTarget<{ readonly name: number }>();
  const first = shared.of(['a', '0'], () => ({ name: 0 }));
  for (let name = 1; name < 10_000; name += 1) shared.of(['a', `${name}`], () => ({ name }));
  expect(shared.of(['a', '0'], () => ({ name: -1 }))).toBe(first);
  shared.of(['a', 'one more'], () => ({ name: -1 }));
  expect(shared.of(['a', '0'], () => ({ name: -1 }))).toBe(first);
  expect(shared.of(['a', '1'], () => ({ name: -1 })).name).toBe(-1);
});
