import type { Dialect } from '../protocols/protocol.ts';
import { schemaDialectNames } from '../schema/dialects.ts';
import { choice, object, truth, wholeNumber } from './shape.ts';
import type { Shape } from './shape.ts';

/** How one server differs from its protocol's own. */
export const dialect: Shape<Dialect> = object<Dialect>({
  maxTokensField: {
    shape: choice(['max_completion_tokens', 'max_tokens']),
    about: 'Chat: the field for the longest output.',
    default: 'max_completion_tokens',
    example: 'max_tokens',
  },
  streamUsage: {
    shape: truth(),
    about: 'Chat: whether stream_options.include_usage is taken.',
    default: true,
    example: false,
  },
  reasoningField: {
    shape: choice(['reasoning_content', 'reasoning', 'reasoning_details']),
    about: 'Chat: the field in which reasoning is sent back.',
    otherwise: 'it is not sent back',
    example: 'reasoning_content',
  },
  effortField: {
    shape: choice(['reasoning_effort', 'reasoning']),
    about: 'Chat: how effort is said.',
    default: 'reasoning_effort',
    example: 'reasoning',
  },
  defaultMaxTokens: {
    shape: wholeNumber({ least: 1 }),
    about: 'Messages: the max_tokens sent where the request names none.',
    otherwise: 'the longest reply of the model where it is known, else 4,096',
    example: 8_192,
  },
  strictContent: {
    shape: truth(),
    about:
      'Messages: whether documents in what the model said, and citations in what the user says, are refused, as since API version 2026-10-21.',
    default: false,
    example: true,
  },
  schemaDialect: {
    shape: choice(schemaDialectNames),
    about: 'In which form schemas are taken that replies are held to.',
    otherwise: 'that of OpenAI, Anthropic, Google or Ollama, by the protocol',
    example: 'json-schema',
  },
});
