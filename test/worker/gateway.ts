/** The gateway under test as its callers and its operator see it, and its shard from inside. */
// Loaded before any test: what an object has begun to load when a test puts it away is never loaded here, by nobody (the built gateway has
// it as a module of its own).
import '../../src/later-parts.ts'
import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import type { OutboxGauges, Receipt } from '../../src/outbox/types.ts'
import type { EventResult } from '../../src/pipeline/accept.ts'

export const BASE = 'https://events.atelier-rivage.example'
export const ORIGIN = 'https://www.atelier-rivage.example'

export function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`${BASE}${path}`, { headers })
}

/** `POST /v1/events`; a string goes as it is. */
export function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const own = { 'content-type': 'application/json', authorization: 'Bearer dev' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return exports.default.fetch(`${BASE}/v1/events`, { method: 'POST', headers: { ...own, ...headers }, body: text })
}

/** `POST /e` as `navigator.sendBeacon` does it; `cf` is what Cloudflare says of the connection. */
export function beacon(
  body: unknown,
  headers: Record<string, string> = {},
  cf?: Record<string, unknown>,
): Promise<Response> {
  const own = { 'content-type': 'text/plain;charset=UTF-8', origin: ORIGIN, 'user-agent': 'Mozilla/5.0 (test)' }
  const init = {
    method: 'POST',
    headers: { ...own, ...headers },
    body: JSON.stringify(body),
    ...(cf !== undefined && { cf }),
  }
  return exports.default.fetch(`${BASE}/e`, init)
}

export async function resultsOf(response: Response): Promise<readonly EventResult[]> {
  return (await response.json<{ results: readonly EventResult[] }>()).results
}

/** Sends one event or a list, and gives its results. */
export async function accept(events: unknown): Promise<readonly EventResult[]> {
  return resultsOf(await post(Array.isArray(events) ? { events } : events))
}

export function shard() {
  return env.OUTBOX.get(env.OUTBOX.idFromName('atelier-rivage/0'))
}

/** Rings the shard's alarm; false where none was set. */
export function deliver(): Promise<boolean> {
  return runDurableObjectAlarm(shard())
}

export async function gauges(): Promise<OutboxGauges> {
  return shard().gauges()
}

export function sql<Row extends Record<string, SqlStorageValue>>(
  query: string,
  ...bindings: SqlStorageValue[]
): Promise<Row[]> {
  return runInDurableObject(shard(), (_outbox, state) => state.storage.sql.exec<Row>(query, ...bindings).toArray())
}

/** Every row of every table, as one text. */
export async function everythingStored(): Promise<string> {
  const tables = await sql<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  )
  const contents = await Promise.all(tables.map(({ name }) => sql(`SELECT * FROM ${name}`)))
  return JSON.stringify(contents)
}

export async function receiptsOf(eventId: string): Promise<readonly Receipt[]> {
  const response = await get(`/v1/receipts?event_id=${encodeURIComponent(eventId)}`, { authorization: 'Bearer dev' })
  return (await response.json<{ receipts: readonly Receipt[] }>()).receipts
}

/** destination → outcome of one event, as its receipts say. */
export async function outcomesOf(eventId: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await receiptsOf(eventId)).map(({ destination, outcome }) => [destination, outcome]))
}
