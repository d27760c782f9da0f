import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Conversation } from 'steadfast/conversation';
import { nearest } from 'steadfast/model';
import { say } from '../terminal.ts';
import type { ChatSession } from './chat-session.ts';

/** What a line that was typed leads to: asking a model, going on, or the end. */
export type LineOutcome = { readonly ask: string } | 'go-on' | 'quit';

interface SlashCommand {
  readonly argument?: string;
  readonly description: string;
  readonly run: (argument: string, session: ChatSession) => Promise<LineOutcome>;
}

const commands: Readonly<Record<string, SlashCommand>> = {
  help: { description: 'what can be typed', run: help },
  model: { argument: '[name]', description: 'which model is asked, or another one from now on', run: model },
  retry: { description: 'ask the last question again', run: retry },
  system: { argument: '[text]', description: 'the instructions to the model, or other ones; - for none', run: system },
  new: { description: 'begin a new conversation', run: restart },
  save: { argument: '[file]', description: 'write the conversation to a new Markdown file', run: save },
  quit: { description: 'end; so does Ctrl-D', run: () => Promise.resolve('quit') },
};

/** Reads a line that was typed: a command begins with one slash, two stand for one that is meant. */
export async function readLine(line: string, session: ChatSession): Promise<LineOutcome> {
  const text = line.trim();
  if (text === '') return 'go-on';
  if (text.startsWith('//')) return { ask: text.slice(1) };
  const [, name, argument = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined) return { ask: text };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command.run(argument, session);
  const [close] = nearest(name, Object.keys(commands));
  say(`There is no /${name}. ${close === undefined ? '/help lists what there is.' : `Did you mean /${close}?`}`);
  return 'go-on';
}

function help(): Promise<LineOutcome> {
  for (const [name, { argument = '', description }] of Object.entries(commands)) {
    say(`${`/${name} ${argument}`.padEnd(16)} ${description}`);
  }
  say('A line that ends in \\ goes on in the next one. Ctrl-C stops a reply, and ends the chat where there is none.');
  return Promise.resolve('go-on');
}

function model(name: string, session: ChatSession): Promise<LineOutcome> {
  if (name === '') {
    const { names } = session.models;
    say(
      `${session.model} is asked. ${names.length === 0 ? 'Any provider/model can be.' : `Known here: ${names.join(', ')}.`}`,
    );
  } else {
    try {
      session.model = name;
      say(`${name} is asked from now on.`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  return Promise.resolve('go-on');
}

async function retry(_: string, session: ChatSession): Promise<LineOutcome> {
  const message = await session.takeBack();
  if (message !== undefined) return { ask: message };
  say('Nothing was asked yet.');
  return 'go-on';
}

function system(text: string, session: ChatSession): Promise<LineOutcome> {
  if (text === '') say(session.system ?? 'There are no instructions.');
  else {
    session.system = text === '-' ? undefined : text;
    say(text === '-' ? 'There are no instructions from now on.' : 'These instructions hold from now on.');
  }
  return Promise.resolve('go-on');
}

async function restart(_: string, session: ChatSession): Promise<LineOutcome> {
  await session.restart();
  say('A new conversation.');
  return 'go-on';
}

async function save(argument: string, session: ChatSession): Promise<LineOutcome> {
  const path = resolve(
    argument === '' ? `chat-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.md` : argument,
  );
  try {
    // Never over a file that is there, and for this user alone.
    await writeFile(path, transcript(await session.turns()), { flag: 'wx', mode: 0o600 });
    say(`Written to ${path}`);
  } catch (error) {
    say(`Not written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return 'go-on';
}

function transcript(turns: Conversation['turns']): string {
  return turns.map(({ user = '', reply }) => `**You:** ${user}\n\n${reply}\n`).join('\n---\n\n');
}
