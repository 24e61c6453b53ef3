/** Reports of a platform overlap: what several imports say of one thing is taken once. */
import type { Books, EventRow, FigureRow } from './books.ts'
import { isSale } from './names.ts'
import { whole } from './numbers.ts'
import { textTable, wordTable, type TextTable } from './text-table.ts'
import type { PlatformRow } from './wire.ts'

/** As `GET /v1/ledger/platform` gives it. */
export type ImportedRow = PlatformRow & { readonly imported_at?: string; readonly file?: string }
type ImportedFigure = FigureRow & Pick<ImportedRow, 'imported_at' | 'file'>

/**
 * Enters rows in the books as they are read. Events: as often as the import that has it most often. Figures of a day: as the
 * latest import says, because platforms correct them for days; all of a day, or browser and server apart, never both.
 */
export function platformReader({ events, figures, texts }: Books) {
  const imports = wordTable()
  const told: ImportedFigure[] = []
  let times: TimesTold | undefined
  const isNew = (row: EventRow, from: number): boolean => {
    // One import repeats nothing.
    if (imports.size() < 2) return true
    if (times === undefined) {
      times = timesTold(texts)
      for (let place = 0; place < events.length(); place++) times.isNew(events.at(place), 0)
    }
    return times.isNew(row, from)
  }
  return {
    read: (row: ImportedRow): void => {
      const from = imports.keep(importOf(row))
      if (row.kind !== 'event') told.push(row)
      else if (isSale(row) && isNew(row, from)) events.push(row)
    },
    end: (): void => {
      for (const row of imports.size() < 2 ? told : wholeOrParts(latestOf(told))) figures.push(row)
    },
  }
}

interface TimesTold {
  /** Whether this import tells it more often than any did before. */
  readonly isNew: (row: EventRow, from: number) => boolean
}

function timesTold(texts: TextTable): TimesTold {
  const [keys, keysOfImports] = [textTable(), textTable()]
  const [most, inImport] = [whole(), whole()]
  return {
    isNew: (row, from) => {
      const key = keys.keep(keyOf(row, texts))
      const place = keysOfImports.keep(`${from} ${key}`)
      const times = 1 + Math.max(0, inImport.at(place))
      inImport.set(place, times)
      if (times <= most.at(key)) return false
      most.set(key, times)
      return true
    },
  }
}

function latestOf(figures: readonly ImportedFigure[]): readonly ImportedFigure[] {
  const latest = new Map<string, ImportedFigure>()
  for (const row of figures) {
    const key = keyOfFigure(row)
    const known = latest.get(key)
    if (known === undefined || importedAt(row) >= importedAt(known)) latest.set(key, row)
  }
  return [...latest.values()]
}

/** A day that came whole and in parts, from two reports: the later of them holds what the other says. */
function wholeOrParts(rows: readonly ImportedFigure[]): readonly ImportedFigure[] {
  const newest = new Map<string, ImportedFigure>()
  for (const row of rows) {
    if (row.kind !== 'received') continue
    const known = newest.get(dayOf(row))
    if (known === undefined || importedAt(row) > importedAt(known)) newest.set(dayOf(row), row)
  }
  return rows.filter((row) => row.kind !== 'received' || isPart(row) === isPart(newest.get(dayOf(row)) ?? row))
}

function isPart(row: ImportedFigure): boolean {
  return row.kind === 'received' && row.via !== undefined
}

function dayOf({ event, day }: { readonly event: string; readonly day: string }): string {
  return `${event}\n${day}`
}

/** A file comes in parts; what was pulled from an API has no file. */
function importOf({ file = '', imported_at: at = '' }: ImportedRow): string {
  return file === '' ? at : file
}

function importedAt({ imported_at: at = '' }: ImportedFigure): string {
  return at
}

/** Names by their numbers: shorter. */
function keyOf(row: EventRow, texts: TextTable): string {
  const [id, order] = [row.event_id, row.order_id].map((name) => (name === undefined ? '' : texts.keep(name)))
  return [row.event, id, order, row.at, row.via].join('\n')
}

function keyOfFigure(row: FigureRow): string {
  return row.kind === 'received'
    ? [row.kind, row.event, row.day, row.via].join('\n')
    : [row.kind, row.event, row.day, row.window, row.how, row.currency].join('\n')
}
