import type { Completion } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Journal } from '../model/journal.ts';
import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { AssistantPart, ToolCallPart } from '../model/message.ts';
import type { CompletionStream } from '../model/model.ts';
import { withContent } from '../model/with-content.ts';
import { mustCheck } from '../schema/compile.ts';
import type { Compiled } from '../schema/compile.ts';
import type { SchemaDialect } from '../schema/dialect.ts';
import { heldFormat, heldTool } from '../schema/held.ts';
import { describeIssues } from '../schema/issue.ts';
import { restore } from '../schema/restore.ts';
import { validate } from '../schema/validate.ts';
import { CheckedStream } from './checked-stream.ts';

/** Looks at the replies to one request that asks for a schema to be kept. */
export class ReplyReview {
  readonly #format: Compiled | undefined;
  readonly #tools: ReadonlyMap<string, Compiled>;

  constructor({ outputFormat, tools = [] }: CompletionRequest, dialect: SchemaDialect) {
    this.#format = heldFormat(outputFormat, dialect);
    this.#tools = new Map(
      tools.flatMap((tool) => {
        const compiled = heldTool(tool, dialect);
        return compiled === undefined ? [] : [[tool.name, compiled] as const];
      }),
    );
  }

  /**
   * The reply as it was asked for; the journal learns of one that will not do.
   * @throws ModelError of kind `invalid-reply` for one that breaks the schema
   */
  approved(completion: Completion, journal: Journal | undefined): Completion {
    const restored = this.#withToolInputs(completion);
    if (this.#format === undefined || restored.finishReason !== 'stop') return restored;
    const value = parseJson(restored.text);
    const wanted = value === undefined ? undefined : restore(this.#format, value);
    const problem = problemOf(this.#format, wanted);
    if (problem !== undefined) {
      const error = brokenError(restored, problem);
      journal?.reject(restored.model, error);
      throw error.with({ attempts: journal?.attempts ?? [] });
    }
    return wanted === undefined || isSame(value, wanted) ? restored : withText(restored, JSON.stringify(wanted));
  }

  /** The stream, which ends well only with a reply as it was asked for. */
  approving(stream: CompletionStream, journal: Journal | undefined): CompletionStream {
    return new CheckedStream(stream, (completion) => this.approved(completion, journal));
  }

  #withToolInputs(completion: Completion): Completion {
    if (this.#tools.size === 0 || completion.toolCalls.length === 0) return completion;
    const content = completion.content.map((part) => (part.type === 'tool-call' ? this.#withInput(part) : part));
    return withContent(completion, content);
  }

  /** `inputText` stays what the model wrote: it goes back to its provider letter for letter. */
  #withInput(call: ToolCallPart): ToolCallPart {
    const compiled = this.#tools.get(call.name);
    if (compiled === undefined || call.input === undefined) return call;
    return { ...call, input: restore(compiled, call.input) };
  }
}

function problemOf(compiled: Compiled, value: JsonValue | undefined): string | undefined {
  if (value === undefined) return 'it is not JSON';
  if (!mustCheck(compiled)) return undefined;
  const issues = validate(compiled.original, value);
  return issues.length === 0 ? undefined : describeIssues(issues).replaceAll('\n', '; ');
}

function isSame(one: JsonValue | undefined, other: JsonValue): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The reply with one text instead of all that it said. */
function withText(completion: Completion, text: string): Completion {
  const first = completion.content.findIndex((part) => part.type === 'text');
  const content = completion.content.flatMap<AssistantPart>((part, index) => {
    if (part.type !== 'text') return [part];
    return index === first ? [{ ...part, text }] : [];
  });
  return withContent(completion, content);
}

function brokenError({ model, text, toolCalls, usage, requestId }: Completion, problem: string): ModelError {
  return new ModelError({
    kind: 'invalid-reply',
    message: `The reply of ${model} breaks the schema that was asked for: ${problem}`,
    provider: model.split('/')[0],
    model,
    requestId,
    shouldRetry: true,
    partial: { text, toolCalls, usage },
  });
}
