/** The panels of the folder geolift: `date,location,Y`, a row for each day and place. */
import { readFileSync } from 'node:fs'

export interface CsvPanel {
  readonly names: readonly string[]
  readonly rows: readonly Float64Array[]
}

export function readPanel(path: string): CsvPanel {
  const places = new Map<string, Map<string, number>>()
  const days = new Set<string>()
  for (const { date = '', location = '', Y = '' } of csvRows(path)) {
    const place = places.get(location) ?? new Map<string, number>()
    places.set(location, place.set(date, Number(Y)))
    days.add(date)
  }
  const order = [...days].toSorted()
  return {
    names: [...places.keys()],
    rows: [...places.values()].map((place) => Float64Array.from(order, (day) => place.get(day) ?? Number.NaN)),
  }
}

/** Lines by the names of the first; no cell of these files has a comma in it. */
export function csvRows(path: string): readonly Readonly<Partial<Record<string, string>>>[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').replaceAll('"', '').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
