/** A part of an imported file on the wire. Rows that do not fit are named and left out; the others are taken. Nothing here throws. */
import { MAX_ERRORS, type FieldError } from '../event/errors.ts'
import { parseImportRow } from '../offsite/row-schema.ts'
import { notYet } from '../offsite/row-time.ts'
import type { ImportFile, ImportRow } from '../offsite/rows.ts'
import { withoutHits } from '../privacy/guard.ts'
import { MAX_ROWS, readObject, type Body } from './ledger-body.ts'

export interface ImportBody {
  readonly file: ImportFile
  /** How many rows do not fit, and what is wrong with the first of them. */
  readonly malformed: number
  readonly errors: readonly FieldError[]
  /** Of rows that were taken, and are seldom meant. */
  readonly warnings: readonly FieldError[]
}

const MAX_NAME = 256

export function readImportBody(text: string, nowMs: number): Body<ImportBody> {
  const body = readObject(text, ['file', 'name', 'rows'])
  if (!body.ok) return body
  const { file, name, rows: list } = body.members
  if (typeof file !== 'string' || !/^[0-9a-f]{64}$/.test(file))
    return wrong('file', 'must be the SHA-256 of the file, 64 hex digits')
  if (typeof name !== 'string' || name.length > MAX_NAME || !/^\P{C}+$/u.test(name))
    return wrong('name', `must be the name of the file, 1 to ${MAX_NAME} printable characters`)
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_ROWS)
    return wrong('rows', `must be a list of 1 to ${MAX_ROWS} elements`)
  const rows: ImportRow[] = []
  const errors: FieldError[] = []
  const warnings: FieldError[] = []
  list.forEach((value: unknown, index) => {
    const place = `rows.${index}`
    const parsed = parseImportRow(value, place)
    const wrongs = parsed.ok ? notYet(parsed.row, nowMs, place) : parsed.errors
    if (parsed.ok && wrongs.length === 0) {
      rows.push(parsed.row)
      warnings.push(...takenBack(parsed.row, place))
    } else if (errors.length < MAX_ERRORS) errors.push(...wrongs)
  })
  const malformed = list.length - rows.length
  return {
    ok: true,
    file: { file, name: withoutHits(name, 'text'), rows },
    malformed,
    errors: errors.slice(0, MAX_ERRORS),
    warnings: warnings.slice(0, MAX_ERRORS),
  }
}

/** Platforms give money back on a later day; a sign that slipped in looks the same. */
function takenBack(row: ImportRow, place: string): readonly FieldError[] {
  if (row.kind !== 'media') return []
  return (['spend', 'claimed_value'] as const).flatMap((field) =>
    (row[field] ?? 0) < 0 ? [{ path: `${place}.${field}`, message: 'is below zero: taken as a credit' }] : [],
  )
}

function wrong(path: string, message: string): { ok: false; code: 'wrong_rows'; errors: readonly FieldError[] } {
  return { ok: false, code: 'wrong_rows', errors: [{ path, message }] }
}
