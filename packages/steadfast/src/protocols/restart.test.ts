import { expect, test } from 'vitest';
import { loadProtocol } from './load.ts';

test('no wire language can take back what it said: a restart ends the stream with an error', async () => {
  for (const id of ['chat', 'responses', 'messages', 'gemini', 'ollama'] as const) {
    const protocol = await loadProtocol(id);
    const writer = protocol.writeStream({ model: 'm', includeUsage: false, id: 'r', created: 0, family: id });
    writer.write({ type: 'response-start' });
    writer.write({ type: 'text-delta', block: 0, text: 'Once' });
    const restart = { type: 'reply-restart', kind: 'interrupted', target: 'sim/b' } as const;
    expect(() => writer.write(restart)).toThrow('began it anew');
  }
});
