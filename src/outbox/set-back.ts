/**
 * A clock that was set back. The runtime lets that of an object never go back: until the machine's has caught up, none of its timers
 * ends, so that it would take nothing and deliver nothing (workerd 1.20261102, tried on 2026-11-23). A new object has the right time.
 */
import { forgetMemory } from './shard-memory.ts'
import { NOT_STORED } from './tables.ts'

/** Longer than any body may be on its way from the Worker (`TIDEGATE_TAKE_TIMEOUT_MS` at most), where each request has a clock of its own. */
const ON_ITS_WAY_MS = 120_000

/** `callersMs`: what the clock of the Worker, or of a shard, said a moment ago. Ends the object where its own cannot be right; whoever waits is told to come back. */
export function keepTime(ctx: Pick<DurableObjectState, 'abort' | 'id'>, callersMs = Infinity): void {
  if (Date.now() - callersMs < ON_ITS_WAY_MS) return
  // When platforms may be asked again is remembered by the wrong clock.
  forgetMemory(ctx.id.toString())
  ctx.abort(NOT_STORED)
}
