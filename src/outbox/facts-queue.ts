/**
 * What the site's off-site record has yet to be told: the SQL of `facts_out`. Facts are written in the transaction that accepts
 * their events, one row for a commit, and deleted when the record has taken them. Where the policy has no `analysis` there are none.
 */
import type { FactBatch, JourneyFact } from '../offsite/facts.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { Sql } from './tables.ts'

interface FactsRow extends Record<string, SqlStorageValue> {
  seq: number
  facts: string
}

/** Far below the 2 MB of a row: a fact is a few hundred bytes. */
const FACTS_PER_ROW = 1_000
/** Page views alone are worth no row: so many of them wait in memory for one that is, the oldest are let go. */
const MAX_PAGES = 2_000

export class FactsQueue {
  readonly #sql: Sql
  #pages: JourneyFact[] = []
  #waiting = 0
  #bytes = 0

  constructor(sql: Sql) {
    this.#sql = sql
    this.count()
  }

  /** Also to be called when a transaction in which something was written has been taken back. */
  count(): void {
    const query = 'SELECT count(*) AS waiting, coalesce(sum(octet_length(facts)), 0) AS bytes FROM facts_out'
    const found = this.#sql.rows<{ waiting: number; bytes: number }>(query)[0]
    this.#waiting = found?.waiting ?? 0
    this.#bytes = found?.bytes ?? 0
  }

  /** `pages`: outlives the object, which the runtime puts away after seconds without work. */
  rememberIn(pages: JourneyFact[]): void {
    this.#pages = pages
  }

  /** Rows that wait: commits whose facts the record does not have. */
  get waiting(): number {
    return this.#waiting
  }

  /** About so many: they count towards how full the shard is. */
  get bytes(): number {
    return this.#bytes
  }

  /** The facts of events that are stored in the same transaction. True where a row was written. */
  write(events: readonly Verdict[], nowMs: number): boolean {
    const facts = events.flatMap((event) => (event.fact === undefined ? [] : [factOf(event, event.fact, nowMs)]))
    if (facts.length === 0) return false
    if (facts.every(isPage)) return this.#remember(facts)
    const all = [...this.#pages.splice(0), ...facts]
    for (let from = 0; from < all.length; from += FACTS_PER_ROW) this.#insert(all.slice(from, from + FACTS_PER_ROW))
    return true
  }

  /** All that lies under these keys goes, up to now: whatever a shard stored before has an earlier time. */
  forget(keys: readonly string[], nowMs: number): void {
    const gone = new Set(keys)
    const kept = this.#pages.filter((fact) => !('journey' in fact && gone.has(fact.journey ?? '')))
    this.#pages.splice(0, this.#pages.length, ...kept)
    this.#insert([{ k: 'forget', journeys: keys, atMs: nowMs }])
  }

  /** The oldest rows, as many as make one call; undefined where none waits. */
  batch(maxRows: number, maxCharacters: number): Omit<FactBatch, 'shard' | 'epoch'> | undefined {
    const facts: JourneyFact[] = []
    const seqs: number[] = []
    let characters = 0
    for (const row of this.#sql.each<FactsRow>('SELECT seq, facts FROM facts_out ORDER BY seq LIMIT ?', maxRows)) {
      if (seqs.length > 0 && characters + row.facts.length > maxCharacters) break
      characters += row.facts.length
      for (const fact of JSON.parse(row.facts) as readonly JourneyFact[]) {
        facts.push(fact)
        seqs.push(row.seq)
      }
    }
    const upTo = seqs.at(-1)
    return upTo === undefined ? undefined : { upTo, facts, seqs }
  }

  /** The record has answered: these are its own now. */
  taken(upTo: number): void {
    const query = 'DELETE FROM facts_out WHERE seq <= ? RETURNING octet_length(facts) AS bytes'
    const rows = this.#sql.rows<{ bytes: number }>(query, upTo)
    this.#waiting -= rows.length
    this.#bytes -= rows.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #insert(facts: readonly JourneyFact[]): void {
    const text = JSON.stringify(facts)
    this.#sql.rows('INSERT INTO facts_out (facts) VALUES (?)', text)
    this.#waiting += 1
    this.#bytes += text.length
  }

  #remember(pages: readonly JourneyFact[]): false {
    this.#pages.push(...pages)
    if (this.#pages.length > MAX_PAGES) this.#pages.splice(0, this.#pages.length - MAX_PAGES)
    return false
  }
}

/** No later than now: a clock that is ahead must not date a touch after a withdrawal that has yet to come. */
function factOf({ personKeys }: Verdict, fact: JourneyFact, nowMs: number): JourneyFact {
  const atMs = Math.min(fact.atMs, nowMs)
  if (fact.k !== 'order' || personKeys.length === 0) return { ...fact, atMs }
  return { ...fact, atMs, keys: personKeys.filter((key) => key !== fact.journey) }
}

function isPage(fact: JourneyFact): boolean {
  return fact.k === 'step' && fact.step === 'page'
}
