export { attemptsOf, waitsOf } from './decision-record.ts';
export type {
  Answered,
  AttemptStep,
  DecisionRecord,
  DecisionStep,
  Failed,
  LeaveStep,
  RecordedBudget,
  RecordedContents,
  RecordedCost,
  RecordedTimings,
  Step,
  WaitStep,
} from './decision-record.ts';
export { explain } from './explain.ts';
export { readRecord } from './read-record.ts';
export type { RequestFacts, RequestSettings } from './request-facts.ts';
export { watch } from './watch.ts';
export type { WatchOptions } from './watch.ts';
