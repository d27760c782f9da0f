export { balance } from './balance.ts';
export type { BalanceOptions } from './balance.ts';
export { pickTarget } from './balance-pick.ts';
export type { Candidate, PickCircumstances, Picked } from './balance-pick.ts';
export type { Conditions } from './conditions.ts';
export { fallback } from './fallback.ts';
export type { FallbackOptions } from './fallback.ts';
export { recoveryStep, setbackOf } from './recovery.ts';
export type { RecoveryBounds, RecoveryStep, Setback } from './recovery.ts';
export { hedge } from './hedge.ts';
export type { HedgeOptions } from './hedge.ts';
export {
  defaultHedge,
  earnHedge,
  hedgeDelay,
  learnHedge,
  newHedgeState,
  offersEffects,
  refundHedge,
  takeHedge,
} from './hedge-plan.ts';
export type { HedgeRules, HedgeState, HedgeTarget, HedgeVerdict } from './hedge-plan.ts';
export { modalities, modalitiesOf } from './modality.ts';
export type { Modality } from './modality.ts';
export { drawn, preference } from './rendezvous.ts';
export { route } from './route.ts';
export type { RouteOptions } from './route.ts';
export { routerOf } from './route-rules.ts';
export type { RouteCondition, RouteDecision, RouteRule, Router } from './route-rules.ts';
export { split } from './split.ts';
export type { SplitArm, SplitOptions } from './split.ts';
export { answerLoad, beginLoad, endLoad, failLoad, newTargetLoad } from './target-load.ts';
export type { TargetLoad } from './target-load.ts';
export { through } from './through.ts';
export type { Ask, Choose, Manner } from './through.ts';
export { reportRefused } from './turn-options.ts';
export type { TurnOptions } from './turn-options.ts';
