import { expect, test } from 'vitest';
import type { ProtocolId } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import type { AssistantPart, OpaqueState } from '../model/message.ts';
import { unreportedUsage } from '../model/usage.ts';
import { carriesState } from './carried-state.ts';
import { refuseHeld } from './held-by-provider.ts';
import { protocolOf } from './table.ts';

function carries(protocol: ProtocolId, json: JsonObject): boolean {
  return carriesState(protocol, Buffer.from(JSON.stringify(json)), json);
}

const foreign: OpaqueState = { origin: 'elsewhere', value: { signature: 'xyz' } };
const reasoning: AssistantPart = { type: 'reasoning', text: 'Hm.', state: foreign };
const call: AssistantPart = { type: 'tool-call', id: 'c', name: 'f', input: {}, state: foreign };

test('a reply that carries the state of another family is known when it comes back, in every protocol that can', () => {
  for (const id of ['chat', 'responses', 'messages', 'gemini'] as const) {
    for (const part of [reasoning, call]) {
      const reply = { content: [part], finishReason: 'stop' as const, usage: unreportedUsage };
      const written = protocolOf(id).writeReply(reply, { model: 'm', id: 'r', created: 0, family: 'ours' });
      expect([id, part.type, carries(id, { said: written })]).toEqual([id, part.type, true]);
    }
  }
});

test('a conversation that only speaks of it carries nothing', () => {
  const content = 'Be "steadfast": a signature such as steadfast:{} means nothing in a text.';
  for (const id of ['chat', 'messages', 'responses', 'gemini', 'ollama'] as const) {
    expect(carries(id, { messages: [{ role: 'user', content }], input: content })).toBe(false);
  }
});

test('thinking that nobody signed is known, and signed thinking is left alone', () => {
  const said = (signature: string): JsonObject => ({
    messages: [{ role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.', signature }] }],
  });
  expect(carries('messages', said(''))).toBe(true);
  expect(carries('messages', said('EqQBCgIYAhIM'))).toBe(false);
});

test('a request whose conversation the provider holds is for that provider alone', () => {
  const held = { messages: { thread: { type: 'create' } }, responses: { previous_response_id: 'resp_1' } } as const;
  for (const [protocol, json] of Object.entries(held)) {
    const id = protocol === 'messages' ? 'messages' : 'responses';
    const raw = { protocol: id, headers: {}, body: new Uint8Array(), json, query: '' } as const;
    expect(() => refuseHeld(raw, 'openai/m')).toThrow('openai/m does not hold');
    expect(() => refuseHeld({ ...raw, json: { thread: null } }, 'openai/m')).not.toThrow();
  }
});
