/** Which destinations have had which event, for the events of one transaction. Pure: the store reads before and writes after. */
import type { Verdict } from '../pipeline/judge.ts'

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

  /** Returns the destinations that have had the event before, be it from an earlier event of the same transaction. */
  claim(event: Verdict): string[] {
    const claim = this.#byKey.get(event.dedupeKey)
    if (claim === undefined) {
      const served = event.deliveries.map(({ destination }) => destination)
      this.#byKey.set(event.dedupeKey, { served, untilDay: event.dedupeUntilDay, extended: false })
      return []
    }
    return claimAgain(claim, event)
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

function knownClaim(destinations: string): Claim {
  return { served: destinations === '' ? [] : destinations.split(' '), untilDay: undefined, extended: false }
}

/** The key is known: only destinations that have not had the event may have it now. */
function claimAgain(claim: Claim, event: Verdict): string[] {
  const duplicates: string[] = []
  for (const { destination } of event.deliveries) {
    if (claim.served.includes(destination)) {
      duplicates.push(destination)
    } else {
      claim.served.push(destination)
      claim.extended = true
    }
  }
  return duplicates
}
