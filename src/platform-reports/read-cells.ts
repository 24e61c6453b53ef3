/** Cells of an export: days, instants, counts and amounts. Undefined where a cell is none. */
import { amountOf, microsOf, nearestMicros, type Micros } from '../event/money.ts'

/** `2026-11-20`, also with a time behind it; `20/11/2026` only where the file is French: elsewhere nobody could tell 3 May from 5 March. */
export function dayCell(text: string, french: boolean): string | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T].*)?$/.exec(text)?.[1]
  const parts = french ? /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) : null
  const day = iso ?? (parts === null ? undefined : `${parts[3]}-${parts[2]}-${parts[1]}`)
  if (day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return undefined
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? day : undefined
}

/** With its time zone, as ISO 8601 in UTC. */
export function instantCell(text: string): string | undefined {
  const written = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(written)) return undefined
  const atMs = Date.parse(written)
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString()
}

export function countCell(text: string, french: boolean): number | undefined {
  const plain = plainNumber(text, french)
  // 1.000 and 1,000 may be a thousand: one with three noughts behind it nobody writes.
  if (plain === undefined || !/^\d{1,12}(?:\.0{1,2})?$/.test(plain)) return undefined
  return Number(plain)
}

/** Not below zero. What the platform has added up in binary has digits that nobody wrote. */
export function amountCell(text: string, french: boolean): Micros | undefined {
  const plain = plainNumber(text, french)
  const micros = plain === undefined ? undefined : (microsOf(plain) ?? nearestMicros(Number(plain)))
  return micros === undefined || micros < 0n ? undefined : micros
}

export function amountValue(micros: Micros): number {
  return amountOf(micros)
}

const SPACES = /[\s\u00A0\u202F]/g
const SIGNS = /^[€$£]|[€$£]$/g

/** `1 234,56 €` and `€1,234.56` as `1234.56`. In a French file the comma is the decimal mark, elsewhere it parts thousands. */
function plainNumber(text: string, french: boolean): string | undefined {
  const bare = text.replaceAll(SPACES, '').replaceAll(SIGNS, '')
  if (french && /^\d+,\d+$/.test(bare)) return bare.replace(',', '.')
  if (!french && /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)) return bare.replaceAll(',', '')
  return /^\d+(?:\.\d+)?$/.test(bare) ? bare : undefined
}
