import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3StreamPart,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
  SharedV4Warning,
} from '@ai-sdk/provider';
import { writeOldPrompt } from './version-three-prompt.ts';

/** An AI SDK model of the specification before the current one, as one of the current. */
export function asVersionFour(model: LanguageModelV3): LanguageModelV4 {
  const { provider, modelId, supportedUrls } = model;
  return {
    specificationVersion: 'v4',
    provider,
    modelId,
    supportedUrls,
    doGenerate: async (options) => {
      const { old, warnings } = oldOptions(options);
      const result = await model.doGenerate(old);
      return { ...result, content: result.content.map(newContent), warnings: [...warnings, ...result.warnings] };
    },
    doStream: async (options) => {
      const { old, warnings } = oldOptions(options);
      const result = await model.doStream(old);
      return { ...result, stream: result.stream.pipeThrough(newStream(warnings)) };
    },
  };
}

function oldOptions({ reasoning, prompt, ...options }: LanguageModelV4CallOptions): {
  readonly old: LanguageModelV3CallOptions;
  readonly warnings: readonly SharedV4Warning[];
} {
  const warnings: SharedV4Warning[] = [];
  if (reasoning !== undefined) {
    const details = 'Models of specification v3 are told it through provider options alone.';
    warnings.push({ type: 'unsupported', feature: 'effort', details });
  }
  return { old: { ...options, prompt: writeOldPrompt(prompt, warnings) }, warnings };
}

function newContent(content: LanguageModelV3Content): LanguageModelV4Content {
  return content.type === 'file' ? { ...content, data: { type: 'data', data: content.data } } : content;
}

function newStream(
  warnings: readonly SharedV4Warning[],
): TransformStream<LanguageModelV3StreamPart, LanguageModelV4StreamPart> {
  return new TransformStream<LanguageModelV3StreamPart, LanguageModelV4StreamPart>({
    start: (controller) => controller.enqueue({ type: 'stream-start', warnings: [...warnings] }),
    transform: (part, controller) => {
      controller.enqueue(part.type === 'file' ? { ...part, data: { type: 'data', data: part.data } } : part);
    },
  });
}
