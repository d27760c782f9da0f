/**
 * One of those measured side by side.
 * @typedef {object} Subject
 * @property {string} name
 * @property {() => Promise<Record<string, number>>} burst does its work once and gives its figures
 * @property {number} [every] takes part in every so-manieth round only, where it is slow; default 1
 *
 * The smallest and the middle of a figure over all bursts.
 * @typedef {{ name: string, min: number, median: number }} Figure
 */

/**
 * Runs bursts of all subjects in turns, so that whatever else the machine does falls on all of them alike.
 * The first bursts warm the code up and do not count.
 * @param {readonly Subject[]} subjects
 * @param {{ rounds: number, warmup: number }} plan
 * @returns {Promise<Record<string, Figure[]>>} for each figure its values in order of the subjects
 */
export async function interleave(subjects, { rounds, warmup }) {
  const kept = subjects.map(() => []);
  for (let round = -warmup; round < rounds; round += 1) {
    for (const [index, { burst, every = 1 }] of subjects.entries()) {
      if (round >= 0 && round % every !== 0) continue;
      const figures = await burst();
      if (round >= 0) kept[index].push(figures);
    }
  }
  const names = Object.keys(kept[0]?.[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      subjects.map((subject, index) =>
        summary(
          subject.name,
          kept[index].map((figures) => figures[name]),
        ),
      ),
    ]),
  );
}

function summary(name, values) {
  const sorted = values.toSorted((one, other) => one - other);
  return { name, min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}
