type Operation = (...numbers: number[]) => number;

const functions: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    abs: Math.abs,
    ceil: Math.ceil,
    exp: Math.exp,
    floor: Math.floor,
    ln: Math.log,
    log: Math.log10,
    max: Math.max,
    min: Math.min,
    round: Math.round,
    sqrt: Math.sqrt,
  }),
);
const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);
const longest = 1_000;

/**
 * Works out an arithmetic expression: `+ - * / % ^`, parentheses, a few functions and constants. Nothing else is run.
 * @throws RangeError that says what cannot be read, and where
 */
export function calculate(expression: string): number {
  if (expression.length > longest) throw new RangeError(`An expression has at most ${longest} characters.`);
  const reader = new Reader(expression);
  const value = reader.sum();
  reader.expectEnd();
  return value;
}

class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(expression: string) {
    this.#tokens = expression.match(/\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z]+|\*\*|\S/g) ?? [];
  }

  sum(): number {
    let value = this.#product();
    for (let sign = this.#take('+', '-'); sign !== undefined; sign = this.#take('+', '-')) {
      const other = this.#product();
      value = sign === '+' ? value + other : value - other;
    }
    return value;
  }

  expectEnd(): void {
    const token = this.#tokens[this.#next];
    if (token !== undefined) throw this.#wrong(token);
  }

  #product(): number {
    let value = this.#signed();
    for (let sign = this.#take('*', '/', '%'); sign !== undefined; sign = this.#take('*', '/', '%')) {
      const other = this.#signed();
      if (sign === '*') value *= other;
      else value = sign === '/' ? value / other : value % other;
    }
    return value;
  }

  #signed(): number {
    if (this.#take('-') !== undefined) return -this.#signed();
    if (this.#take('+') !== undefined) return this.#signed();
    const base = this.#atom();
    return this.#take('^', '**') === undefined ? base : base ** this.#signed();
  }

  #atom(): number {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new RangeError('The expression ends too early.');
    this.#next += 1;
    if (/^[\d.]/.test(token) && token !== '.') return Number(token);
    if (token === '(') return this.#closed(this.sum());
    return constants.get(token) ?? this.#called(token);
  }

  #called(token: string): number {
    const operation = functions.get(token);
    if (operation === undefined || this.#take('(') === undefined) throw this.#wrong(token);
    const numbers = [this.sum()];
    while (this.#take(',') !== undefined) numbers.push(this.sum());
    return this.#closed(operation(...numbers));
  }

  #closed(value: number): number {
    if (this.#take(')') === undefined) throw new RangeError('A parenthesis is not closed.');
    return value;
  }

  #take(...wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }

  #wrong(token: string): RangeError {
    const known = [...functions.keys(), ...constants.keys()].join(', ');
    return new RangeError(`"${token}" can't be read here; known are numbers, + - * / % ^ ( ) and ${known}.`);
  }
}
