import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { CompletionRequest } from '../../../model/completion-request.ts';
import { asObject, asString } from '../../../model/json.ts';
import type { ToolSpec } from '../../../model/tool-spec.ts';
import type { AdaptationList } from '../../../protocols/adaptation-list.ts';
import { isProvided } from '../../../protocols/provided-tool.ts';
import type { ProvidedTool } from '../../../protocols/provided-tool.ts';
import { freeTextSchema } from '../../../protocols/tool-input.ts';
import { sdkOrigin } from '../part-facts.ts';
import { writeOptions } from './part-options.ts';

type SdkTool = NonNullable<LanguageModelV4CallOptions['tools']>[number];
type WrittenTools = Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>;

/** Writes the tools and which of them must be called. */
export function writeTools(request: CompletionRequest, provider: string, notes: AdaptationList): WrittenTools {
  const { tools = [], toolChoice } = request;
  const written = tools.flatMap((tool, index) => writeTool(tool, `tools[${index}]`, provider, notes) ?? []);
  if (written.length === 0) return {};
  if (typeof toolChoice === 'object') {
    return { tools: written, toolChoice: { type: 'tool', toolName: toolChoice.tool } };
  }
  return { tools: written, toolChoice: toolChoice && { type: toolChoice } };
}

function writeTool(tool: ToolSpec, path: string, provider: string, notes: AdaptationList): SdkTool | undefined {
  if (isProvided(tool)) return writeProvided(tool, path, notes);
  const { name, description, inputSchema, strict, form, state } = tool;
  if (form === 'text') {
    notes.change(
      `${path}.form`,
      'AI SDK models have no tools of free text: it comes as the member "input" of an object.',
    );
  }
  const schema = form === 'text' ? freeTextSchema : (inputSchema ?? { type: 'object', properties: {} });
  const providerOptions = writeOptions({ state }, path, 'tool', { provider, notes });
  return { type: 'function', name, description, inputSchema: schema, strict, providerOptions };
}

function writeProvided({ name, provided }: ProvidedTool, path: string, notes: AdaptationList): SdkTool | undefined {
  const { id, args } = asObject(provided.value);
  const [origin = '', type = ''] = (asString(id) ?? '').split('.');
  if (provided.origin === sdkOrigin && origin !== '' && type !== '') {
    return { type: 'provider', id: `${origin}.${type}`, name, args: { ...asObject(args) } };
  }
  notes.drop(path, `The tool "${name}" is one of "${provided.origin}", and not in the AI SDK's form.`);
  return undefined;
}
