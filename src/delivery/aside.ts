/**
 * Deliveries to which a platform says "later" again and again, each alone, while it takes others: they must not hold up the
 * others. They are passed over, tried alone from time to time, and end when they have waited too long.
 */
import type { Held } from '../outbox/state.ts'
import { nextAttemptAt, type RetryPolicy } from '../outbox/retry.ts'

interface LoneTries {
  failures: number
  notBeforeMs: number
}

export interface AsideMemory {
  /** Failed alone, how often: passed over for now, to see whether the platform takes another. By delivery. */
  readonly suspects: Map<string, number>
  /** The platform took others instead of these. By delivery. */
  readonly aside: Map<string, LoneTries>
}

export function newAsideMemory(): AsideMemory {
  return { suspects: new Map(), aside: new Map() }
}

export interface Due {
  readonly parcel: number
  readonly is: (one: Held) => boolean
  /** It has ended in another way. */
  readonly isGone: () => void
}

export interface AsideDeps {
  readonly memory: AsideMemory
  readonly now: () => number
  readonly random: () => number
}

/** After so many failures alone, another is tried in its place. */
const LONE_FAILURES = 3
/** So many are passed over one after the other; where all of them fail, it is the platform, and the oldest is asked again. */
const MOST_SUSPECTS = 16
/** More than that are the platform's trouble, and not theirs. */
const MOST_ASIDE = 64
const ASIDE_RETRY: RetryPolicy = { baseMs: 60_000, capMs: 60 * 60_000 }

export class Asides {
  readonly #deps: AsideDeps

  constructor(deps: AsideDeps) {
    this.#deps = deps
  }

  passesOver(one: Held): boolean {
    const { suspects, aside } = this.#deps.memory
    // Nearly always: no name need be made for each delivery then.
    if (suspects.size === 0 && aside.size === 0) return false
    const key = keyOf(one)
    return aside.has(key) || (suspects.get(key) ?? 0) >= LONE_FAILURES
  }

  /** "Later", to this one alone. True where the platform is known to take others: then it says nothing about the platform. */
  failedAlone(one: Held): boolean {
    const { suspects, aside } = this.#deps.memory
    const key = keyOf(one)
    const known = aside.get(key)
    if (known !== undefined) {
      this.#lay(key, known.failures + 1)
      return true
    }
    if (suspects.size >= MOST_SUSPECTS && !suspects.has(key)) suspects.clear()
    suspects.set(key, (suspects.get(key) ?? 0) + 1)
    return false
  }

  /** The platform has said something definite about these: what was passed over for them was to blame itself. */
  answered(parts: readonly Held[]): void {
    const { suspects, aside } = this.#deps.memory
    if (suspects.size === 0 && aside.size === 0) return
    for (const one of parts) {
      suspects.delete(keyOf(one))
      aside.delete(keyOf(one))
    }
    for (const [key, failures] of suspects)
      // Tried again at once: where the platform was down all the while, they are as good as any other.
      if (failures >= LONE_FAILURES && aside.size < MOST_ASIDE) aside.set(key, { failures: 0, notBeforeMs: 0 })
    suspects.clear()
  }

  /** There was nothing else to try: each is tried once more. False where none was passed over. */
  trySuspectsAgain(): boolean {
    const { suspects } = this.#deps.memory
    const passedOver = [...suspects].filter(([, failures]) => failures >= LONE_FAILURES)
    for (const [key] of passedOver) suspects.set(key, LONE_FAILURES - 1)
    return passedOver.length > 0
  }

  /** Its parcel; undefined where none may be tried yet. It has its next time from now on, whatever becomes of this try. */
  takeDue(): Due | undefined {
    const { memory, now } = this.#deps
    for (const [key, { failures, notBeforeMs }] of memory.aside) {
      if (notBeforeMs > now()) continue
      this.#lay(key, failures)
      const parcel = Number(key.split(' ', 1)[0])
      return { parcel, is: (one) => keyOf(one) === key, isGone: () => void memory.aside.delete(key) }
    }
    return undefined
  }

  /** When the next of them may be tried; undefined where there is none. */
  nextMs(): number | undefined {
    const { aside } = this.#deps.memory
    return aside.size === 0 ? undefined : Math.min(...[...aside.values()].map(({ notBeforeMs }) => notBeforeMs))
  }

  #lay(key: string, failures: number): void {
    const { memory, now, random } = this.#deps
    memory.aside.set(key, { failures, notBeforeMs: nextAttemptAt(now(), failures, ASIDE_RETRY, random()) })
  }
}

/** Lines are numbered anew when a parcel shrinks; the parcel and the event's id stay. */
function keyOf({ parcel, entry }: Held): string {
  return `${parcel} ${entry.id}`
}
