import type { Answer, AnswerCall } from '../protocols/answer.ts';
import { countTokens } from '../ground/tokens.ts';
import type { Question } from '../protocols/question.ts';
import type { Fault } from './fault.ts';

/** A fault of the calls that the model makes: of the offered tool, else of one that is called `get_weather`. */
function tool(
  name: string,
  description: string,
  calls: (tool: string) => readonly AnswerCall[],
  rest: Partial<Answer> = {},
): Fault {
  return {
    name,
    group: 'tool',
    description,
    play: (scene) => scene.play(callingAnswer(scene.answer, calls(toolOf(scene.question)), rest)),
  };
}

function toolOf({ tools }: Question): string {
  return tools[0]?.name ?? 'get_weather';
}

function callingAnswer(answer: Answer, calls: readonly AnswerCall[], rest: Partial<Answer>): Answer {
  const output = calls.reduce((sum, call) => sum + countTokens(call.inputText), 0);
  return {
    ...answer,
    text: '',
    reasoning: '',
    calls,
    finish: 'tool-calls',
    usage: { ...answer.usage, output },
    ...rest,
  };
}

const oslo = '{"city":"Oslo"}';
const bern = '{"city":"Bern"}';
const zurich = String.raw`{"city":"Z\u00fcrich \ud83d\ude00"}`;

/** Tool calls as odd servers write them. */
export const toolFaults: readonly Fault[] = [
  tool(
    'tool-interleaved',
    'Two calls whose pieces come in turns.',
    (name) => [
      { name, inputText: oslo, pieces: ['{"city":', '"Oslo"}'] },
      { name, inputText: bern, pieces: ['{"city":"B', 'ern"}'] },
    ],
    { quirk: { interleaved: true } },
  ),
  tool(
    'tool-repeated-name',
    'The id and the name of a call are repeated in each piece.',
    (name) => [{ name, inputText: oslo }],
    {
      quirk: { repeatedName: true },
    },
  ),
  tool(
    'tool-odd-split',
    'The input comes letter by letter, split inside escapes, with empty pieces between.',
    (name) => [{ name, inputText: zurich, pieces: Array.from(zurich).flatMap((letter) => [letter, '']) }],
  ),
  tool('tool-early-valid', 'The first piece of the input, `{}`, is JSON by itself; empty pieces follow.', (name) => [
    { name, inputText: '{}', pieces: ['{}', '', ''] },
  ]),
  tool(
    'tool-bad-input',
    'The input is cut in the middle, and the finish reason is the length.',
    (name) => [{ name, inputText: '{"city":"Os', pieces: ['{"city":"Os'] }],
    { finish: 'length' },
  ),
  tool('tool-no-id', 'The call has no id.', (name) => [{ name, inputText: oslo }], { quirk: { withoutId: true } }),
  tool(
    'tool-no-index',
    'The pieces of a streamed call have no index.',
    (name) => [{ name, inputText: oslo, pieces: [oslo] }],
    {
      quirk: { withoutIndex: true, repeatedName: true },
    },
  ),
  tool(
    'tool-finish-stop',
    'There are calls, but the finish reason is that of a text.',
    (name) => [{ name, inputText: oslo }],
    {
      finish: 'stop',
    },
  ),
  tool('tool-unknown', 'A tool is called that was not offered.', () => [{ name: 'no_such_tool', inputText: oslo }]),
  tool('tool-wrong-input', 'The input is JSON, but does not meet the schema of the tool.', (name) => [
    { name, inputText: '{"wrong":[1,2]}' },
  ]),
];
