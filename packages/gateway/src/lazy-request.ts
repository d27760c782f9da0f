import type { RawRequest } from 'steadfast/model';

/** A request that has the bytes it came as. */
interface Readable {
  readonly raw?: RawRequest;
}

/**
 * The request that came as these bytes. A provider of the same protocol only looks at `raw`; the neutral fields are read
 * when the first of them is looked at, which then throws the ModelError (`invalid-request`) of a body that the protocol
 * cannot read.
 * @param blank A request of the kind that has nothing but the bytes.
 */
export function lazyRequest<Request extends Readable>(blank: Request, read: () => Request): Request {
  return new Proxy(blank, new Reading(read));
}

/** Reads the fields when they are looked at, one by one or all together, as when the request is copied. */
class Reading<Request extends Readable> implements ProxyHandler<Request> {
  #read: (() => Request) | undefined;

  constructor(read: () => Request) {
    this.#read = read;
  }

  get(target: Request, key: string | symbol): unknown {
    return key === 'raw' ? target.raw : Reflect.get(this.#filled(target), key);
  }

  has(target: Request, key: string | symbol): boolean {
    return Reflect.has(this.#filled(target), key);
  }

  ownKeys(target: Request): (string | symbol)[] {
    return Reflect.ownKeys(this.#filled(target));
  }

  getOwnPropertyDescriptor(target: Request, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.#filled(target), key);
  }

  #filled(target: Request): Request {
    if (this.#read === undefined) return target;
    const { raw } = target;
    Object.assign(target, this.#read(), { raw });
    this.#read = undefined;
    return target;
  }
}
