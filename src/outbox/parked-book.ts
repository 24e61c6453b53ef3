/**
 * Requests that came from where they should and could not be used: encrypted, until somebody has mended what was wrong. The SQL
 * of `parked`. It is never emptied to make room: who comes when it is full is told to come again.
 */
import type {
  ForgetAsk,
  ParkAnswer,
  ParkAsk,
  ParkedAnswer,
  ParkedAsk,
  ParkedCursor,
  ParkedFilter,
  ParkedRequest,
  ParkedView,
  ReleaseAnswer,
  ReleaseAsk,
  ShowAnswer,
  TakeAnswer,
  TakeAsk,
} from './ledger-asks.ts'
import { seal, unseal, type SealKey } from './sealed.ts'
import type { Sql } from './tables.ts'

export interface ParkedBookDeps {
  readonly sql: Sql
  readonly maxBytes: number
  readonly sealKey: () => SealKey
  /** A name that only this site can make: of a request, or of the order that it only names. */
  readonly nameOf: (request: ParkedRequest, thinOrder?: string) => string
  /** By which an erasure finds it. */
  readonly keysOf: (parked: ParkAsk) => readonly string[]
  /** What stands for the name of an order in clear. */
  readonly safeName: (name: string) => string
  readonly transaction: (work: () => void) => void
}

interface HeadRow extends Record<string, SqlStorageValue> {
  id: string
  at_ms: number
  source: string
  code: string
  paths: string
  order_id: string
  bytes: number
}

interface SealedRow extends HeadRow {
  sealed: ArrayBuffer
}

interface Kept {
  readonly rows: number
  readonly bytes: number
}

const NONE: Kept = { rows: 0, bytes: 0 }

export const PARKED_DAYS = 30
const DAY_MS = 86_400_000
const MAX_ROWS = 10_000
/** One source that cannot be read leaves room for the others. */
const MOST_OF_ONE_SOURCE = 0.5
/** What a row takes beside what is encrypted. */
const ROW_BYTES = 400
const MAX_LIST = 500
/** Taken at once to be read again: each of up to 1 MiB. */
const TAKE_ROWS = 20
const TAKE_BYTES = 4 * 1024 * 1024
const MAX_PATHS = 20
/** Words of a format; anything else in a path could be somebody's. */
const PATH = /^[\w.[\]:-]{1,100}$/
const CODE = /^[a-z][a-z0-9_]{0,63}$/
/** What a person or a shop demands stays on the operator's list until it is met. */
const DEMANDS: ReadonlySet<string> = new Set(['access_request', 'erase_person', 'erase_shop', 'uninstalled'])
const HEAD = 'id, at_ms, source, code, paths, order_id, octet_length(sealed) AS bytes'

export class ParkedBook {
  readonly #deps: ParkedBookDeps
  /** By source: bounded, because only sources of ours park. */
  #kept: Map<string, Kept>

  constructor(deps: ParkedBookDeps) {
    this.#deps = deps
    this.#kept = this.#measure()
  }

