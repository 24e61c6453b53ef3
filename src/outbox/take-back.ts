/** Takes back what waits for people who said no: at once where it lies, and before every attempt where it is under way. */
import type { ConsentBook } from './consent-book.ts'
import { openLetter, type DeadLetters } from './dead-letters.ts'
import { endedSheet, openParcel, type Held, type OpenParcel } from './state.ts'
import type { Store } from './store.ts'
import type { Entry } from './types.ts'
import { fullOf } from '../pipeline/consent-record.ts'

export interface TakeBackDeps {
  readonly store: Pick<Store, 'parcelsFor' | 'end' | 'record' | 'refusedSince'>
  readonly letters: Pick<DeadLetters, 'with' | 'take'>
  readonly book: Pick<ConsentBook, 'lastHeededMs' | 'withdrawalsAmong'>
  /** Whether a courier has parcels of this destination in hand. */
  readonly isBusy: (destination: string) => boolean
  readonly onWithdrawn: (destination: string, deliveries: number) => void
  readonly transaction: (work: () => void) => void
  readonly now: () => number
}

/** Withdrawals that came while one courier was out; more are still seen before its next attempt. */
const MAX_POSTPONED = 1_000

export class TakeBack {
  readonly #deps: TakeBackDeps
  readonly #postponed = new Map<string, (() => void)[]>()

  constructor(deps: TakeBackDeps) {
    this.#deps = deps
  }

  /**
   * Ends what waits for these persons (under one level of permit only, where given), unless they granted it later than they
   * withdrew (`atMs`). Runs inside a transaction; returns how many deliveries ended.
   */
  from(destinations: readonly string[], keys: readonly string[], atMs: number, level?: 'full'): number {
    let removed = 0
    for (const destination of destinations) {
      // What a courier has in hand it looks at again before its next attempt; the rest is taken after its run.
      if (this.#deps.isBusy(destination))
        this.#postpone(destination, () => this.#fromOne(destination, keys, atMs, level))
      else removed += this.#fromOne(destination, keys, atMs, level)
      removed += this.#fromLetters(destination, keys, atMs, level)
    }
    return removed
  }

  /** To be called when the courier of a destination has come back. */
  afterRun(destination: string): void {
    const works = this.#postponed.get(destination)
    if (works === undefined) return
    this.#postponed.delete(destination)
    this.#deps.transaction(() => {
      for (const work of works) work()
    })
  }

  /** Which of these deliveries must not be sent after all. */
  among(parts: readonly Held[], destination: string): readonly Held[] {
    const gone = this.#deps.store.refusedSince(parts, destination)
    const withdrawn = this.#withdrawnAmong(parts, destination)
    return gone.length === 0 ? withdrawn : [...new Set([...gone, ...withdrawn])]
  }

  /** Costs nothing where nobody withdrew since they were accepted. By a clock that has been set back since, nobody knows. */
  #withdrawnAmong(parts: readonly Held[], destination: string): readonly Held[] {
    const { book, now } = this.#deps
    const before = parts.filter(({ acceptedAtMs }) => acceptedAtMs <= book.lastHeededMs || acceptedAtMs > now())
    if (before.length === 0) return []
    const keys = [...new Set(before.flatMap(({ entry }) => entry.p ?? []))]
    const all = book.withdrawalsAmong(keys, destination)
    const full = book.withdrawalsAmong(keys, fullOf(destination))
    if (all.size === 0 && full.size === 0) return []
    return before.filter(({ entry }) => isWithdrawn(entry, all) || (entry.lv === 'full' && isWithdrawn(entry, full)))
  }

  #fromOne(destination: string, keys: readonly string[], atMs: number, level: 'full' | undefined): number {
    const { store, onWithdrawn, now } = this.#deps
    let removed = 0
    for (const row of store.parcelsFor(destination, keys)) {
      const parcel = openParcel(row)
      const lines = withdrawnLines(parcel, new Set(keys), atMs, level)
      if (lines.size === 0) continue
      const ended = { outcome: 'withdrawn', code: 'consent_withdrawn', sheets: [endedSheet(parcel, lines)] } as const
      store.end(destination, now(), [{ parcel, lines }], ended)
      onWithdrawn(destination, lines.size)
      removed += lines.size
    }
    return removed
  }

  /** What was refused and kept: nobody has it in hand, and what is refused later is looked at before it is kept. */
  #fromLetters(destination: string, keys: readonly string[], atMs: number, level: 'full' | undefined): number {
    const { store, letters, now } = this.#deps
    let removed = 0
    for (const row of letters.with(destination, keys)) {
      const letter = openLetter(row)
      const lines = withdrawnLines(letter, new Set(keys), atMs, level)
      if (lines.size === 0) continue
      letters.take(letter, lines)
      const ended = { outcome: 'withdrawn', code: 'consent_withdrawn', sheets: [endedSheet(letter, lines)] } as const
      store.record(destination, now(), ended)
      removed += lines.size
    }
    return removed
  }

  #postpone(destination: string, work: () => void): void {
    const works = this.#postponed.get(destination) ?? []
    if (works.length < MAX_POSTPONED) works.push(work)
    this.#postponed.set(destination, works)
  }
}

/** `times`: when these persons said no, by key. */
export function isWithdrawn({ p, g }: Entry, times: ReadonlyMap<string, number>): boolean {
  return p?.some((key) => (times.get(key) ?? Number.NEGATIVE_INFINITY) >= (g ?? 0)) === true
}

function withdrawnLines(
  parcel: OpenParcel,
  keys: ReadonlySet<string>,
  atMs: number,
  level: 'full' | undefined,
): ReadonlySet<number> {
  const hit = parcel.held.filter(
    ({ entry }) =>
      (level === undefined || entry.lv === level) &&
      (entry.g ?? Number.NEGATIVE_INFINITY) <= atMs &&
      entry.p?.some((key) => keys.has(key)) === true,
  )
  return new Set(hit.map(({ line }) => line))
}
