import { expect, test } from 'vitest';
import { sessionOf } from './session-of.ts';

test('a session is known by its header, else by the key of its prompt cache', () => {
  expect(sessionOf({ 'x-claude-code-session-id': 'a' }, { prompt_cache_key: 'b' })).toBe('a');
  expect(sessionOf({ 'x-session-id': '' }, { prompt_cache_key: 'b' })).toBe('b');
  expect(sessionOf({}, { prompt_cache_key: 7 })).toBeUndefined();
});
