/**
 * Who has had which event, for the events of one transaction: destinations, and the off-site record; and what the buyers of orders have
 * refused in any copy of them. Pure: the store reads before and writes after.
 */
import { keepAlive } from '../event/kept-alive.ts'
import type { JourneyFact } from '../offsite/facts.ts'
import type { Verdict } from '../pipeline/judge.ts'
import { heldAgainst, withNoes, type Noes } from '../pipeline/order-noes.ts'

/** Stands beside the destinations where the off-site record has been told; no destination can be called so. */
export const RECORD = '@record'

/** A dedupe key as it lies in the table; `destinations` with spaces, `noes` as JSON. */
export interface ServedRow extends Record<string, SqlStorageValue> {
  key: string
  destinations: string
  noes: string | null
}

/** New keys that differ in nothing else but what their buyers refuse: one statement writes them. */
export interface FreshKeys {
  readonly keys: readonly string[]
  readonly destinations: string
  readonly untilDay: number
  /** What was refused, as JSON; only of keys of which somebody said no. */
  readonly noes: ReadonlyMap<string, string>
}

/** What a row that lies in the table is from now on. */
export interface ChangedRow {
  readonly key: string
  readonly served: readonly string[]
  readonly noes: Noes | undefined
  readonly untilDay: number
}

interface Claim {
  readonly served: string[]
  noes: Noes | undefined
  /** As the row will have it; of one that lies in the table where that is to be later. */
  untilDay: number
  /** Whether the key lies in the table, and whether something had been sent under it. */
  readonly isKnown: boolean
  readonly wasSent: boolean
  changed: boolean
}

export class Claims {
  readonly #byKey: Map<string, Claim>

  /** `known`: the rows there are for the keys that will be claimed. */
  constructor(known: readonly ServedRow[]) {
    this.#byKey = new Map(known.map((row) => [row.key, knownClaim(row)]))
  }

  /**
   * The same sale without what its buyer's no in an earlier copy stands against; its own no is held against those that come later. A
   * sale of which something was sent waits for no other copies.
   */
  heed(event: Verdict): Verdict {
    if (event.order === undefined) return event
    const claim = this.#byKey.get(event.dedupeKey)
    const before = claim?.noes
    if (event.noes !== undefined) this.#refuse(event, event.noes)
    const heeded = before === undefined ? event : heldAgainst(event, before)
    return claim?.wasSent === true ? { ...heeded, settles: undefined } : heeded
  }

  /** Returns those that have had the event before, be it from an earlier event of the same transaction. */
  claim(event: Verdict): string[] {
    const takers = takersOf(event)
    if (takers.length === 0) return []
    const claim = this.#byKey.get(event.dedupeKey)
    if (claim !== undefined) return claimAgain(claim, takers, event.dedupeUntilDay)
    this.#byKey.set(event.dedupeKey, newClaim(takers, event.dedupeUntilDay))
    return []
  }

  /** The same no again changes nothing. */
  #refuse({ dedupeKey: key, dedupeUntilDay }: Verdict, more: Noes): void {
    const claim = this.#byKey.get(key) ?? newClaim([], dedupeUntilDay)
    this.#byKey.set(key, claim)
    const noes = withNoes(claim.noes, more)
    if (noes === claim.noes) return
    claim.noes = noes
    claim.untilDay = Math.max(claim.untilDay, dedupeUntilDay)
    claim.changed = true
  }

  /** What is to be inserted: one list for each set of destinations and time, nearly always a single one. */
  fresh(): Iterable<FreshKeys> {
    const lists = new Map<string, FreshKeys & { readonly keys: string[]; readonly noes: Map<string, string> }>()
    for (const [key, { served, noes, untilDay, isKnown }] of this.#byKey) {
      if (isKnown) continue
      const destinations = served.join(' ')
      const name = `${untilDay} ${destinations}`
      const list = lists.get(name) ?? { keys: [], destinations, untilDay, noes: new Map<string, string>() }
      if (list.keys.push(key) === 1) lists.set(name, list)
      if (noes !== undefined) list.noes.set(key, JSON.stringify(noes))
    }
    return lists.values()
  }

  /** What lies in the table and now has been served to more destinations, or refused. */
  changed(): readonly ChangedRow[] {
    return [...this.#byKey].flatMap(([key, { served, noes, untilDay, isKnown, changed }]) =>
      changed && isKnown ? [{ key, served, noes, untilDay }] : [],
    )
  }
}

keepAlive(new Claims([]))

function newClaim(served: string[], untilDay: number): Claim {
  return { served, noes: undefined, untilDay, isKnown: false, wasSent: false, changed: false }
}

function knownClaim({ destinations, noes }: ServedRow): Claim {
  const served = idsIn(destinations)
  const refused = noes === null ? undefined : (JSON.parse(noes) as Noes)
  return { served, noes: refused, untilDay: 0, isKnown: true, wasSent: served.length > 0, changed: false }
}

/** A row of a sale that was only ever refused has none. */
export function idsIn(destinations: string): string[] {
  return destinations === '' ? [] : destinations.split(' ')
}

/** The key is known: only those may have the event now that have not had it. What its buyer refused may be of an earlier day. */
function claimAgain(claim: Claim, takers: readonly string[], untilDay: number): string[] {
  const duplicates: string[] = []
  for (const taker of takers) {
    if (claim.served.includes(taker)) {
      duplicates.push(taker)
    } else {
      claim.served.push(taker)
      claim.untilDay = Math.max(claim.untilDay, untilDay)
      claim.changed = true
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
