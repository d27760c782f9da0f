export { builtInAnswer } from './answers/built-in-answer.ts';
export { instanceOf } from './answers/schema-instance.ts';
export type { Fault, FaultGroup, FaultOptions } from './faults/fault.ts';
export { faultNamed, faults } from './faults/fault-table.ts';
export { type Clock, systemClock, type Timer } from './ground/clock.ts';
export type { JsonObject, JsonValue } from './ground/json.ts';
export { ManualClock } from './ground/manual-clock.ts';
export { countTokens } from './ground/tokens.ts';
export type { OfferedTool, Question } from './protocols/question.ts';
export type { ProtocolName } from './protocols/wire-protocol.ts';
export type { RateLimits } from './simulator/rate-limiter.ts';
export {
  answer,
  decide,
  fault,
  reply,
  type ReplyOptions,
  type ScriptedCall,
  type Step,
  toolCall,
  toolCalls,
} from './simulator/script.ts';
export { simulate, type Simulation } from './simulator/simulate.ts';
export type { SimulateOptions } from './simulator/simulate-options.ts';
export type { Pace } from './stage/pacer.ts';
export type { RequestEnd, RequestRecord } from './stage/request-record.ts';
export type {
  RehearsedCircumstances,
  RehearsedCompletion,
  RehearsedModel,
  RehearsedPart,
  RehearsedRequest,
  RehearsedStream,
} from './rehearsal/model-shape.ts';
export { RehearsalError, type RehearsalErrorFacts } from './rehearsal/rehearsal-error.ts';
export type { FinishOptions, RehearsedCall } from './rehearsal/rehearsed-call.ts';
export { rehearse, type Rehearsal } from './rehearsal/rehearse.ts';
export { record, type RecordingProxy, type RecordOptions } from './recording/record.ts';
export { type RecordedChunk, type Recording, readRecordings, type StoredRecording } from './recording/recording.ts';
export { Redaction, type RedactionOptions } from './recording/redaction.ts';
export { replay, type Replay, type ReplayOptions } from './recording/replay.ts';
