import { ModelError } from '../model/error.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import { check } from '../schema/check.ts';
import { coerce } from '../schema/coerce.ts';
import type { Coercion } from '../schema/coerce.ts';
import type { Issue } from '../schema/issue.ts';
import { jsonSchemaOf } from '../schema/json-schema-of.ts';
import type { JsonSchemaValue } from '../schema/json-schema-value.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { ToolContext } from './tool-context.ts';

/** What a schema of either kind allows, as a tool gets it. */
export type ToolInput<Schema> =
  Schema extends StandardSchema<infer Output>
    ? Output
    : Schema extends JsonObject
      ? JsonSchemaValue<Schema>
      : JsonValue;

/**
 * `none`: it changes nothing, and may be called twice. `idempotent`: it does each idempotency key once, so that a call whose
 * end is not known may be made again. Default: it has effects that must happen once.
 */
export type ToolEffects = 'none' | 'idempotent';

/** A tool as an application writes it. */
export interface ToolDefinition<Schema extends StandardSchema | JsonObject> {
  readonly name: string;
  /** Tells the model what it does and when to call it. */
  readonly description?: string;
  /** A Standard Schema (zod, ArkType, Valibot, …) or a JSON Schema. Default: it takes nothing. */
  readonly input?: Schema;
  /** The JSON Schema that the model is told, for a Standard Schema that can't write its own. */
  readonly inputSchema?: JsonObject;
  /** Asks the provider to hold the model to the schema, where it can. Default: false. */
  readonly strict?: boolean;
  readonly effects?: ToolEffects;
  /** Whether `approve` is asked before it runs. Default: it is, unless the tool has no effects. */
  readonly needsApproval?: boolean | ((input: ToolInput<Schema>) => boolean | Promise<boolean>);
  /**
   * What makes two calls of a run the same, in a few characters (an order's number): the second is given the result of the
   * first. Default: each call is one of its own.
   */
  readonly sameAs?: (input: ToolInput<Schema>) => string;
  /** Default: the run's. */
  readonly timeoutMs?: number;
  /** Text is told to the model as it is, any other value as JSON; see also `ToolContent`. What it throws is told, too. */
  run(input: ToolInput<Schema>, context: ToolContext): unknown;
}

/** A call that fits the tool's schema and may begin. */
export interface ReadyCall {
  /** As JSON, after what was coerced. */
  readonly input: JsonValue;
  readonly coercions: readonly Coercion[];
  /** What makes it the same as another, where the tool says so. */
  readonly sameAs?: string;
  readonly needsApproval: boolean;
  run(context: ToolContext): unknown;
}

/** A tool that can be called. */
export interface Tool {
  /** What models are told of it, whichever provider's form it takes. */
  readonly spec: ToolSpec;
  readonly effects: ToolEffects | 'once';
  readonly timeoutMs?: number;
  /** Always asks for approval, so that a run without `approve` cannot be begun. */
  readonly asksAlways: boolean;
  /** Holds an input against the schema, with its types mended where nothing is lost. */
  read(input: JsonValue): Promise<ReadyCall | { readonly issues: readonly Issue[] }>;
}

/**
 * Makes a tool.
 * @throws ModelError of kind `invalid-request` for a schema that can't be told to a model, with advice
 */
export function tool<const Schema extends StandardSchema | JsonObject = { readonly type: 'object' }>(
  definition: ToolDefinition<Schema>,
): Tool {
  const { name, description, input, strict, effects = 'once', needsApproval, timeoutMs } = definition;
  if (!/^[\w-]{1,64}$/.test(name)) throw nameError(name);
  const inputSchema = definition.inputSchema ?? (input === undefined ? undefined : jsonSchemaOf(input));
  return {
    spec: { name, description, inputSchema, strict, effects: effects === 'none' ? 'none' : undefined },
    effects,
    timeoutMs,
    asksAlways: needsApproval === true,
    read: async (given) => {
      const checked = await checkedInput<Schema>(input, inputSchema ?? anyObject, given);
      if ('issues' in checked) return checked;
      const { value, coercions } = checked;
      const asks = typeof needsApproval === 'function' ? await needsApproval(value) : needsApproval;
      return {
        input: checked.input,
        coercions,
        sameAs: definition.sameAs?.(value),
        needsApproval: asks ?? effects !== 'none',
        run: (context) => definition.run(value, context),
      };
    },
  };
}

const anyObject: JsonObject = { type: 'object' };

interface CheckedInput<Value> {
  readonly value: Value;
  readonly input: JsonValue;
  readonly coercions: readonly Coercion[];
}

/** Types are mended only for what does not fit as it is. */
async function checkedInput<Schema extends StandardSchema | JsonObject>(
  schema: Schema | undefined,
  inputSchema: JsonObject,
  given: JsonValue,
): Promise<CheckedInput<ToolInput<Schema>> | { readonly issues: readonly Issue[] }> {
  const asGiven = await checkAs<Schema>(schema ?? inputSchema, given);
  if (asGiven.issues === undefined) return { value: asGiven.value, input: given, coercions: [] };
  const { value: input, coercions } = coerce(inputSchema, given);
  if (coercions.length === 0) return { issues: asGiven.issues };
  const mended = await checkAs<Schema>(schema ?? inputSchema, input);
  return mended.issues === undefined ? { value: mended.value, input, coercions } : { issues: mended.issues };
}

/** What fits a schema is of its type: the one step that the compiler can't follow for both kinds of schema. */
function checkAs<Schema>(
  schema: StandardSchema | JsonObject,
  value: JsonValue,
): Promise<{ readonly value: ToolInput<Schema>; readonly issues?: undefined } | { readonly issues: readonly Issue[] }>;
async function checkAs(schema: StandardSchema | JsonObject, value: JsonValue): Promise<unknown> {
  return check(schema, value);
}

function nameError(name: string): ModelError {
  const message = `"${name}" can't be the name of a tool: providers take 1 to 64 letters, digits, "_" and "-".`;
  return new ModelError({ kind: 'invalid-request', message });
}
