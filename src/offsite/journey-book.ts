/** The SQL of `journeys`, `conversions` and `forgotten`: facts in, each once; what is forgotten stays so. Its callers make the transactions. */
import type { Sql } from '../outbox/tables.ts'
import type { OwnLink, PersonsJourney } from './asks.ts'
import type { JourneyFact } from './facts.ts'
import { HOURLY_STEPS, type HourCounts } from './hour-book.ts'
import { addActivity, addEntry, addStep, since, spanOf, type Journey } from './journey.ts'
import { flagsOf, journeyOf, journeyText } from './journey-text.ts'
import { byLink } from './link-book.ts'
import type { NameBook } from './name-book.ts'
import { MAX_KEYS } from './record-bounds.ts'

type OrderFact = Extract<JourneyFact, { k: 'order' }>

interface JourneyRow extends Record<string, SqlStorageValue> {
  key: string
  last_ms: number
  touches: number
  sold: number
  log: string
}

interface ConversionRow extends Record<string, SqlStorageValue> {
  link: string
  at_ms: number
  journey: string
  keys: string
}

/** How many more there are of each. */
export interface Change {
  touches: number
  journeys: number
  /** What is new by the hour; absent where things are forgotten, for what was counted stays. */
  readonly hours?: HourCounts
}

/** In an order's row in place of a journey: its event came without its visitor's id. */
export const NO_VISITOR = '-'
/** Nobody said whose it is: no consent, or its event never came. */
export const UNKNOWN = ''

export interface JourneyBookDeps {
  readonly sql: Sql
  readonly names: NameBook
  /** What an own link says of itself, where it is known. */
  readonly ownLink: (code: string) => OwnLink | null
  /** The order of that link belongs to that journey now. */
  readonly join: (link: string, journey: string) => void
  /** What the buyers of these orders said of themselves goes, under all names of each order, which it gives back. */
  readonly forgetAnswers: (links: readonly string[]) => readonly string[]
}

/** Digits of an order's link (pipeline/order-link.ts): an erasure may name the order itself, also one of which no event came. */
const LINK = 16

export class JourneyBook {
  readonly #deps: JourneyBookDeps

  constructor(deps: JourneyBookDeps) {
    this.#deps = deps
  }

  /** Those of one journey together, in the order of time: each journey is read and written once. */
  take(facts: readonly JourneyFact[], hours: HourCounts): Change {
    const change = { touches: 0, journeys: 0, hours }
    let later: JourneyFact[] = []
    // A forgetting stands where it stood among the facts: what came after it is of a new consent.
    for (const fact of facts) {
      if (fact.k !== 'forget') {
        later.push(fact)
        continue
      }
      this.#add(later, change)
      later = []
      // A shop may name all orders of somebody.
      for (let at = 0; at < fact.journeys.length; at += MAX_KEYS)
        this.forget(fact.journeys.slice(at, at + MAX_KEYS), fact.atMs, change)
    }
    this.#add(later, change)
    return change
  }

