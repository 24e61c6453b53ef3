/**
 * Parcels that were written a moment ago, as they lie in the table: what is delivered soon after it was accepted need not be
 * read from the disk, decoded and parsed again. The table alone says what there is; this only saves the reading. Pure.
 */
import { openParcel, type OpenParcel, type PendingRow, type Sheet } from './state.ts'

/**
 * The oldest are delivered first, so that what comes when it is full is left to the table. A destination that takes nothing leaves
 * the others their room. Under a lasting load of batches of a hundred, reading what did not fit was a tenth of all the work.
 */
const MAX_CHARACTERS = 10 * 1024 * 1024
const MAX_CHARACTERS_OF_ONE = 5 * 1024 * 1024
/** Lines of sheets that are kept beside their text, at some 500 bytes each. */
const MAX_LINES_OF_ONE = 5_000

interface KeptParcel {
  readonly row: PendingRow
  /** What the text of the row's sheet was made of. */
  readonly sheet: Sheet | undefined
}

interface Kept {
  readonly parcels: Map<number, KeptParcel>
  characters: number
  lines: number
}

export class ParcelCache {
  readonly #kept = new Map<string, Kept>()
  #characters = 0

  /** `sheet`: what the text of the row's sheet was made of, where it is known. */
  add(destination: string, row: PendingRow, sheet?: Sheet): void {
    const kept = this.#keptFor(destination)
    const characters = sizeOf(row)
    if (kept.characters + characters > MAX_CHARACTERS_OF_ONE || this.#characters + characters > MAX_CHARACTERS) return
    const isRoom = kept.lines + linesOf(sheet) <= MAX_LINES_OF_ONE
    this.#put(kept, { row, sheet: isRoom ? sheet : undefined })
  }

  /** The parcel has changed or is gone. */
  forget(destination: string, id: number): void {
    const kept = this.#kept.get(destination)
    const known = kept?.parcels.get(id)
    if (kept === undefined || known === undefined) return
    kept.parcels.delete(id)
    kept.characters -= sizeOf(known.row)
    kept.lines -= linesOf(known.sheet)
    this.#characters -= sizeOf(known.row)
  }

  forgetAll(): void {
    this.#kept.clear()
    this.#characters = 0
  }

  /** These parcels, in this order. `read`: those of them that must be read from the table. */
  open(
    destination: string,
    ids: readonly number[],
    read: (missing: readonly number[]) => readonly PendingRow[],
  ): OpenParcel[] {
    const known = this.#kept.get(destination)?.parcels
    const missing = ids.filter((id) => known?.has(id) !== true)
    const found = missing.length === 0 ? [] : read(missing)
    const others = new Map(found.map((row) => [row.id, { row, sheet: undefined }]))
    return ids.flatMap((id) => {
      const one = known?.get(id) ?? others.get(id)
      return one === undefined ? [] : openParcel(one.row, one.sheet)
    })
  }

  #put(kept: Kept, parcel: KeptParcel): void {
    kept.parcels.set(parcel.row.id, parcel)
    kept.characters += sizeOf(parcel.row)
    kept.lines += linesOf(parcel.sheet)
    this.#characters += sizeOf(parcel.row)
  }

  #keptFor(destination: string): Kept {
    const known = this.#kept.get(destination)
    if (known !== undefined) return known
    const kept: Kept = { parcels: new Map(), characters: 0, lines: 0 }
    this.#kept.set(destination, kept)
    return kept
  }
}

function sizeOf({ bodies, sheet }: PendingRow): number {
  return bodies.length + sheet.length
}

function linesOf(sheet: Sheet | undefined): number {
  return sheet?.list.length ?? 0
}