  #measure(): Map<string, Kept> {
    const query = 'SELECT source, count(*) AS rows, sum(octet_length(sealed)) AS bytes FROM parked GROUP BY source'
    const found = this.#deps.sql.rows<{ source: string; rows: number; bytes: number }>(query)
    return new Map(found.map(({ source, rows, bytes }) => [source, { rows, bytes: bytes + rows * ROW_BYTES }]))
  }

  get #all(): Kept {
    return [...this.#kept.values()].reduce(plus, NONE)
  }

  /** From 0 to 1; what keeps none is full. */
  get fill(): number {
    return this.#fillOf(this.#all)
  }

  #fillOf({ rows, bytes }: Kept): number {
    const { maxBytes } = this.#deps
    return maxBytes === 0 ? 1 : Math.max(bytes / maxBytes, rows / MAX_ROWS)
  }

  #hasRoom(source: string, bytes: number): boolean {
    const more = { rows: 1, bytes }
    const ofSource = this.#fillOf(plus(this.#kept.get(source) ?? NONE, more))
    return ofSource <= MOST_OF_ONE_SOURCE && this.#fillOf(plus(this.#all, more)) <= 1
  }

  async park(ask: ParkAsk): Promise<ParkAnswer> {
    const { kind: _kind, code, paths = [], order_id: orderId = '', ...request } = ask
    const { sql, sealKey, nameOf, keysOf, safeName } = this.#deps
    // A shop tells of each change of an order, and of each the order is read anew: to keep one of them is enough.
    const id = nameOf(request, code === 'shop_api_unavailable' ? orderId : '')
    if (this.#has(id)) return { parked: id }
    const sealed = await seal(await sealKey(), sealId(id), JSON.stringify(request))
    // Another may have come meanwhile.
    if (this.#has(id)) return { parked: id }
    const source = request.source.slice(0, 64)
    const bytes = sealed.byteLength + ROW_BYTES
    if (!this.#hasRoom(source, bytes)) return { full: true }
    sql.rows(
      'INSERT INTO parked (id, at_ms, source, code, paths, order_id, sealed, keys) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      Date.parse(request.at),
      source,
      CODE.test(code) ? code : 'malformed',
      JSON.stringify(paths.filter((path) => PATH.test(path)).slice(0, MAX_PATHS)),
      safeName(orderId).slice(0, 128),
      sealed,
      JSON.stringify(DEMANDS.has(code) ? [] : keysOf(ask)),
    )
    this.#kept.set(source, plus(this.#kept.get(source) ?? NONE, { rows: 1, bytes }))
    return { parked: id }
  }

  #has(id: string): boolean {
    return this.#deps.sql.rows('SELECT 1 AS has FROM parked WHERE id = ?', id).length > 0
  }

  list({ filter, limit, cursor }: ParkedAsk): ParkedAnswer {
    const rows = this.#heads(filter, cursor, Math.min(limit, MAX_LIST) + 1)
    const page = rows.slice(0, Math.min(limit, MAX_LIST))
    const expired = this.#expired()
    return {
      parked: page.map(viewOf),
      total: this.#all.rows,
      fill: this.fill,
      ...(expired !== undefined && {
        expired: { requests: expired.requests, since: new Date(expired.sinceMs).toISOString() },
      }),
      next: rows.length > page.length ? cursorOf(page.at(-1)) : null,
    }
  }

  #heads(filter: ParkedFilter, cursor: ParkedCursor | null, limit: number): HeadRow[] {
    const { where, bindings } = whereOf(filter, cursor)
    const query = `SELECT ${HEAD} FROM parked WHERE ${where} ORDER BY at_ms, id LIMIT ?`
    return this.#deps.sql.rows<HeadRow>(query, ...bindings, limit)
  }

  async show(id: string): Promise<ShowAnswer> {
    const row = this.#sealed([id])[0]
    return { found: row === undefined ? null : { ...viewOf(row), request: await this.#open(row) } }
  }

  /** They stay where they are until they are released. */
  async take({ filter, cursor }: TakeAsk): Promise<TakeAnswer> {
    const heads = this.#heads(filter, cursor, TAKE_ROWS + 1)
    const chosen = firstOf(heads)
    const rows = this.#sealed(chosen.map(({ id }) => id))
    const requests = await Promise.all(
      rows.map(async (row) => ({ id: row.id, code: row.code, request: await this.#open(row) })),
    )
    return { requests, next: heads.length > chosen.length ? cursorOf(chosen.at(-1)) : null }
  }

  #sealed(ids: readonly string[]): SealedRow[] {
    const query = `SELECT ${HEAD}, sealed FROM parked WHERE id IN (SELECT value FROM json_each(?)) ORDER BY at_ms, id`
    return this.#deps.sql.rows<SealedRow>(query, JSON.stringify(ids))
  }

  async #open({ id, sealed }: SealedRow): Promise<ParkedRequest | null> {
    const text = await unseal(await this.#deps.sealKey(), sealId(id), sealed)
    return text === undefined ? null : (JSON.parse(text) as ParkedRequest)
  }

  release({ done, again }: ReleaseAsk): ReleaseAnswer {
    const { sql, transaction } = this.#deps
    let released = 0
    transaction(() => {
      const query = 'DELETE FROM parked WHERE id IN (SELECT value FROM json_each(?)) RETURNING 1 AS gone'
      released = done.length === 0 ? 0 : sql.rows(query, JSON.stringify(done)).length
      for (const { id, code } of again)
        if (CODE.test(code)) sql.rows('UPDATE parked SET code = ? WHERE id = ? AND code <> ?', code, id, code)
    })
    if (released > 0) this.#kept = this.#measure()
    return { released }
  }

  /** Whole, whoever else is named in it: nobody could read it, and its sender has it still. */
  forget({ keys }: ForgetAsk): ReleaseAnswer {
    if (this.#kept.size === 0) return { released: 0 }
    const query = `DELETE FROM parked WHERE EXISTS (SELECT 1 FROM json_each(parked.keys) AS own
                   WHERE own.value IN (SELECT value FROM json_each(?))) RETURNING 1 AS gone`
    const released = this.#deps.sql.rows(query, JSON.stringify(keys)).length
    if (released > 0) this.#kept = this.#measure()
    return { released }
  }

  /** Of these orders, those of which something is parked, with its reason. */
  among(names: readonly string[]): ReadonlyMap<string, string> {
    if (this.#kept.size === 0) return new Map()
    const query =
      "SELECT order_id, code FROM parked WHERE order_id <> '' AND order_id IN (SELECT value FROM json_each(?))"
    const rows = this.#deps.sql.rows<{ order_id: string; code: string }>(query, JSON.stringify(names))
    return new Map(rows.map((row) => [row.order_id, row.code]))
  }

  /** Deletes what nobody has mended in its time, at most `limit`, and counts it. True when there may be more. */
  sweep(nowMs: number, limit: number): boolean {
    if (this.#kept.size === 0) return false
    const query = `DELETE FROM parked WHERE id IN (SELECT id FROM parked WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone`
    const gone = this.#deps.sql.rows(query, nowMs - PARKED_DAYS * DAY_MS, limit).length
    if (gone === 0) return false
    const before = this.#expired()
    const counted = { requests: gone + (before?.requests ?? 0), sinceMs: before?.sinceMs ?? nowMs }
    this.#deps.sql.keep('parked_expired', JSON.stringify(counted))
    this.#kept = this.#measure()
    return gone === limit
  }

  #expired(): { readonly requests: number; readonly sinceMs: number } | undefined {
    const text = this.#deps.sql.kept('parked_expired')
    return text === undefined ? undefined : (JSON.parse(text) as { requests: number; sinceMs: number })
  }
}

function plus(one: Kept, more: Kept): Kept {
  return { rows: one.rows + more.rows, bytes: one.bytes + more.bytes }
}

/** Another kind of thing than what waits for consent, under the same key. */
function sealId(id: string): string {
  return `parked:${id}`
}

function firstOf(rows: readonly HeadRow[]): readonly HeadRow[] {
  let bytes = 0
  const fits = rows.slice(0, TAKE_ROWS).findIndex((row) => (bytes += row.bytes) > TAKE_BYTES)
  return rows.slice(0, fits === -1 ? TAKE_ROWS : Math.max(1, fits))
}

function viewOf({ id, source, code, paths, order_id: orderId, at_ms: atMs, bytes }: HeadRow): ParkedView {
  return {
    id,
    source,
    code,
    paths: JSON.parse(paths) as readonly string[],
    ...(orderId !== '' && { order_id: orderId }),
    at: new Date(atMs).toISOString(),
    kept_until: new Date(atMs + PARKED_DAYS * DAY_MS).toISOString(),
    bytes,
  }
}

function cursorOf(row: HeadRow | undefined): ParkedCursor | null {
  return row === undefined ? null : { atMs: row.at_ms, id: row.id }
}

function whereOf({ source, code, id }: ParkedFilter, cursor: ParkedCursor | null) {
  const parts: (readonly [string, readonly SqlStorageValue[]])[] = [
    ...(source === undefined ? [] : ([['source = ?', [source]]] as const)),
    ...(code === undefined ? [] : ([['code = ?', [code]]] as const)),
    ...(id === undefined ? [] : ([['id = ?', [id]]] as const)),
    ...(cursor === null ? [] : ([['(at_ms, id) > (?, ?)', [cursor.atMs, cursor.id]]] as const)),
  ]
  return {
    where: ['1', ...parts.map(([text]) => text)].join(' AND '),
    bindings: parts.flatMap(([, values]) => values),
  }
}
