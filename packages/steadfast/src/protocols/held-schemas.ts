import type { OutputFormat } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import { canHold } from '../schema/compile.ts';
import type { Compiled } from '../schema/compile.ts';
import type { SchemaDialect } from '../schema/dialect.ts';
import type { Dropped } from '../schema/dropped.ts';
import { heldFormat, heldTool } from '../schema/held.ts';
import { emptySize, joinedSize, overLimits } from '../schema/schema-size.ts';
import type { AdaptationList } from './adaptation-list.ts';

/** A schema as it is sent. */
export interface SentSchema {
  readonly schema: JsonObject;
  /** False where replies could not be held to it although they should be: it is sent as it was asked. */
  readonly held: boolean;
}

/** Writes the schemas of one request that replies are held to, within what its server takes of them together. */
export class HeldSchemas {
  readonly #dialect: SchemaDialect;
  readonly #notes: AdaptationList;
  #size = emptySize;
  #tools = 0;

  constructor(dialect: SchemaDialect, notes: AdaptationList) {
    this.#dialect = dialect;
    this.#notes = notes;
  }

  /** The schema of the reply; `undefined` where the reply is not to be held to one. */
  ofFormat(format: OutputFormat | undefined): SentSchema | undefined {
    const compiled = heldFormat(format, this.#dialect);
    return compiled === undefined ? undefined : this.#sent(compiled, 'outputFormat.schema', undefined);
  }

  /** The schema of a tool's input; `undefined` where calls are not to be held to one. */
  ofTool(tool: ToolSpec, path: string): SentSchema | undefined {
    const compiled = heldTool(tool, this.#dialect);
    if (compiled === undefined) return undefined;
    const { mostTools = Infinity, title } = this.#dialect;
    const full = `${title} holds calls of at most ${mostTools} tools of one request to their schemas.`;
    const sent = this.#sent(compiled, `${path}.inputSchema`, this.#tools >= mostTools ? full : undefined);
    if (sent.held) this.#tools += 1;
    return sent;
  }

  #sent(compiled: Compiled, field: string, refusal: string | undefined): SentSchema {
    const size = joinedSize(this.#size, compiled.size);
    const [over] = overLimits(size, this.#dialect);
    const unsayable = compiled.dropped.find(({ effect }) => effect === 'unsayable');
    const reason = refusal ?? unsayable?.detail ?? over;
    if (reason !== undefined || !canHold(compiled)) {
      const place = unsayable === undefined || unsayable.path === '' ? field : `${field}.${unsayable.path}`;
      this.#notes.change(place, `Replies can't be held to the schema. ${reason ?? ''}`.trim());
      return { schema: compiled.original, held: false };
    }
    this.#size = size;
    this.#tell(compiled.dropped, field);
    return { schema: compiled.schema, held: true };
  }

  /** One note for each thing that was done, with all places where. */
  #tell(dropped: readonly Dropped[], field: string): void {
    const told = dropped.filter(({ effect }) => effect !== 'annotation');
    for (const [detail, all] of Map.groupBy(told, ({ detail }) => detail)) {
      const [place = field, ...also] = all.map(({ path }) => (path === '' ? field : `${field}.${path}`));
      if (all[0]?.effect === 'loosened') this.#notes.drop(place, detail, also);
      else this.#notes.change(place, detail, also);
    }
  }
}
