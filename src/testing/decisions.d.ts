/** What the gateway decided, since the last time that somebody cleared. */
import type { Gateway } from './gateway.ts'
import type { Decision } from './types.ts'
export interface Decisions {
  readonly since: () => Promise<readonly Decision[]>
  readonly forget: () => Promise<void>
}
export declare function decisionsOf(gateway: Gateway): Decisions
