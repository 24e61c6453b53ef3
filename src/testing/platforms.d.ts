import { type Simulators } from '../simulators/core.ts'
import type { Fault, Platform, PlatformRequest, ReceivedEvent } from './types.ts'
export declare function startPlatforms(): Promise<Simulators>
export declare function receivedBy<P extends Platform>(
  simulators: Simulators,
  platform: P,
): Promise<readonly ReceivedEvent<P>[]>
export declare function requestsTo(simulators: Simulators, platform: Platform): Promise<readonly PlatformRequest[]>
export declare function orderFaults(
  simulators: Simulators,
  platform: Platform,
  answers: readonly Fault[],
): Promise<void>
export declare function clearPlatforms(simulators: Simulators): Promise<void>
