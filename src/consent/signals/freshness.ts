/** Whether an answer with a time of its own still counts. */
import type { Finding } from '../types.ts'
import { MAX_AHEAD_MS, readAnsweredAt } from './answered-at.ts'
import type { ReadContext } from './reader.ts'

const DAY_MS = 86_400_000

export interface Freshness {
  readonly validity: Finding['validity']
  readonly atMs?: number
}

interface Times {
  /** NaN, here and below: there is something that cannot be read. */
  readonly atMs: number | undefined
  readonly expiresAtMs: number | undefined
  /** `consent.at` of the event: counts where the signal itself has no time. */
  readonly fallbackAt: unknown
}

export function freshness({ atMs, expiresAtMs, fallbackAt }: Times, context: ReadContext): Freshness {
  // What the tool wrote down and nobody can read must not count as "now", or as "never".
  if (Number.isNaN(atMs) || Number.isNaN(expiresAtMs)) return { validity: 'invalid' }
  if (expiresAtMs !== undefined && !(expiresAtMs > context.nowMs)) return { validity: 'expired', ...known(atMs) }
  if (atMs === undefined) return readAnsweredAt(fallbackAt, context)
  if (!(atMs >= 0 && atMs <= context.nowMs + MAX_AHEAD_MS)) return { validity: 'invalid' }
  const fresh = context.nowMs - atMs <= context.rules.maxAgeDays * DAY_MS
  return { validity: fresh ? 'valid' : 'expired', atMs }
}

function known(atMs: number | undefined): { readonly atMs?: number } {
  return atMs === undefined || !Number.isFinite(atMs) ? {} : { atMs }
}
