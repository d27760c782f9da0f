/**
 * A small current model of each provider, for whoever names none: cheap enough to ask on a whim. From the providers'
 * lists of models, November 2026.
 */
export const smallModels: Readonly<Record<string, string>> = {
  anthropic: 'claude-haiku-5-5',
  openai: 'gpt-6-luna',
  google: 'gemini-3.8-flash',
  deepseek: 'deepseek-v4-flash',
};
