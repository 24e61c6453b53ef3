/**
 * Parcels that were written a moment ago, as they lie in the table: what is delivered soon after it was accepted need not be
 * read from the disk and decoded again. The table alone says what there is; this only saves the reading. Pure.
 */
import type { PendingRow } from './state.ts'

/**
 * The oldest are delivered first, so that what comes when it is full is left to the table. A destination that takes nothing leaves
 * the others their room. Under a lasting load of batches of a hundred, reading what did not fit was a tenth of all the work.
 */
const MAX_CHARACTERS = 10 * 1024 * 1024
const MAX_CHARACTERS_OF_ONE = 5 * 1024 * 1024

interface Kept {
  readonly rows: Map<number, PendingRow>
  characters: number
}

export class ParcelCache {
  readonly #kept = new Map<string, Kept>()
  #characters = 0

  add(destination: string, row: PendingRow): void {
    const kept = this.#keptFor(destination)
    const characters = sizeOf(row)
    if (kept.characters + characters > MAX_CHARACTERS_OF_ONE || this.#characters + characters > MAX_CHARACTERS) return
    kept.rows.set(row.id, row)
    kept.characters += characters
    this.#characters += characters
  }

  /** The parcel has changed or is gone. */
  forget(destination: string, id: number): void {
    const kept = this.#kept.get(destination)
    const row = kept?.rows.get(id)
    if (kept === undefined || row === undefined) return
    kept.rows.delete(id)
    kept.characters -= sizeOf(row)
    this.#characters -= sizeOf(row)
  }

  forgetAll(): void {
    this.#kept.clear()
    this.#characters = 0
  }

  /** These parcels, in this order. `read`: those of them that must be read from the table. */
  rows(
    destination: string,
    ids: readonly number[],
    read: (missing: readonly number[]) => readonly PendingRow[],
  ): PendingRow[] {
    const known = this.#kept.get(destination)?.rows
    const missing = ids.filter((id) => known?.has(id) !== true)
    const found = missing.length === 0 ? [] : read(missing)
    const others = new Map(found.map((row) => [row.id, row]))
    return ids.flatMap((id) => known?.get(id) ?? others.get(id) ?? [])
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
