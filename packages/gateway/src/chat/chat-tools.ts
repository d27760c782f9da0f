import { tool } from 'steadfast/tools';
import type { Tool } from 'steadfast/tools';
import { calculate } from './calculate.ts';

/** Tools that change nothing and read nothing but the clock. */
export const chatTools: readonly Tool[] = [
  tool({
    name: 'current_time',
    description: 'The current date and time, where it is asked for a time zone such as Europe/Paris there.',
    effects: 'none',
    input: { type: 'object', properties: { timeZone: { type: 'string' } } },
    run: ({ timeZone }) =>
      new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date()),
  }),
  tool({
    name: 'calculate',
    description:
      'Works out an arithmetic expression exactly as written: + - * / % ^, parentheses, sqrt, ln, log, round, …',
    effects: 'none',
    input: { type: 'object', properties: { expression: { type: 'string' } }, required: ['expression'] },
    run: ({ expression }) => calculate(expression),
  }),
];
