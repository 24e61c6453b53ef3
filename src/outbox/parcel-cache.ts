/**
 * Parcels that were written a moment ago, as they lie in the table: what is delivered soon after it was accepted need not be
 * read from the disk and decoded again. The table alone says what there is; this only saves the reading. Pure.
 */
import type { PendingRow } from './state.ts'

/** Of each destination. The oldest are delivered first, so that what comes when it is full is left to the table. */
const MAX_CHARACTERS = 1024 * 1024

interface Kept {
  readonly rows: Map<number, PendingRow>
  characters: number
}

export class ParcelCache {
  readonly #kept = new Map<string, Kept>()

  add(destination: string, row: PendingRow): void {
    const kept = this.#keptFor(destination)
    const characters = sizeOf(row)
    if (kept.characters + characters > MAX_CHARACTERS) return
    kept.rows.set(row.id, row)
    kept.characters += characters
  }

  /** The parcel has changed or is gone. */
  forget(destination: string, id: number): void {
    const kept = this.#kept.get(destination)
    const row = kept?.rows.get(id)
    if (kept === undefined || row === undefined) return
    kept.rows.delete(id)
    kept.characters -= sizeOf(row)
  }

  forgetAll(): void {
    this.#kept.clear()
  }

  /** These parcels, in this order; undefined where one of them must be read from the table. */
  rows(destination: string, ids: readonly number[]): PendingRow[] | undefined {
    const known = this.#kept.get(destination)?.rows
    const rows = ids.flatMap((id) => known?.get(id) ?? [])
    return rows.length === ids.length ? rows : undefined
  }

  #keptFor(destination: string): Kept {
    const known = this.#kept.get(destination)
    if (known !== undefined) return known
    const kept: Kept = { rows: new Map(), characters: 0 }
    this.#kept.set(destination, kept)
    return kept
  }
}

function sizeOf({ bodies, sheet }: PendingRow): number {
  return bodies.length + sheet.length
}
