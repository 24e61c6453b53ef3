/**
 * How a refused batch is halved until the bad delivery stands alone, and where that goes on after an interruption. Pure.
 * Everything in here is about which deliveries go together: being wrong costs requests, never a delivery.
 */
import type { Held } from '../outbox/state.ts'

/**
 * Where halving was interrupted: of the parcels `from` to `to`, the deliveries that are left go in groups of these sizes,
 * in their order. Sizes and not names: lines are numbered anew when a parcel shrinks, and this fits into a few bytes.
 */
export interface Cut {
  readonly from: number
  readonly to: number
  readonly sizes: readonly number[]
}

export function halvesOf(parts: readonly Held[]): [readonly Held[], readonly Held[]] {
  const middle = parts.length >> 1
  return [parts.slice(0, middle), parts.slice(middle)]
}

/** The groups that are still to go, remembered. */
export function cutAt(groups: readonly (readonly Held[])[]): Cut | undefined {
  const left = groups.filter(({ length }) => length > 0)
  const first = left[0]?.[0]
  const last = left.at(-1)?.at(-1)
  if (first === undefined || last === undefined) return undefined
  return { from: first.parcel, to: last.parcel, sizes: left.map(({ length }) => length) }
}

/** The cut in which this parcel lies. */
export function cutOver(parcel: number, cuts: readonly Cut[]): Cut | undefined {
  return cuts.find(({ from, to }) => from <= parcel && parcel <= to)
}

/** The last parcel that may go together with this one: a batch is one cut, or none of it. */
export function lastBeside(parcel: number, cuts: readonly Cut[]): number {
  const own = cutOver(parcel, cuts)
  if (own !== undefined) return own.to
  return Math.min(Number.POSITIVE_INFINITY, ...cuts.filter(({ from }) => from > parcel).map(({ from }) => from - 1))
}

/** As they were when it was interrupted. What has ended since leaves its place to the next; the last takes what is over. */
export function groupsOf(held: readonly Held[], cut: Cut | undefined): (readonly Held[])[] {
  const groups: (readonly Held[])[] = []
  let at = 0
  for (const size of cut?.sizes.slice(0, -1) ?? []) {
    if (at >= held.length) break
    groups.push(held.slice(at, at + size))
    at += size
  }
  if (at < held.length) groups.push(held.slice(at))
  return groups
}
