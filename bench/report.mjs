/** Prints figures and holds them to their bounds. */
export class Report {
  #missed = [];

  /** The bounds that were missed, one line each. */
  get missed() {
    return this.#missed;
  }

  title(text) {
    console.log(`\n${text}`);
  }

  note(text) {
    console.log(`  ${text}`);
  }

  /**
   * A table of one figure; the first row is the floor that ratios refer to.
   * @param {string} unit
   * @param {readonly import('./measure.mjs').Figure[]} figures
   */
  table(unit, figures) {
    const floor = figures[0];
    const width = Math.max(unit.length, ...figures.map(({ name }) => name.length));
    console.log(`  ${unit.padEnd(width)}        min     median    x floor`);
    for (const { name, min, median } of figures) {
      const cells = [
        min.toFixed(2).padStart(11),
        median.toFixed(2).padStart(11),
        (min / floor.min).toFixed(2).padStart(11),
      ];
      console.log(`  ${name.padEnd(width)}${cells.join('')}`);
    }
  }

  /**
   * Holds the ratio of two figures to a bound: of their smallest values, or of their medians.
   * @param {import('./measure.mjs').Figure} figure
   * @param {import('./measure.mjs').Figure} reference
   * @param {number} most
   * @param {'min' | 'median'} value
   */
  ratio(figure, reference, most, value = 'min') {
    this.bound(`${figure.name} / ${reference.name}, ${value}`, figure[value] / reference[value], most);
  }

  /** Holds a value to the most it may be. */
  bound(what, value, most, unit = '') {
    const line = `${what}: ${value.toFixed(2)}${unit} (at most ${most.toFixed(2)}${unit})`;
    console.log(`  ${value <= most ? 'holds ' : 'MISSED'}  ${line}`);
    if (!(value <= most)) this.#missed.push(line);
  }
}
