/** Who has had which event, for the events of one transaction: destinations, and the off-site record. Pure: the store reads before and writes after. */
import { keepAlive } from '../event/kept-alive.ts'
import type { JourneyFact } from '../offsite/facts.ts'
import type { Verdict } from '../pipeline/judge.ts'

/** Stands beside the destinations where the off-site record has been told; no destination can be called so. */
export const RECORD = '@record'

/** A dedupe key as it lies in the table; `destinations` with spaces. */
export interface ServedRow extends Record<string, SqlStorageValue> {
  key: string
  destinations: string
}

/** New keys that differ in nothing else: one statement writes them. */
export interface FreshKeys {
  readonly keys: readonly string[]
  readonly destinations: string
  readonly untilDay: number
}

interface Claim {
  readonly served: string[]
  /** Undefined for a key that lies in the table. */
  readonly untilDay: number | undefined
  extended: boolean
}

export class Claims {
  readonly #byKey: Map<string, Claim>

  /** `known`: the rows there are for the keys that will be claimed. */
  constructor(known: readonly ServedRow[]) {
    this.#byKey = new Map(known.map(({ key, destinations }) => [key, knownClaim(destinations)]))
  }

  /** Returns those that have had the event before, be it from an earlier event of the same transaction. */
  claim(event: Verdict): string[] {
    const takers = takersOf(event)
    if (takers.length === 0) return []
    const claim = this.#byKey.get(event.dedupeKey)
    if (claim !== undefined) return claimAgain(claim, takers)
    this.#byKey.set(event.dedupeKey, { served: takers, untilDay: event.dedupeUntilDay, extended: false })
    return []
  }

  /** What is to be inserted: one list for each set of destinations and time, nearly always a single one. */
  fresh(): Iterable<FreshKeys> {
    const lists = new Map<string, FreshKeys & { readonly keys: string[] }>()
    for (const [key, { served, untilDay }] of this.#byKey) {
      if (untilDay === undefined) continue
      const destinations = served.join(' ')
      const known = lists.get(`${untilDay} ${destinations}`)
      if (known === undefined) lists.set(`${untilDay} ${destinations}`, { keys: [key], destinations, untilDay })
      else known.keys.push(key)
    }
    return lists.values()
  }

  /** What lies in the table and now has been served to more destinations. */
  extended(): { readonly key: string; readonly served: readonly string[] }[] {
    return [...this.#byKey].flatMap(([key, { served, untilDay, extended }]) =>
      extended && untilDay === undefined ? [{ key, served }] : [],
    )
  }
}

keepAlive(new Claims([]))

function knownClaim(destinations: string): Claim {
  return { served: destinations === '' ? [] : destinations.split(' '), untilDay: undefined, extended: false }
}

/** The key is known: only those may have the event now that have not had it. */
function claimAgain(claim: Claim, takers: readonly string[]): string[] {
  const duplicates: string[] = []
  for (const taker of takers) {
    if (claim.served.includes(taker)) {
      duplicates.push(taker)
    } else {
      claim.served.push(taker)
      claim.extended = true
    }
  }
  return duplicates
}

function takersOf({ deliveries, fact }: Verdict): string[] {
  const takers = deliveries.map(({ destination }) => destination)
  if (fact !== undefined && countsOnce(fact, takers.length > 0)) takers.push(RECORD)
  return takers
}

/**
 * An order's fact comes with each copy of the sale, and each may know what the others do not: the record itself makes one of them.
 * A page within a session is worth no row: it is told once where its event has one anyway.
 */
function countsOnce(fact: JourneyFact, hasRow: boolean): boolean {
  return fact.k === 'touch' || (fact.k === 'step' && (hasRow || fact.step !== 'page'))
}
