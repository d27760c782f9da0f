import type { JsonObject } from '../model/json.ts';
import { within } from './issue.ts';
import { schemasOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** A definition of the schema that is being written; its own schema is missing until that is written. */
export interface Definition {
  readonly name: string;
  schema: JsonObject | undefined;
}

/** The definitions of a schema that is being written: what its references lead to. */
export class Definitions {
  readonly #byReference = new Map<string, Definition>();

  /** All of them by name; `undefined` when there are none. */
  get all(): JsonObject | undefined {
    if (this.#byReference.size === 0) return undefined;
    return Object.fromEntries([...this.#byReference.values()].map(({ name, schema }) => [name, schema]));
  }

  /** The definition that a reference of the original schema leads to. */
  of(reference: string): Definition | undefined {
    return this.#byReference.get(reference);
  }

  /** The definition that a reference of the written schema leads to. */
  written(reference: string): JsonObject | undefined {
    return [...this.#byReference.values()].find(({ name }) => reference === `#/$defs/${name}`)?.schema;
  }

  /** Begins the definition that a reference of the original schema leads to, under a name of its own. */
  begin(reference: string): Definition {
    const definition: Definition = { name: this.#nameFor(reference), schema: undefined };
    this.#byReference.set(reference, definition);
    return definition;
  }

  /** Where the original schema has definitions that nothing written refers to. */
  unusedIn(root: JsonSchema): readonly string[] {
    const { $defs, definitions } = typeof root === 'boolean' ? {} : root;
    const members = [
      ['$defs', $defs],
      ['definitions', definitions],
    ] as const;
    return members.flatMap(([member, schemas]) =>
      schemasOf(schemas)
        .filter(([name]) => !this.#byReference.has(`#/${member}/${name}`))
        .map(([name]) => within(member, name)),
    );
  }

  #nameFor(reference: string): string {
    const last = (reference.split('/').at(-1) ?? '').replaceAll(/[^\w-]/g, '_').replace(/^_*$/, 'root');
    const taken = new Set([...this.#byReference.values()].map(({ name }) => name));
    let name = last;
    for (let count = 2; taken.has(name); count += 1) name = `${last}_${count}`;
    return name;
  }
}
