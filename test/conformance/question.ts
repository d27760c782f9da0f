/** What the fault runner's provider expects to be asked. */
export const prompt = 'Say hello.';

/** The tool that its tool calls name. */
export const tool = {
  name: 'get_weather',
  description: 'weather',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};
