/** `tidegate/testing`: the gateway, started inside somebody's own test run. */
export { startTidegate } from './start.ts'
export { PolicyRefused } from './policy-refused.ts'
export type {
  Decision,
  DestinationDecision,
  Fault,
  Platform,
  PlatformRequest,
  ReceivedEvent,
  Tidegate,
  TidegateOptions,
  Visitors,
  WaitOptions,
} from './types.ts'
export type { MetaEvent, PlatformEvents, TikTokEvent } from './platform-events.ts'
