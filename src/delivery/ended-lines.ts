import { endedSheet, type Held, type OpenParcel } from '../outbox/state.ts'

/** Which lines of a batch's parcels have ended so far. */
export class EndedLines {
  readonly #parcels: ReadonlyMap<number, { parcel: OpenParcel; lines: Set<number> }>

  constructor(batch: readonly OpenParcel[]) {
    this.#parcels = new Map(batch.map((parcel) => [parcel.row.id, { parcel, lines: new Set<number>() }]))
  }

  /** The receipt sheets of these deliveries, one per parcel. */
  sheetsOf(parts: readonly Held[]): string[] {
    return [...byParcel(parts)].flatMap(([id, lines]) => {
      const known = this.#parcels.get(id)
      return known === undefined ? [] : [endedSheet(known.parcel, lines)]
    })
  }

  /** Adds them, and returns each touched parcel with all of its lines that have ended. */
  add(parts: readonly Held[]): { parcel: OpenParcel; lines: ReadonlySet<number> }[] {
    return [...byParcel(parts)].flatMap(([id, lines]) => {
      const known = this.#parcels.get(id)
      if (known === undefined) return []
      for (const line of lines) known.lines.add(line)
      return [known]
    })
  }
}

function byParcel(parts: readonly Held[]): Map<number, Set<number>> {
  const lines = new Map<number, Set<number>>()
  for (const { parcel, line } of parts) {
    const known = lines.get(parcel)
    if (known === undefined) lines.set(parcel, new Set([line]))
    else known.add(line)
  }
  return lines
}
