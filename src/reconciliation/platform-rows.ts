/** Reports of a platform overlap: what several imports say of one thing is taken once. */
import type { PlatformRow } from './wire.ts'

/** As `GET /v1/ledger/platform` gives it. */
export type ImportedRow = PlatformRow & { readonly imported_at?: string; readonly file?: string }

/**
 * Events: as often as the import that has it most often. Figures of a day: as the latest import says, because platforms correct
 * them for days; all of a day, or browser and server apart, never both.
 */
export function withoutRepeats(rows: readonly ImportedRow[]): readonly PlatformRow[] {
  const [first] = rows
  // One import repeats nothing.
  if (first === undefined || rows.every((row) => importOf(row) === importOf(first))) return rows
  const latest = new Map<string, ImportedRow>()
  const most = new Map<string, number>()
  const inImport = new Map<string, number>()
  const events: PlatformRow[] = []
  for (const row of rows) {
    const key = keyOf(row)
    if (row.kind !== 'event') {
      const known = latest.get(key)
      if (known === undefined || importedAt(row) >= importedAt(known)) latest.set(key, row)
      continue
    }
    const place = `${importOf(row)}\n${key}`
    const times = 1 + (inImport.get(place) ?? 0)
    inImport.set(place, times)
    if (times <= (most.get(key) ?? 0)) continue
    most.set(key, times)
    events.push(row)
  }
  return [...events, ...wholeOrParts([...latest.values()])]
}

/** A day that came whole and in parts, from two reports: the later of them holds what the other says. */
function wholeOrParts(rows: readonly ImportedRow[]): readonly ImportedRow[] {
  const newest = new Map<string, ImportedRow>()
  for (const row of rows) {
    if (row.kind !== 'received') continue
    const known = newest.get(dayOf(row))
    if (known === undefined || importedAt(row) > importedAt(known)) newest.set(dayOf(row), row)
  }
  return rows.filter((row) => row.kind !== 'received' || isPart(row) === isPart(newest.get(dayOf(row)) ?? row))
}

function isPart(row: ImportedRow): boolean {
  return row.kind === 'received' && row.via !== undefined
}

function dayOf({ event, day }: { readonly event: string; readonly day: string }): string {
  return `${event}\n${day}`
}

/** A file comes in parts; what was pulled from an API has no file. */
function importOf({ file = '', imported_at: at = '' }: ImportedRow): string {
  return file === '' ? at : file
}

function importedAt({ imported_at: at = '' }: ImportedRow): string {
  return at
}

function keyOf(row: PlatformRow): string {
  switch (row.kind) {
    case 'event':
      return [row.event, row.event_id, row.order_id, row.at, row.via].join('\n')
    case 'received':
      return [row.kind, row.event, row.day, row.via].join('\n')
    case 'attributed':
      return [row.kind, row.event, row.day, row.window, row.how, row.currency].join('\n')
  }
}
