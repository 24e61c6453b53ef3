/** Receipts of the shard under test: written straight into its storage, and exported as a caller does. */
import { runInDurableObject } from 'cloudflare:test'
import { expect } from 'vitest'
import { ReceiptBook } from '../../src/outbox/receipt-book.ts'
import type { ReceiptCells } from '../../src/outbox/receipt-chain.ts'
import { readLine } from '../../src/outbox/receipt-lines.ts'
import { Sql } from '../../src/outbox/tables.ts'
import { get, shard, sql } from './gateway.ts'

export const DAY_MS = 86_400_000
/** 2026-11-01. */
export const START_MS = Date.UTC(2026, 10, 1)
export const TOKEN = { authorization: 'Bearer dev' }

/** Works on the storage of the shard itself. */
export function inShard<T>(work: (shardSql: Sql, storage: DurableObjectStorage) => T | Promise<T>): Promise<T> {
  return runInDurableObject(shard(), (_outbox, state) => work(new Sql(state.storage.sql), state.storage))
}

/** `count` receipts, `everyMs` apart. */
export function append(shardSql: Sql, count: number, everyMs: number, fromMs = START_MS): void {
  const book = new ReceiptBook(shardSql)
  for (let n = 0; n < count; n++) book.append(fromMs + n * everyMs, 'tiktok', 'delivered', '', `[${n}]`)
}

export const rowsNow = () =>
  sql<Record<string, SqlStorageValue> & ReceiptCells & { chain: string }>('SELECT * FROM receipts ORDER BY id')

export async function exported(query: string, headers: Record<string, string> = {}): Promise<string[]> {
  const texts: string[] = []
  let cursor: string | null = ''
  for (let pages = 0; cursor !== null && pages < 50; pages++) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await get(`/v1/receipts/export?${query}${more}`, { ...TOKEN, ...headers })
    expect(response.status).toBe(200)
    texts.push(new TextDecoder().decode(await response.arrayBuffer()))
    cursor = response.headers.get('tidegate-next-cursor')
  }
  return texts
}

export const linesOf = (texts: readonly string[]): string[] => texts.join('').split('\n').slice(0, -1)
export const rowIds = (texts: readonly string[]): number[] =>
  linesOf(texts)
    .map(readLine)
    .flatMap((line) => (line?.kind === 'row' ? [line.id] : []))
