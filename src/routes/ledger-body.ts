/** What is written into the ledger over HTTP: lists of rows, each held against its schema. Nothing here throws. */
import type { FieldError } from '../event/errors.ts'
import { MAX_ERRORS } from '../event/errors.ts'
import { isNotYet, type LedgerOrder } from '../event/ledger-order.ts'
import { parseLedgerOrder } from '../event/ledger-schema.ts'
import { findStructureProblem } from '../event/structure.ts'
import { parsePlatformRow } from '../reconciliation/platform-row-schema.ts'
import type { PlatformRow } from '../reconciliation/wire.ts'
import type { ProblemCode } from './problems.ts'

export const MAX_ROWS = 500
const MAX_DEPTH = 8

export type Body<Content> =
  | ({ readonly ok: true } & Content)
  | { readonly ok: false; readonly code: ProblemCode; readonly errors: readonly FieldError[] }

export interface OrdersBody {
  readonly orders: readonly LedgerOrder[]
  readonly dryRun: boolean
}

export function readOrdersBody(text: string, nowMs: number): Body<OrdersBody> {
  const body = readObject(text, ['orders', 'dry_run'])
  if (!body.ok) return body
  const { orders: list, dry_run: dryRun = false } = body.members
  if (typeof dryRun !== 'boolean') return wrong('dry_run', 'must be true or false')
  const rows = readRows('orders', list, (value, place) => {
    const parsed = parseLedgerOrder(value, place)
    if (!parsed.ok) return parsed
    if (!isNotYet(parsed.order, nowMs)) return { ok: true, row: parsed.order }
    return { ok: false, errors: [{ path: `${place}.at`, message: 'lies in the future' }] }
  })
  return rows.ok ? { ok: true, orders: rows.rows, dryRun } : rows
}

export interface PlatformBody {
  readonly destination: string
  readonly file: string
  readonly rows: readonly PlatformRow[]
}

export function readPlatformBody(text: string): Body<PlatformBody> {
  const body = readObject(text, ['destination', 'file', 'rows'])
  if (!body.ok) return body
  const { destination, file = '', rows: list } = body.members
  if (typeof destination !== 'string' || !/^[a-z0-9_-]{1,64}$/.test(destination))
    return wrong('destination', 'must be the id of a destination, such as tiktok')
  if (typeof file !== 'string' || !/^(?:[0-9a-f]{64})?$/.test(file))
    return wrong('file', 'must be the SHA-256 of the file, 64 hex digits')
  const rows = readRows('rows', list, parsePlatformRow)
  return rows.ok ? { ok: true, destination, file, rows: rows.rows } : rows
}

type Members = Readonly<Record<string, unknown>>

export function readObject(text: string, names: readonly string[]): Body<{ readonly members: Members }> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, code: error instanceof RangeError ? 'too_deep' : 'not_json', errors: [] }
  }
  const problem = findStructureProblem(value, MAX_DEPTH)
  if (problem === 'too_deep' || problem === 'forbidden_key') return { ok: false, code: problem, errors: [] }
  if (problem !== undefined || typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('', 'must be an object')
  const members = value as Members
  const strange = Object.keys(members).some((name) => !names.includes(name))
  return strange ? wrong('', `may have these members and no others: ${names.join(', ')}`) : { ok: true, members }
}

type ReadRow<Row> = (
  value: unknown,
  place: string,
) => { readonly ok: true; readonly row: Row } | { readonly ok: false; readonly errors: readonly FieldError[] }

/** All or none: what is wrong is named with the place in the list. */
function readRows<Row>(name: string, list: unknown, read: ReadRow<Row>): Body<{ readonly rows: readonly Row[] }> {
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_ROWS)
    return wrong(name, `must be a list of 1 to ${MAX_ROWS} elements`)
  const rows: Row[] = []
  const errors: FieldError[] = []
  list.forEach((value: unknown, index) => {
    if (errors.length >= MAX_ERRORS) return
    const one = read(value, `${name}.${index}`)
    if (one.ok) rows.push(one.row)
    else errors.push(...one.errors)
  })
  return errors.length > 0 ? { ok: false, code: 'wrong_rows', errors: errors.slice(0, MAX_ERRORS) } : { ok: true, rows }
}

function wrong(path: string, message: string): { ok: false; code: 'wrong_rows'; errors: readonly FieldError[] } {
  return { ok: false, code: 'wrong_rows', errors: [{ path, message }] }
}
