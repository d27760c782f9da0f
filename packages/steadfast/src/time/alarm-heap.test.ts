import { array, assert, nat, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { AlarmHeap } from './alarm-heap.ts';

const nothing = (): void => undefined;

test('alarms come out by time and in the order in which they were added, whichever are put off meanwhile', () => {
  assert(
    property(array(tuple(nat(20), nat(4)), { maxLength: 60 }), (steps) => {
      const heap = new AlarmHeap();
      let known: ReturnType<AlarmHeap['add']>[] = [];
      for (const [dueAt, choice] of steps) {
        const put = choice === 0 ? known[dueAt % Math.max(1, known.length)] : heap.add(dueAt, nothing);
        if (put === undefined) continue;
        if (choice > 0) known.push(put);
        else {
          heap.remove(put);
          heap.remove(put);
          known = known.filter((alarm) => alarm !== put);
        }
        expect(heap.size).toBe(known.length);
      }
      const expected = known.toSorted((one, other) => one.dueAt - other.dueAt || one.order - other.order);
      const rung = [];
      for (let first = heap.first; first !== undefined; first = heap.first) {
        rung.push(first);
        heap.remove(first);
      }
      expect(rung).toEqual(expected);
    }),
  );
});
