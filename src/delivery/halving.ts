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

/** The groups of a batch that are still to go, in their order, and what they are divided into. */
export class Halving {
  #queue: readonly (readonly Held[])[]
  #divided: boolean
  #suspect: Held | undefined
  #misled = false

  constructor(groups: readonly (readonly Held[])[]) {
    this.#queue = groups
    this.#divided = groups.length > 1
  }

  next(): readonly Held[] | undefined {
    const [first, ...rest] = this.#queue
    this.#queue = rest
    return first
  }

  /**
   * Refused as a whole: the halves go, or around the one that the platform complains of. It is believed again once it was
   * right, never more than one name ahead: one that always names the last would cost a request for each of them.
   */
  divide(parts: readonly Held[], suspect: number | undefined): void {
    this.#divided = true
    const named = this.#misled || this.#suspectWaits() || suspect === undefined ? undefined : parts[suspect]
    if (named !== undefined) this.#suspect = named
    const groups = named === undefined ? halvesOf(parts) : aroundSuspect(parts, parts.indexOf(named))
    this.#queue = [...groups, ...this.#queue]
  }

  delivered(parts: readonly Held[]): void {
    if (parts.length === 1 && parts[0] === this.#suspect) this.#misled = true
  }

  #suspectWaits(): boolean {
    return this.#queue.some((group) => group.length === 1 && group[0] === this.#suspect)
  }

  /** What to remember where it stops before these: nothing where nothing was divided yet. */
  cutBefore(parts: readonly Held[]): Cut | undefined {
    return this.#divided ? cutAt([parts, ...this.#queue]) : undefined
  }
}

function halvesOf(parts: readonly Held[]): (readonly Held[])[] {
  const middle = parts.length >> 1
  return [parts.slice(0, middle), parts.slice(middle)]
}

/** What comes before the suspect, the suspect alone, what comes after: in their order, for they may be remembered. */
function aroundSuspect(parts: readonly Held[], suspect: number): (readonly Held[])[] {
  const groups = [parts.slice(0, suspect), parts.slice(suspect, suspect + 1), parts.slice(suspect + 1)]
  return groups.filter(({ length }) => length > 0)
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