  #add(facts: readonly JourneyFact[], change: Change): void {
    const forgotten = this.forgotten([...new Set(facts.flatMap(keysOf))])
    const forgottenMs = (fact: JourneyFact): number =>
      keysOf(fact).reduce((last, key) => Math.max(last, forgotten.get(key) ?? -Infinity), -Infinity)
    const kept = facts.filter((fact) => fact.k === 'forget' || forgottenMs(fact) < fact.atMs)
    const groups = Map.groupBy(kept, (fact) => ('journey' in fact ? (fact.journey ?? UNKNOWN) : UNKNOWN))
    for (const [journey, own] of groups) {
      const orders = own.filter((fact) => fact.k === 'order')
      for (const order of orders) this.#convert(order)
      if (journey !== UNKNOWN) this.#addTo(journey, own, change)
    }
    // Another shard told it first: what this order says of its buyer's journey comes too late to keep it, and in time to let it go.
    for (const fact of facts)
      if (fact.k === 'order' && fact.journey !== undefined && forgottenMs(fact) >= fact.atMs)
        this.forget([fact.journey], forgottenMs(fact), change)
  }

  #addTo(key: string, facts: readonly JourneyFact[], change: Change): void {
    const row = this.#row(key)
    const journey = journeyOf(row?.log ?? '')
    for (const fact of facts.toSorted((one, other) => one.atMs - other.atMs)) this.#put(journey, fact, change.hours)
    const sold = row?.sold === 1 || facts.some(({ k }) => k === 'order')
    this.#write(key, row, journey, sold, change, Math.max(...facts.map(({ atMs }) => atMs)))
  }

  #put(journey: Journey, fact: JourneyFact, hours: HourCounts | undefined): void {
    const { names, ownLink } = this.#deps
    if (fact.k === 'touch') {
      const touch = byLink(fact.touch, ownLink)
      const [channel, page] = [names.channel(touch), names.page(fact.path)]
      const flags = flagsOf(touch, fact.device)
      const isDirect = touch.kind === 'direct'
      if (addEntry(journey, { atMs: fact.atMs, channel, page, flags, isDirect })) hours?.add(fact.atMs, 'visits')
    } else if (fact.k === 'step' && fact.step !== 'page') {
      const counted = HOURLY_STEPS.find((one) => one === fact.step)
      if (addStep(journey, { atMs: fact.atMs, step: fact.step }) && counted !== undefined)
        hours?.add(fact.atMs, counted)
    } else addActivity(journey, fact.atMs, fact.k === 'step')
  }

  /** Nothing to keep: no row. Nothing new: no row written. `atMs`: of one that has an order and nothing else. */
  #write(
    key: string,
    row: JourneyRow | undefined,
    journey: Journey,
    sold: boolean,
    change: Change,
    atMs = row?.last_ms ?? 0,
  ): void {
    const { sql } = this.#deps
    const log = journeyText(journey)
    if (row?.log === log && (row.sold === 1) === sold) return
    const span = spanOf(journey)
    const touches = journey.sessions.length
    change.touches += touches - (row?.touches ?? 0)
    if (span === undefined && !sold) {
      if (row !== undefined) {
        sql.rows('DELETE FROM journeys WHERE key = ?', key)
        change.journeys -= 1
      }
      return
    }
    if (row === undefined) change.journeys += 1
    const [firstMs, lastMs] = span ?? [atMs, atMs]
    const query =
      'INSERT OR REPLACE INTO journeys (key, first_ms, last_ms, touches, sold, log) VALUES (?, ?, ?, ?, ?, ?)'
    sql.rows(query, key, firstMs, lastMs, touches, sold ? 1 : 0, log)
  }

  /** The first journey that an order was joined to is its own; names of its buyer that are told later are added. */
  #convert({ order: link, journey = UNKNOWN, atMs, keys = [] }: OrderFact): void {
    const { sql, join } = this.#deps
    const known = sql.rows<ConversionRow>('SELECT * FROM conversions WHERE link = ?', link)[0]
    const isFirst = known === undefined || known.journey === UNKNOWN || (journey !== UNKNOWN && atMs < known.at_ms)
    const own = isFirst && journey !== UNKNOWN ? journey : (known?.journey ?? UNKNOWN)
    const all = [...new Set([own, ...(known?.keys ?? '').split(' '), ...keys])].filter(Boolean).slice(0, MAX_KEYS)
    const at = known === undefined || own !== known.journey ? atMs : known.at_ms
    const row = { link, at_ms: at, journey: own, keys: all.join(' ') }
    if (known !== undefined && JSON.stringify({ ...known }) === JSON.stringify(row)) return
    const query = 'INSERT OR REPLACE INTO conversions (link, at_ms, journey, keys) VALUES (?, ?, ?, ?)'
    sql.rows(query, row.link, row.at_ms, row.journey, row.keys)
    if (own !== known?.journey) join(link, own === UNKNOWN ? NO_VISITOR : own)
  }

  /** What the events of these orders said: the journey, or that there was none. Undefined where no event of it came. */
  journeyOfOrder(links: readonly string[]): string | undefined {
    const query = `SELECT journey FROM conversions WHERE link IN (SELECT value FROM json_each(?))
                   ORDER BY journey = '', at_ms LIMIT 1`
    const found = this.#deps.sql.rows<{ journey: string }>(query, JSON.stringify(links))[0]
    return found && (found.journey === UNKNOWN ? NO_VISITOR : found.journey)
  }

  /** Under these keys, and behind the orders of these persons. */
  ofPerson(keys: readonly string[]): readonly PersonsJourney[] {
    const orders = this.#conversionsOf(keys.slice(0, MAX_KEYS))
    const theirs = [...new Set([...keys, ...orders.flatMap(({ journey }) => (journey === UNKNOWN ? [] : [journey]))])]
    const sold = this.#conversionsOf(theirs)
    return theirs.flatMap((key) => {
      const row = this.#row(key)
      return row === undefined ? [] : [this.#told(row, sold.filter(({ journey }) => journey === key).length)]
    })
  }

  #told({ log }: JourneyRow, orders: number): PersonsJourney {
    const [channels, pages] = [this.#deps.names.channels(), this.#deps.names.pages()]
    const journey = journeyOf(log)
    const visits = journey.sessions.flatMap(({ atMs, untilMs, channel, page, pages: more }) => {
      const of = channels[channel]
      if (of === undefined) return []
      const { source, kind, campaign, creative, link } = of
      const words = { source, came_by: kind, ...(campaign && { campaign }), ...(creative && { creative }) }
      const own = { ...words, ...(link && { link }), page: pages[page] ?? '', pages_seen: more + 1 }
      return [{ at: new Date(atMs).toISOString(), until: new Date(untilMs).toISOString(), ...own }]
    })
    const steps = journey.steps.map(({ atMs, step }) => ({ at: new Date(atMs).toISOString(), step }))
    return { kind: 'journey', visits, steps, orders }
  }

  /** Everything up to then goes, of these persons and of the journeys that their orders lead to. */
  forget(keys: readonly string[], atMs: number, change: Change): void {
    const { sql, join, forgetAnswers } = this.#deps
    const theirs = this.#conversionsOf(keys).filter((row) => row.at_ms <= atMs)
    const all = [...new Set([...keys, ...theirs.flatMap(({ journey }) => (journey === UNKNOWN ? [] : [journey]))])]
    this.#remember(all, atMs)
    const gone = this.#conversionsOf(all).filter((row) => row.at_ms <= atMs)
    for (const { link } of gone) {
      sql.rows('DELETE FROM conversions WHERE link = ?', link)
      join(link, UNKNOWN)
    }
    const orders = [...new Set([...gone.map(({ link }) => link), ...keys.filter(({ length }) => length === LINK)])]
    if (orders.length > 0) this.#remember(forgetAnswers(orders), atMs)
    for (const key of all) {
      const row = this.#row(key)
      if (row !== undefined) this.#write(key, row, since(journeyOf(row.log), atMs + 1), this.#hasSold(key), change)
    }
  }

  /** What comes late of it is dropped. */
  #remember(keys: readonly string[], atMs: number): void {
    this.#deps.sql.rows(
      `INSERT INTO forgotten (key, at_ms) SELECT value, ? FROM json_each(?) WHERE true
       ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms WHERE excluded.at_ms > at_ms`,
      atMs,
      JSON.stringify(keys),
    )
  }

  /** Of these keys those under which something was forgotten, and when. */
  forgotten(keys: readonly string[]): ReadonlyMap<string, number> {
    if (keys.length === 0) return new Map()
    const query = 'SELECT key, at_ms FROM forgotten WHERE key IN (SELECT value FROM json_each(?))'
    const rows = this.#deps.sql.rows<{ key: string; at_ms: number }>(query, JSON.stringify(keys))
    return new Map(rows.map((row) => [row.key, row.at_ms]))
  }

  /** What is in them, one text each. */
  *logs(): Iterable<string> {
    for (const { log } of this.#deps.sql.each<{ log: string }>('SELECT log FROM journeys')) yield log
  }

  /** A journey may have begun anew since, and sold. */
  #hasSold(key: string): boolean {
    return this.#conversionsOf([key]).some(({ journey }) => journey === key)
  }

  /** All of them are looked at: people seldom ask, and an index would cost a row for every sale. */
  #conversionsOf(keys: readonly string[]): ConversionRow[] {
    const query = `SELECT * FROM conversions WHERE EXISTS
      (SELECT 1 FROM json_each(?) AS wanted WHERE instr(conversions.keys, wanted.value) > 0)`
    return this.#deps.sql.rows<ConversionRow>(query, JSON.stringify(keys))
  }

  #row(key: string): JourneyRow | undefined {
    const query = 'SELECT key, last_ms, touches, sold, log FROM journeys WHERE key = ?'
    return this.#deps.sql.rows<JourneyRow>(query, key)[0]
  }

  /** Forgets what happened before then, at most so many of each. True when there may be more. */
  sweep(beforeMs: number, recordBeforeMs: number, forgottenBeforeMs: number, limit: number, change: Change): boolean {
    const { sql } = this.#deps
    const query = 'SELECT key, last_ms, touches, sold, log FROM journeys WHERE first_ms < ? LIMIT ?'
    const old = sql.rows<JourneyRow>(query, beforeMs, limit)
    for (const row of old)
      this.#write(row.key, row, since(journeyOf(row.log), beforeMs), row.sold === 1 && row.last_ms >= beforeMs, change)
    const sold = sql.rows(
      'DELETE FROM conversions WHERE link IN (SELECT link FROM conversions WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone',
      recordBeforeMs,
      limit,
    )
    const forgotten = sql.rows(
      'DELETE FROM forgotten WHERE key IN (SELECT key FROM forgotten WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone',
      forgottenBeforeMs,
      limit,
    )
    return [old, sold, forgotten].some(({ length }) => length === limit)
  }
}

function keysOf(fact: JourneyFact): readonly string[] {
  if (fact.k === 'forget') return []
  const own = fact.journey === undefined ? [] : [fact.journey]
  return fact.k === 'order' ? [...own, ...(fact.keys ?? [])] : own
}
