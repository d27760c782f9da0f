import { ModelError } from '../model/error.ts';
import type { ToolCallPart } from '../model/message.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { Approve } from './approval.ts';
import type { Tool } from './tool.ts';

/** A tool that runs here, or one that is only offered: the provider's own, or one that the caller runs. */
export type OfferedTool = Tool | ToolSpec;

/** Tools by their names. */
export class ToolSet {
  /** What models are told of them. */
  readonly specs: readonly ToolSpec[];
  readonly #tools = new Map<string, Tool>();
  readonly #offered = new Set<string>();

  /**
   * @throws ModelError of kind `invalid-request` for two tools of one name, and for one that always needs approval where
   * nobody is there to ask
   */
  constructor(tools: readonly OfferedTool[], approve?: Approve) {
    this.specs = tools.map((one) => ('spec' in one ? one.spec : one));
    for (const { name } of this.specs) {
      if (this.#offered.has(name)) {
        const message = `There are two tools of the name "${name}". Rename one; an MCP server's can be given a prefix.`;
        throw new ModelError({ kind: 'invalid-request', message });
      }
      this.#offered.add(name);
    }
    for (const one of tools) {
      if (!('spec' in one)) continue;
      if (one.asksAlways && approve === undefined) throw noApproverError(one.spec.name);
      this.#tools.set(one.spec.name, one);
    }
  }

  /** The names of all tools that are offered. */
  get names(): readonly string[] {
    return [...this.#offered];
  }

  /** The tool of a name, when it runs here. */
  get(name: string): Tool | undefined {
    return this.#tools.get(name);
  }

  /** Whether a call is for the caller to answer: its tool is offered and does not run here. */
  isForCaller({ name }: ToolCallPart): boolean {
    return this.#offered.has(name) && !this.#tools.has(name);
  }
}

function noApproverError(name: string): ModelError {
  const message = `The tool "${name}" needs approval before each call, and nobody is there to ask. Give \`approve\`.`;
  return new ModelError({ kind: 'invalid-request', message });
}
