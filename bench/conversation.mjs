import { modelName } from './prompt.mjs';

const words = 'The lake is deep, and the path beside it leads from the old mill to the ferry in about an hour. ';

function toolOf(index, strict) {
  const properties = {
    place: { type: 'string', description: 'The name of a town, as it stands on a map.' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    days: { type: 'integer', minimum: 1, maximum: 14, description: 'How many days ahead.' },
    limits: {
      type: 'object',
      properties: { low: { type: 'number' }, high: { type: 'number' } },
      required: ['low', 'high'],
      additionalProperties: false,
    },
  };
  const parameters = { type: 'object', properties, required: ['place'], additionalProperties: false };
  const description = `Looks something up that nobody remembers, the ${index}th way. ${words}`;
  return { type: 'function', function: { name: `look_up_${index}`, description, parameters, strict } };
}

function turnOf(index) {
  const id = `call_${String(index).padStart(24, '0')}`;
  const input = JSON.stringify({ place: 'Zurich', unit: 'celsius', days: 1 + (index % 14) });
  const call = { id, type: 'function', function: { name: `look_up_${index % 8}`, arguments: input } };
  return [
    { role: 'user', content: `Question ${index}: ${words.repeat(2)}` },
    { role: 'assistant', content: `Let me see. ${words}`, tool_calls: [call] },
    { role: 'tool', tool_call_id: id, content: JSON.stringify({ found: words, at: index, values: [1.5, 2.5, 3.5] }) },
    { role: 'assistant', content: `Here it is. ${words.repeat(3)}` },
  ];
}

/**
 * A request of Chat Completions of about so many bytes, as assistants send them: eight tools, many turns and calls.
 * With `strict`, calls are held to the schemas of the tools.
 */
export function conversation(bytes, strict) {
  const messages = [{ role: 'system', content: words.repeat(6) }];
  const tools = Array.from({ length: 8 }, (_, index) => toolOf(index, strict));
  const settings = { max_completion_tokens: 4096, temperature: 0.7, stream: true };
  const text = () => JSON.stringify({ model: modelName, messages, tools, tool_choice: 'auto', ...settings });
  for (let turn = 0; text().length < bytes; turn += 1) messages.push(...turnOf(turn));
  return text();
}
