/** What several reports of one platform say of the same days. */
import { describe, expect, it } from 'vitest'
import { emptyBooks } from './books.ts'
import { platformReader, type ImportedRow } from './platform-rows.ts'

const row = (count: number, hour: number, via?: 'browser' | 'server', file = `${hour} ${via}`): ImportedRow => ({
  kind: 'received',
  event: 'purchase',
  day: '2026-11-20',
  count,
  ...(via !== undefined && { via }),
  file,
  imported_at: `2026-11-21T0${hour}:00:00.000Z`,
})
const total = (...rows: readonly ImportedRow[]) => {
  const books = emptyBooks()
  const reader = platformReader(books)
  for (const one of rows) reader.read(one)
  reader.end()
  return books.figures.reduce((sum, { count }) => sum + count, books.events.length())
}

describe('figures of a day from several reports', () => {
  it('are those of the latest', () => {
    expect(total(row(190, 1), row(200, 2))).toBe(200)
    expect(total(row(100, 1, 'browser'), row(90, 1, 'server'), row(103, 2, 'browser'), row(97, 2, 'server'))).toBe(200)
  })

  it('are not counted twice where one report has the whole and another browser and server apart', () => {
    expect(total(row(190, 1), row(103, 2, 'browser', 'a'), row(97, 2, 'server', 'a'))).toBe(200)
    expect(total(row(100, 1, 'browser', 'a'), row(90, 1, 'server', 'a'), row(200, 2))).toBe(200)
  })

  it('are summed where browser and server come in a report each', () => {
    expect(total(row(103, 1, 'browser'), row(97, 2, 'server'))).toBe(200)
  })
})
