import { asArray, asString } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import { fieldsAt, objectAt } from '../request-fields.ts';
import type { RequestFields } from '../request-fields.ts';
import { fieldsOrNone } from './fields-or-none.ts';
import { jsonSchemaOf } from './json-schema.ts';

/**
 * Reads `tools`: each declaration of a function is a tool, and so is every other field, being one of Google's own.
 * @throws ModelError of kind `invalid-request`
 */
export function readTools(tools: JsonArray, origin: string): ToolSpec[] {
  return tools.flatMap((item, index) => {
    const path = `tools[${index}]`;
    return Object.entries(objectAt(item, path)).flatMap(([name, value]): ToolSpec[] => {
      if (name !== 'functionDeclarations') return [{ name, provided: { origin, value: { [name]: value } } }];
      return asArray(value).map((declaration, place) =>
        readFunction(fieldsAt(declaration, `${path}.functionDeclarations[${place}]`), origin),
      );
    });
  });
}

function readFunction(fields: RequestFields, origin: string): ToolSpec {
  const name = fields.needText('name');
  const description = fields.text('description');
  const schema = fields.object('parametersJsonSchema')?.value;
  const older = schema === undefined ? fields.object('parameters')?.value : undefined;
  const left = fields.rest();
  return {
    name,
    description,
    inputSchema: schema ?? (older && jsonSchemaOf(older)),
    state: left && { origin, value: left },
  };
}

/** What `functionCallingConfig` says in neutral terms, and what is left of it. */
export interface ReadChoice {
  readonly toolChoice?: ToolChoice;
  /** Calls are held to the schemas of their tools. */
  readonly strict?: true;
  readonly left?: JsonObject;
}

/** The modes by Google's numbers, from 1 (API reference, `FunctionCallingConfig.Mode`). */
const modes = ['AUTO', 'ANY', 'NONE', 'VALIDATED'];

/** Reads `functionCallingConfig`; a choice of several functions stays as it is beside the neutral one. */
export function readChoice(config: RequestFields | undefined): ReadChoice {
  if (config === undefined) return {};
  const { mode, allowedFunctionNames, ...others } = config.value;
  const names = asArray(allowedFunctionNames).flatMap((name) => asString(name) ?? []);
  const [only, ...more] = names;
  const kept = names.length === 0 ? others : { ...others, allowedFunctionNames: names };
  switch (wordOf(mode)) {
    case 'AUTO':
      return { toolChoice: 'auto', left: fieldsOrNone(kept) };
    case 'NONE':
      return { toolChoice: 'none', left: fieldsOrNone(kept) };
    case 'VALIDATED':
      return { toolChoice: 'auto', strict: true, left: fieldsOrNone(kept) };
    case 'ANY':
      if (only === undefined || more.length > 0) return { toolChoice: 'required', left: fieldsOrNone(kept) };
      return { toolChoice: { tool: only }, left: fieldsOrNone(others) };
    default:
      return { left: fieldsOrNone(config.value) };
  }
}

function wordOf(mode: JsonValue | undefined): string | undefined {
  return typeof mode === 'number' ? modes[mode - 1] : asString(mode)?.toUpperCase();
}
