import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import type { Wire } from './statement.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string', description: 'Where' }, days: { type: 'integer', minimum: 1 } },
  required: ['city'],
  additionalProperties: false,
};
const format = {
  type: 'object',
  properties: { verdict: { type: 'string', enum: ['good', 'bad'] } },
  required: ['verdict'],
  additionalProperties: false,
};
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB';

const chat: Wire = {
  model: 'gpt-6',
  temperature: 0.25,
  top_p: 0.5,
  top_k: 40,
  presence_penalty: 0.125,
  frequency_penalty: 0.375,
  max_completion_tokens: 3000,
  seed: 7,
  stop: ['END', 'STOP'],
  reasoning_effort: 'high',
  user: 'user-1',
  metadata: { team: 'blue' },
  service_tier: 'flex',
  verbosity: 'low',
  logit_bias: { '50256': -100 },
  parallel_tool_calls: false,
  tool_choice: 'required',
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'verdict', description: 'It', strict: true, schema: format },
  },
  tools: [
    { type: 'function', function: { name: 'forecast', description: 'The weather', parameters: schema, strict: true } },
    {
      type: 'function',
      function: { name: 'clock', description: 'The time', parameters: schema },
      cache_control: { type: 'ephemeral' },
    },
    { type: 'custom', custom: { name: 'query', description: 'A query', format: { type: 'text' } } },
  ],
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      name: 'Ann',
      content: [
        { type: 'text', text: 'What is on this picture?', cache_control: { type: 'ephemeral' } },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${png}`, detail: 'high' } },
        { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } },
        { type: 'input_audio', input_audio: { data: 'UklGRgAAAA', format: 'mp3' } },
        { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0x', filename: 'a.pdf' } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      reasoning_content: 'I should look.',
      content: 'Let me look.',
      tool_calls: [
        { id: 'call_a', type: 'function', function: { name: 'forecast', arguments: '{"city":"Oslo"}' } },
        { id: 'call_b', type: 'custom', custom: { name: 'query', input: 'select 1' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_a', content: 'Rain' },
    { role: 'tool', tool_call_id: 'call_b', content: [{ type: 'text', text: 'One row' }] },
    { role: 'system', content: 'Now be long.' },
    { role: 'user', content: 'Go on.' },
  ],
};

const responses: Wire = {
  model: 'gpt-6',
  instructions: 'Be brief.',
  temperature: 0.25,
  top_p: 0.5,
  max_output_tokens: 3000,
  reasoning: { effort: 'high', summary: 'auto' },
  text: {
    verbosity: 'low',
    format: { type: 'json_schema', name: 'verdict', description: 'It', strict: true, schema: format },
  },
  user: 'user-1',
  metadata: { team: 'blue' },
  store: true,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: 'key-1',
  parallel_tool_calls: false,
  tool_choice: { type: 'function', name: 'forecast' },
  tools: [
    {
      type: 'function',
      name: 'forecast',
      description: 'The weather',
      parameters: schema,
      strict: true,
      defer_loading: true,
    },
    {
      type: 'custom',
      name: 'query',
      description: 'A query',
      format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
    },
    { type: 'web_search', search_context_size: 'low' },
    {
      type: 'namespace',
      name: 'crm',
      description: 'Customers',
      tools: [{ type: 'function', name: 'find', description: 'Finds', parameters: schema, strict: true }],
    },
  ],
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'What is on this picture?' },
        { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'high' },
        { type: 'input_file', file_data: 'data:application/pdf;base64,JVBERi0x', filename: 'a.pdf' },
        { type: 'input_file', file_id: 'file-1' },
      ],
    },
    {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'I should look.' }],
      encrypted_content: 'secret',
    },
    {
      type: 'message',
      role: 'assistant',
      id: 'msg_1',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Let me look.' }],
    },
    { type: 'function_call', id: 'fc_1', call_id: 'call_a', name: 'forecast', arguments: '{"city":"Oslo"}' },
    { type: 'custom_tool_call', call_id: 'call_b', name: 'query', input: 'select 1' },
    { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'weather' } },
    { type: 'function_call_output', call_id: 'call_a', output: 'Rain' },
    { type: 'custom_tool_call_output', call_id: 'call_b', output: [{ type: 'input_text', text: 'One row' }] },
    { role: 'developer', content: 'Now be long.' },
    { role: 'user', content: 'Go on.' },
  ],
};

const messages: Wire = {
  model: 'claude-sonnet-5-5',
  max_tokens: 3000,
  temperature: 0.25,
  top_p: 0.5,
  top_k: 40,
  stop_sequences: ['END', 'STOP'],
  thinking: { type: 'enabled', budget_tokens: 2000 },
  output_config: { effort: 'high', format: { type: 'json_schema', schema: format } },
  metadata: { user_id: 'user-1' },
  service_tier: 'auto',
  tool_choice: { type: 'any', disable_parallel_tool_use: true },
  system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
  tools: [
    {
      name: 'forecast',
      description: 'The weather',
      input_schema: schema,
      strict: true,
      cache_control: { type: 'ephemeral' },
    },
    { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
  ],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is on this picture?', cache_control: { type: 'ephemeral', ttl: '1h' } },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
        { type: 'image', source: { type: 'url', url: 'https://example.com/cat.png' } },
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0x' },
          title: 'a.pdf',
          citations: { enabled: true },
        },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'A note' } },
        { type: 'document', source: { type: 'file', file_id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'I should look.', signature: 'signed-1' },
        { type: 'redacted_thinking', data: 'hidden' },
        { type: 'text', text: 'Let me look.' },
        { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'weather' } },
        {
          type: 'web_search_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: [{ type: 'web_search_result', url: 'https://example.com', title: 'T', encrypted_content: 'e' }],
        },
        { type: 'tool_use', id: 'toolu_a', name: 'forecast', input: { city: 'Oslo' } },
        { type: 'text', text: 'And once more.' },
        { type: 'tool_use', id: 'toolu_b', name: 'forecast', input: { city: 'Bergen' } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_a', content: 'Rain', is_error: true },
        {
          type: 'tool_result',
          tool_use_id: 'toolu_b',
          content: [
            { type: 'text', text: 'See' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: `${png}B` } },
          ],
        },
        { type: 'text', text: 'Go on.' },
      ],
    },
    { role: 'system', content: 'Now be long.' },
    { role: 'assistant', content: 'So' },
  ],
};

const gemini: Wire = {
  systemInstruction: { parts: [{ text: 'Be brief.' }] },
  generationConfig: {
    maxOutputTokens: 3000,
    temperature: 0.25,
    topP: 0.5,
    topK: 40,
    presencePenalty: 0.125,
    frequencyPenalty: 0.375,
    seed: 7,
    stopSequences: ['END', 'STOP'],
    responseMimeType: 'application/json',
    responseJsonSchema: format,
    thinkingConfig: { thinkingLevel: 'HIGH', includeThoughts: true },
    mediaResolution: 'MEDIA_RESOLUTION_LOW',
  },
  safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  toolConfig: {
    functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['forecast'] },
    retrievalConfig: { languageCode: 'no' },
  },
  tools: [
    {
      functionDeclarations: [
        { name: 'forecast', description: 'The weather', parametersJsonSchema: schema, behavior: 'BLOCKING' },
      ],
    },
    { googleSearch: {} },
  ],
  contents: [
    {
      role: 'user',
      parts: [
        { text: 'What is on this picture?' },
        { inlineData: { mimeType: 'image/png', data: png } },
        { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/cat.png' } },
        { fileData: { mimeType: 'application/pdf', fileUri: 'gs://bucket/a.pdf' }, videoMetadata: { fps: 2 } },
      ],
    },
    {
      role: 'model',
      parts: [
        { text: 'I should look.', thought: true },
        { text: 'Let me look.', thoughtSignature: 'c2lnbmVk' },
        { executableCode: { language: 'PYTHON', code: 'print(1)' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
        { functionCall: { id: 'a', name: 'forecast', args: { city: 'Oslo' } }, thoughtSignature: 'Y2FsbGVk' },
        { functionCall: { id: 'b', name: 'forecast', args: { city: 'Bergen' } } },
      ],
    },
    {
      role: 'user',
      parts: [
        { functionResponse: { id: 'a', name: 'forecast', response: { result: 'Rain' } } },
        {
          functionResponse: {
            id: 'b',
            name: 'forecast',
            response: { error: 'No data' },
            parts: [{ inlineData: { mimeType: 'image/png', data: `${png}B` } }],
          },
        },
      ],
    },
    { role: 'user', parts: [{ text: 'Go on.' }] },
  ],
};

const ollama: Wire = {
  model: 'llama4',
  options: {
    temperature: 0.25,
    top_p: 0.5,
    top_k: 40,
    seed: 7,
    presence_penalty: 0.125,
    frequency_penalty: 0.375,
    num_predict: 3000,
    stop: ['END', 'STOP'],
    num_ctx: 8192,
  },
  keep_alive: '5m',
  think: 'high',
  format,
  tools: [{ type: 'function', function: { name: 'forecast', description: 'The weather', parameters: schema } }],
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'What is on this picture?', images: [png] },
    {
      role: 'assistant',
      thinking: 'I should look.',
      content: 'Let me look.',
      tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'forecast', arguments: { city: 'Oslo' } } }],
    },
    { role: 'tool', tool_name: 'forecast', tool_call_id: 'call_a', content: 'Rain' },
    { role: 'system', content: 'Now be long.' },
    { role: 'user', content: 'Go on.' },
  ],
};

/** One request of each protocol that says as much as one can. */
export const examples: Readonly<Record<ProtocolId, Wire>> = { chat, responses, messages, gemini, ollama };
