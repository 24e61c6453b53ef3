import type { Simulators } from '../simulators/core.ts'
import type { Gateway } from './gateway.ts'
import type { Decision, Platform, ReceivedEvent, WaitOptions } from './types.ts'
export interface Run {
  readonly gateway: Gateway
  readonly simulators: Simulators
  readonly decisions: () => Promise<readonly Decision[]>
}
export declare function waitForEvent<P extends Platform>(
  run: Run,
  platform: P,
  matches: (event: ReceivedEvent<P>) => boolean,
  { timeoutMs }?: WaitOptions,
): Promise<ReceivedEvent<P>>
export declare function settle(run: Run, { timeoutMs }?: WaitOptions): Promise<void>
