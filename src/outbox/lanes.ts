/**
 * Where the parcels of each destination lie: a range of the ids of `pending`, its lane, so that nobody walks through what waits
 * for somebody else (decision 0056). Whose lane is whose, the rows say; a destination that has none takes one that is free.
 */
import type { Sql } from './tables.ts'

/** A thousand parcels a second for 34 years; 900 lanes, and there are a dozen destinations, stay below the 15 digits of a cursor. */
export const IDS_IN_LANE = 2 ** 40

/** Between these two ids, neither of which is a parcel's. */
export interface Lane {
  readonly from: number
  readonly to: number
}

interface OwnLane extends Lane {
  lastId: number
}

interface FirstRow extends Record<string, SqlStorageValue> {
  destination: string
  id: number
}

export class Lanes {
  readonly #lanes = new Map<string, OwnLane>()

  constructor(sql: Sql) {
    let first = firstFrom(sql, 0)
    while (first !== undefined) {
      const lane = laneOf(Math.floor(first.id / IDS_IN_LANE))
      this.#lanes.set(first.destination, { ...lane, lastId: lastBefore(sql, lane.to) })
      first = firstFrom(sql, lane.to)
    }
  }

  /** By destination: of all others nothing waits. */
  get all(): ReadonlyMap<string, Lane> {
    return this.#lanes
  }

  of(destination: string): Lane {
    return this.#own(destination)
  }

  /** Larger than that of every parcel of the destination before it. */
  nextId(destination: string): number {
    return ++this.#own(destination).lastId
  }

  /** No parcel of the destination has a larger one. */
  lastId(destination: string): number {
    return this.#own(destination).lastId
  }

  #own(destination: string): OwnLane {
    const known = this.#lanes.get(destination)
    if (known !== undefined) return known
    const free = this.#free()
    const own = { ...free, lastId: free.from }
    this.#lanes.set(destination, own)
    return own
  }

  #free(): Lane {
    const taken = new Set([...this.#lanes.values()].map(({ from }) => from))
    let number = 0
    while (taken.has(laneOf(number).from)) number++
    return laneOf(number)
  }
}

function laneOf(number: number): Lane {
  return { from: number * IDS_IN_LANE, to: (number + 1) * IDS_IN_LANE }
}

function firstFrom(sql: Sql, id: number): FirstRow | undefined {
  return sql.rows<FirstRow>('SELECT destination, id FROM pending WHERE id >= ? ORDER BY id LIMIT 1', id)[0]
}

function lastBefore(sql: Sql, id: number): number {
  return sql.rows<{ id: number }>('SELECT max(id) AS id FROM pending WHERE id < ?', id)[0]?.id ?? 0
}
