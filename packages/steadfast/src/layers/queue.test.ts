import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairQueue } from './queue.ts';
import type { QueueTicket } from './queue.ts';

interface Named extends QueueTicket {
  readonly name: string;
}

function ticket(name: string, given: Partial<QueueTicket> = {}): Named {
  const usual = { caller: '', weight: 1, priority: 0, deadline: Infinity, startedAt: 0, latest: Infinity };
  return { name, ...usual, ...given };
}

function allOf(queue: FairQueue<Named>): string[] {
  const names: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) names.push(next.name);
  return names;
}

function filled(...tickets: readonly Named[]): FairQueue<Named> {
  const queue = new FairQueue<Named>();
  for (const each of tickets) queue.add(each);
  return queue;
}

test('within a caller the earliest deadline goes first, and of the same deadline who began first', () => {
  const queue = filled(
    ticket('none'),
    ticket('late', { deadline: 9 }),
    ticket('soon', { deadline: 5 }),
    ticket('again', { deadline: 9, startedAt: -1 }),
  );
  expect(allOf(queue)).toEqual(['soon', 'again', 'late', 'none']);
});

test('callers go in turn, however many calls each has waiting, and by their weights', () => {
  const of = (caller: string, count: number, weight: number) =>
    Array.from({ length: count }, () => ticket(caller, { caller, weight }));
  const order = allOf(filled(...of('many', 90, 1), ...of('heavy', 20, 2), ...of('few', 10, 1)));
  const first = order.slice(0, 40);
  const count = (name: string) => first.filter((each) => each === name).length;
  expect([count('many'), count('heavy'), count('few')]).toEqual([10, 20, 10]);
  expect(order).toHaveLength(120);
});

test('whoever has priority goes before all others', () => {
  const queue = filled(ticket('a'), ticket('b', { priority: 1, caller: 'x' }), ticket('c', { priority: 2 }));
  expect(allOf(queue)).toEqual(['c', 'b', 'a']);
});

test('everybody comes out once, unless taken out before', () => {
  const some = fc.array(
    fc.record({
      caller: fc.constantFrom('a', 'b', 'c'),
      weight: fc.constantFrom(0.5, 1, 3),
      priority: fc.nat(2),
      deadline: fc.nat(20),
      latest: fc.nat(20),
      gone: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(some, fc.nat(20), (all, until) => {
      const queue = new FairQueue<Named>();
      const waiting = all.map((each, index) => queue.add(ticket(String(index), each)));
      all.forEach(({ gone }, index) => {
        const place = waiting[index];
        if (gone && place !== undefined) queue.remove(place);
      });
      const left = all.map((each, index) => ({ ...each, name: String(index) })).filter(({ gone }) => !gone);
      const late: string[] = [];
      for (let one = queue.takeLate(until); one !== undefined; one = queue.takeLate(until)) late.push(one.name);
      const names = (want: (latest: number) => boolean) =>
        left.filter(({ latest }) => want(latest)).map(({ name }) => name);
      expect(late.toSorted()).toEqual(names((latest) => latest <= until).toSorted());
      expect(queue.size).toBe(left.length - late.length);
      expect(allOf(queue).toSorted()).toEqual(names((latest) => latest > until).toSorted());
    }),
  );
});

test('how many go before somebody is known by shares and priority', () => {
  const queue = filled(...Array.from({ length: 20 }, () => ticket('a', { caller: 'a' })));
  expect(queue.ahead(ticket('last', { caller: 'a' }))).toBe(20);
  expect(queue.ahead(ticket('other', { caller: 'b' }))).toBeLessThanOrEqual(1);
  expect(queue.ahead(ticket('first', { caller: 'b', priority: 1 }))).toBe(0);
});
