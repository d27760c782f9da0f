/** The model that everybody asks for. */
export const modelName = 'gpt-6-luna';
export const apiKey = 'sk-bench-0123456789abcdef';

/** A prompt that makes the request's body about so many bytes. */
export function promptOf(bytes) {
  const sentence = 'What is the capital of France, and since when? Answer in one sentence. ';
  return sentence.repeat(Math.ceil(bytes / sentence.length)).slice(0, bytes - 90);
}
