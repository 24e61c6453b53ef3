import type { Simulators } from '../simulators/core.ts'
import type { NamedPolicy } from './policy.ts'
import type { TidegateOptions } from './types.ts'
export interface Gateway {
  readonly url: string
  readonly tokenSecret: string
  /** The body of the answer, whatever its status. */
  readonly get: (path: string) => Promise<{
    readonly status: number
    readonly text: string
  }>
  /** The last lines that it has written. */
  readonly lines: readonly string[]
  readonly stop: () => Promise<void>
}
export declare function startGateway(
  named: NamedPolicy,
  simulators: Simulators,
  options: TidegateOptions,
): Promise<Gateway>
