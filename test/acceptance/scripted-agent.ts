import { answer, decide, reply, toolCall } from '@steadfast/testkit';
import type { Step } from '@steadfast/testkit';
import type { Program } from './program.ts';

/** What the program is asked to do. */
export const prompt = 'Tell me what note.txt says, and make a copy of it.';

/** What the model has the program run. */
const command = 'cat note.txt && cp note.txt copy.txt';

/** What a note looks like: the model finds it in what the tool printed, and is not told it otherwise. */
const note = /note-[\da-f-]{36}/;

/** What the model says last, when the tool has printed this. */
export function conclusion(printed: string): string {
  return `The note says ${note.exec(printed)?.[0] ?? 'nothing'}.`;
}

/** The model's part: it calls a tool that was offered, then says what the tool printed; it thinks where that is asked. */
export function scriptedAgent({ call }: Program): Step {
  return decide(({ turns, tools, reasoning }) => {
    const results = turns.flatMap((turn) => turn.results);
    const options = reasoning ? { reasoning: 'The note has to be read before anything is said of it.' } : {};
    if (results.length > 0) return reply(conclusion(results.map(({ text }) => text).join('\n')), options);
    const chosen = call(tools, command);
    return chosen === undefined ? answer() : toolCall(chosen.name, chosen.input, options);
  });
}
