import { countTokens, firstTokens } from '../ground/tokens.ts';
import type { Answer, AnswerCall } from '../protocols/answer.ts';
import type { OfferedTool, Question, Turn } from '../protocols/question.ts';
import { cutAnswer } from './cut-answer.ts';
import { instanceOf } from './schema-instance.ts';

/** Tokens that an image or a file counts for, which is what OpenAI takes for an image of low detail. */
const tokensPerAttachment = 85;

/** The tokens of a request by the simulator's estimate: all text, tools and schemas, and 85 for each image or file. */
export function countInput({ turns, tools, outputSchema }: Question): number {
  const text = turns.map((turn) => turn.text + turn.results.map((result) => result.text).join('')).join('');
  const offered = tools.length === 0 ? '' : JSON.stringify(tools);
  const schema = outputSchema === undefined ? '' : JSON.stringify(outputSchema);
  const attachments = turns.reduce((sum, turn) => sum + turn.attachments, 0);
  return countTokens(text + offered + schema) + attachments * tokensPerAttachment;
}

/**
 * What the simulated model answers of its own accord, the first that applies: a tool result is quoted; a tool is called
 * that `tool_choice` demands or whose name the user mentions; a value of the asked JSON Schema is given; `lorem` and
 * `lorem-<tokens>` give filler; all other models say what the user said.
 */
export function builtInAnswer(question: Question): Answer {
  const calls = callsFor(question);
  const text = calls.length > 0 ? '' : textFor(question);
  return answerOf(question, { text, calls, reasoning: question.reasoning ? reasoningFor(question) : '' });
}

/** Puts an answer together, cut at the stop sequences and at the most tokens that the request allows, with its usage. */
export function answerOf(
  question: Question,
  said: { readonly text?: string; readonly reasoning?: string; readonly calls?: readonly AnswerCall[] },
): Answer {
  const { text = '', reasoning = '', calls = [] } = said;
  const usage = { input: countInput(question), reasoning: 0, output: 0 };
  const finish = calls.length > 0 ? 'tool-calls' : 'stop';
  return cutAnswer({ reasoning, text, calls, finish, usage }, question);
}

function lastUserTurn(turns: readonly Turn[]): Turn | undefined {
  return turns.findLast((turn) => turn.role === 'user' && turn.results.length === 0);
}

function callsFor(question: Question): AnswerCall[] {
  const { turns, tools, toolChoice, parallelToolCalls } = question;
  if (toolChoice === 'none' || (turns.at(-1)?.results.length ?? 0) > 0) return [];
  const text = lastUserTurn(turns)?.text ?? '';
  const asked = tools.filter((tool) => mentions(text, tool.name));
  const chosen = chooseTools(question, asked);
  return (parallelToolCalls ? chosen : chosen.slice(0, 1)).map((tool) => callOf(tool, text));
}

function chooseTools({ tools, toolChoice }: Question, asked: readonly OfferedTool[]): readonly OfferedTool[] {
  if (typeof toolChoice === 'object') return tools.filter((tool) => tool.name === toolChoice.tool);
  return toolChoice === 'required' && asked.length === 0 ? tools.slice(0, 1) : asked;
}

/** A user asks for a tool by its name, or by any word of its name that has more than three letters. */
function mentions(text: string, name: string): boolean {
  const said = text.toLowerCase();
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return said.includes(name.toLowerCase()) || words.some((word) => word.length > 3 && said.includes(word));
}

/** A call of a tool; one of free text is told what the user said. */
function callOf({ name, schema, form, namespace }: OfferedTool, text: string): AnswerCall {
  if (form === 'text') return { name, inputText: text, form, namespace };
  const known = Object.keys(schema).length === 0 ? { type: 'object' } : schema;
  return { name, inputText: JSON.stringify(instanceOf(known, { words: namesIn(text) })), namespace };
}

/** Words that begin with a capital letter inside a sentence, such as `Oslo`: good values for a tool's input. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(?<=[^.!?\s]\s+)\p{Lu}[\p{L}\p{N}]+/gu)].map(([word]) => word);
}

function textFor(question: Question): string {
  const { turns, outputSchema, model } = question;
  if (outputSchema !== undefined) return structuredText(question);
  const results = turns.at(-1)?.results ?? [];
  if (results.length > 0 || turns.at(-1)?.role === 'tool') return quoteResults(turns);
  const length = /^lorem(?:-(\d+))?$/.exec(model);
  if (length !== null) return lorem(Number(length[1] ?? 100));
  return echo(lastUserTurn(turns));
}

function structuredText({ outputSchema, turns }: Question): string {
  const free = outputSchema === undefined || Object.keys(outputSchema).length === 0;
  return JSON.stringify(free ? { answer: echo(lastUserTurn(turns)) } : instanceOf(outputSchema));
}

function quoteResults(turns: readonly Turn[]): string {
  const last = turns.findLastIndex((turn) => turn.results.length === 0);
  const results = turns.slice(last + 1).flatMap((turn) => turn.results);
  const named = new Map(turns.flatMap((turn) => turn.calls).map((call) => [call.id, call.name]));
  return results.map(({ id, name, text }) => `${name ?? named.get(id ?? '') ?? 'The tool'} says: ${text}`).join('\n');
}

function echo(turn: Turn | undefined): string {
  const text = turn?.text ?? '';
  const count = turn?.attachments ?? 0;
  if (count === 0) return text === '' ? '(nothing was said)' : text;
  const seen = count === 1 ? '(1 attachment seen)' : `(${count} attachments seen)`;
  return text === '' ? seen : `${text} ${seen}`;
}

function reasoningFor({ turns }: Question): string {
  return `The user said "${firstTokens(lastUserTurn(turns)?.text ?? '', 20)}". I know what to answer.`;
}

const sentence =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. ';

/** Filler of exactly so many tokens. */
function lorem(tokens: number): string {
  return firstTokens(sentence.repeat(Math.ceil((tokens * 4) / sentence.length) + 1), tokens);
}
