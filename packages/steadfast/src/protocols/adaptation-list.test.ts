import { expect, test } from 'vitest';
import { AdaptationList } from './adaptation-list.ts';
import { leaveUnsaid } from './openai-state.ts';

test('what is left out for one reason is one note, which names every place', () => {
  const notes = new AdaptationList();
  notes.dropOnce('messages[1].content[0]', 'Reasoning stays.');
  notes.drop('seed', 'There is no such setting.');
  notes.dropOnce('messages[3].content[0]', 'Reasoning stays.');
  notes.dropOnce('messages[5].content[2]', 'Reasoning stays.');
  expect(notes.all).toEqual([
    {
      field: 'messages[1].content[0]',
      action: 'dropped',
      detail: 'Reasoning stays.',
      also: ['messages[3].content[0]', 'messages[5].content[2]'],
    },
    { field: 'seed', action: 'dropped', detail: 'There is no such setting.' },
  ]);
});

test.each([
  ['chat', { part: { cache_control: { type: 'ephemeral' } } }, 0],
  ['chat', { item: { id: 'msg_1' } }, 1],
  ['responses', { item: { id: 'msg_1' } }, 0],
  ['responses', { message: { prefix: true } }, 1],
  ['responses', { type: 'refusal' }, 0],
] as const)('in %s the private data %j of the same family leaves %i notes', (language, value, count) => {
  const notes = new AdaptationList();
  const state = { origin: 'openai', value };
  leaveUnsaid('messages[0].content[0]', { kind: 'text', state }, { family: 'openai', language }, notes);
  expect(notes.all).toHaveLength(count);
});
