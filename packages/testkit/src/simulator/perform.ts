import { answerOf } from '../answers/built-in-answer.ts';
import { faultNamed } from '../faults/fault-table.ts';
import type { Answer, AnswerCall } from '../protocols/answer.ts';
import type { OfferedTool, Question } from '../protocols/question.ts';
import type { Scene } from '../stage/scene.ts';
import type { ReplyOptions, ScriptedCall, Step } from './script.ts';

/** Does what a step says. */
export async function perform(step: Step, scene: Scene): Promise<void> {
  switch (step.type) {
    case 'answer':
      await scene.play();
      return;
    case 'reply': {
      const text = typeof step.text === 'string' ? step.text : step.text(scene.question);
      await scene.play(scripted(scene.question, { text }, step.options), step.options.pace);
      return;
    }
    case 'tool-calls': {
      const calls = step.calls.map((call) => callOf(call, scene.question.tools));
      await scene.play(scripted(scene.question, { calls }, step.options), step.options.pace);
      return;
    }
    case 'fault':
      await faultNamed(step.name).play(scene, step.options);
      return;
    case 'decide':
      await perform(step.decide(scene.question), scene);
  }
}

/** The call in the form in which its tool was offered; one that was not offered counts as a function. */
function callOf({ name, input }: ScriptedCall, tools: readonly OfferedTool[]): AnswerCall {
  const { form, namespace } = tools.find((tool) => tool.name === name) ?? {};
  const isFree = form === 'text' && typeof input === 'string';
  return { name, inputText: isFree ? input : JSON.stringify(input), form, namespace };
}

function scripted(question: Question, said: Parameters<typeof answerOf>[1], options: ReplyOptions): Answer {
  const answer = answerOf(question, { ...said, reasoning: options.reasoning });
  return options.finish === undefined ? answer : { ...answer, finish: options.finish };
}
