import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { decide, reply, toolCall } from './script.ts';
import { simulate, type Simulation } from './simulate.ts';

const openai = (simulation: Simulation): OpenAI =>
  new OpenAI({ baseURL: `${simulation.url}/v1`, apiKey: 'sk-test', maxRetries: 0 });

/** A model that calls `exec`, and then says what it gave. */
const runs = decide(({ turns }) => {
  const results = turns.flatMap((turn) => turn.results);
  return results.length === 0 ? toolCall('exec', 'print("hi")') : reply(results.map(({ text }) => text).join());
});

test.each([false, true])(
  'responses: a custom tool in a namespace is called with free text (stream: %s)',
  async (streamed) => {
    await using simulation = await simulate({ script: [runs] });
    const { responses } = openai(simulation);
    const exec = { type: 'custom' as const, name: 'exec' };
    const tools = [{ type: 'namespace' as const, name: 'functions', description: 'All.', tools: [exec] }];
    const asked = { role: 'user' as const, content: 'Greet me.' };
    const body = { model: 'm', input: [asked], tools };
    const first = streamed ? await responses.stream(body).finalResponse() : await responses.create(body);
    const call = first.output[0];
    if (call?.type !== 'custom_tool_call') throw new Error('no call');
    expect(call).toMatchObject({ name: 'exec', namespace: 'functions', input: 'print("hi")' });
    const result = { type: 'custom_tool_call_output' as const, call_id: call.call_id, output: 'hi' };
    const second = await responses.create({ ...body, input: [asked, call, result] });
    expect(second.output_text).toBe('hi');
  },
);

test('chat: a custom tool is called with free text', async () => {
  await using simulation = await simulate({ script: [runs] });
  const { completions } = openai(simulation).chat;
  const asked = { role: 'user' as const, content: 'Greet me.' };
  const body = { model: 'm', messages: [asked], tools: [{ type: 'custom' as const, custom: { name: 'exec' } }] };
  const first = await completions.create(body);
  const message = first.choices[0]?.message;
  const call = message?.tool_calls?.[0];
  if (message === undefined || call?.type !== 'custom') throw new Error('no call');
  expect(call.custom).toEqual({ name: 'exec', input: 'print("hi")' });
  let streamed = '';
  for await (const chunk of await completions.create({ ...body, stream: true }))
    streamed += JSON.stringify(chunk.choices[0]?.delta.tool_calls ?? '');
  expect(streamed).toContain(String.raw`"type":"custom","custom":{"name":"exec","input":""}`);
  expect(streamed).toContain(String.raw`{"index":0,"custom":{"input":"prin"}}`);
  const result = { role: 'tool' as const, tool_call_id: call.id, content: 'hi' };
  const second = await completions.create({ ...body, messages: [asked, message, result] });
  expect(second.choices[0]?.message.content).toBe('hi');
});

test("chat: what OpenAI would refuse of an agent's request is refused", async () => {
  await using simulation = await simulate();
  const refused = async (fields: object): Promise<unknown> => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields });
    const reply = await fetch(`${simulation.url}/v1/chat/completions`, { method: 'POST', body });
    return [reply.status, await reply.json()];
  };
  expect(await refused({ tools: [{ type: 'web_search' }] })).toMatchObject([
    400,
    { error: { param: 'tools[0].type', code: 'invalid_value' } },
  ]);
  expect(await refused({ user: 'u'.repeat(65) })).toMatchObject([400, { error: { code: 'string_above_max_length' } }]);
  expect(await refused({ user: 'u'.repeat(64) })).toMatchObject([200, {}]);
});

test('a custom tool that the user mentions is told what the user said', async () => {
  await using simulation = await simulate();
  const tools = [{ type: 'custom' as const, name: 'exec' }];
  const { output } = await openai(simulation).responses.create({ model: 'm', input: 'Please exec it.', tools });
  expect(output).toMatchObject([{ type: 'custom_tool_call', name: 'exec', input: 'Please exec it.' }]);
});
