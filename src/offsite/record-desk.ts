/** What the off-site record does when it is told or asked something. The object itself (offsite-record.ts) only gives it time and storage. */
import { isTableId } from '../analysis/table-ids.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import type { ChangesAnswer } from '../outbox/ledger-asks.ts'
import type { Sql } from '../outbox/tables.ts'
import { orderLink } from '../pipeline/order-link.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { shopClock, type ShopClock } from '../reconciliation/days.ts'
import type { OffsiteAsk, RecordState, TableAnswer, TableQuestion } from './asks.ts'
import type { FactBatch, JourneyFact } from './facts.ts'
import { HourBook, HourCounts } from './hour-book.ts'
import { ImportBook, type ImportAnswer } from './import-book.ts'
import type { ImportFile, ImportRow } from './rows.ts'
import { JourneyBook, type Change } from './journey-book.ts'
import { LinkBook } from './link-book.ts'
import { NameBook } from './name-book.ts'
import { OrderMirror } from './order-mirror.ts'
import type { OrderRules } from './order-row.ts'
import { RECORD_TABLE_NAMES } from './record-tables.ts'
import { RetentionBook, type Cutoffs } from './retention-book.ts'
import { askedOf, timeZoneOf } from './table-frame.ts'
import { ReadingCache, TableSource } from './table-source.ts'
import { makeTable } from './tables.ts'
import { TestBook } from './test-book.ts'

export interface RecordDeps {
  readonly sql: Sql
  readonly plan: () => SitePlan | undefined
  readonly personKey: PersonKeyMaker
  readonly transaction: <T>(work: () => T) => T
  readonly askLedger: (after: number) => Promise<ChangesAnswer>
  readonly now: () => number
}

const DAY_MS = 86_400_000
const SWEEP_ROWS = 5_000
/** A table is content with what was read of the ledger so long ago. */
const FRESH_MS = 30_000
/** In `taken` the row of what was forgotten here, told by no shard. */
const NO_SHARD = -1

export class RecordDesk {
  readonly #deps: RecordDeps
  readonly #names: NameBook
  readonly #journeys: JourneyBook
  readonly #mirror: OrderMirror
  readonly #imports: ImportBook
  readonly #hours: HourBook
  readonly #links: LinkBook
  readonly #tests: TestBook
  readonly #retention: RetentionBook
  readonly #readings = new ReadingCache()
  #clock: ShopClock | undefined
  #site: string | undefined
  #pulledMs = 0
  #pulling: Promise<boolean> | undefined

  constructor(deps: RecordDeps) {
    this.#deps = deps
    const { sql, transaction, askLedger } = deps
    this.#names = new NameBook(sql)
    const join = (link: string, journey: string) => this.#mirror.join(link, journey)
    this.#links = new LinkBook(sql)
    const ownLink = (code: string) => this.#links.find(code)
    const forgetAnswers = (links: readonly string[]) => this.#forgetAnswers(links)
    this.#journeys = new JourneyBook({ sql, names: this.#names, ownLink, join, forgetAnswers })
    const journeyOfOrder = (links: readonly string[]) => this.#journeys.journeyOfOrder(links)
    this.#imports = new ImportBook(sql)
    const onChange = () => this.#readings.change()
    this.#mirror = new OrderMirror({
      sql,
      ask: askLedger,
      journeyOfOrder,
      answersOf: (names) => this.#imports.answersOf(names),
      forgottenUnder: (links) => this.#forgottenUnder(links),
      linkOf: (name) => this.#linkOf(name),
      transaction,
      onChange,
    })
    this.#hours = new HourBook(sql)
    this.#tests = new TestBook(sql)
    this.#retention = new RetentionBook(sql)
    this.#site = sql.kept('site')
  }

  #number(name: string): number {
    return Number(this.#deps.sql.kept(name) ?? 0)
  }

  get site(): string | undefined {
    return this.#site
  }

  belongTo(site: string): void {
    if (this.#site !== undefined) return
    this.#site = site
    this.#deps.sql.keep('site', site)
  }

  /** In one transaction with the number of the last row: a batch that comes again is taken already, and says so by coming to nothing. */
  take(batch: FactBatch): void {
    try {
      // Whoever took their consent back is in no table from now on; what came in waits for the next reading.
      if (batch.facts.some(({ k }) => k === 'forget')) this.#readings.forget()
      else this.#readings.come()
      this.#deps.transaction(() => this.#take(batch))
    } catch (error) {
      this.#names.forget()
      throw error
    }
  }

  #take({ shard, epoch, upTo, facts, seqs }: FactBatch): void {
    const { sql } = this.#deps
    const known = sql.rows<TakenRow>('SELECT * FROM taken WHERE shard = ?', shard)[0]
    const seq = known?.epoch === epoch ? known.seq : 0
    if (upTo <= seq) return
    const fresh = facts.filter((_fact, index) => (seqs?.[index] ?? upTo) > seq)
    const hours = new HourCounts()
    const change = this.#takeFacts(fresh, hours)
    const row = [epoch, upTo, (known?.touches ?? 0) + change.touches, (known?.journeys ?? 0) + change.journeys]
    const open = this.#hours.take(hours, known?.open ?? '')
    const query = 'INSERT OR REPLACE INTO taken (shard, epoch, seq, touches, journeys, open) VALUES (?, ?, ?, ?, ?, ?)'
    sql.rows(query, shard, ...row, open)
  }

  /** A site that keeps journeys no more only forgets. What was there when all was deleted does not come back from a queue. */
  #takeFacts(told: readonly JourneyFact[], hours: HourCounts): Change {
    const site = this.#deps.plan()?.site
    const emptiedMs = this.#number('emptied')
    const facts = told.filter(({ k, atMs }) => k === 'forget' || atMs > emptiedMs)
    if (site?.analysis === undefined)
      return this.#journeys.take(
        facts.filter(({ k }) => k === 'forget'),
        hours,
      )
    if (site.orders === undefined)
      for (const fact of facts) if (fact.k === 'order') this.#mirror.keep(fact, site.analysis.currency)
    return this.#journeys.take(facts, hours)
  }

  async answer(ask: OffsiteAsk): Promise<object> {
    const { transaction } = this.#deps
    switch (ask.kind) {
      case 'table':
        return this.#table(ask.question)
      case 'import':
        return transaction(() => this.#import(ask.file, ask.dryRun === true))
      case 'imported':
        return this.#imports.show(ask)
      case 'link':
        return { link: this.#links.find(ask.code) }
      case 'links':
        return { links: this.#links.all() }
      case 'keep_link':
        return this.#links.keep(ask.link)
      case 'drop_link':
        return this.#links.drop(ask.code)
      case 'tests':
        return { tests: this.#tests.all() }
      case 'keep_test':
        return this.#tests.keep(ask, this.#deps.now())
      case 'person':
        return { journeys: this.#journeys.ofPerson(ask.keys) }
      case 'empty':
        return transaction(() => this.#empty())
      case 'state':
        await this.#pullWhenOld()
        return this.state()
    }
  }

  #import(file: ImportFile, dryRun: boolean): ImportAnswer {
    const links = new Map<ImportRow, string>(
      file.rows.flatMap((row) => (row.kind === 'survey' ? [[row, this.#linkOf(row.order_id)] as const] : [])),
    )
    const forgotten = this.#journeys.forgotten([...links.values()])
    const rows = file.rows.filter((row) => !forgotten.has(links.get(row) ?? ''))
    const answer = this.#imports.take({ ...file, rows }, dryRun, this.#deps.now())
    // An answer of somebody who was forgotten changes nothing.
    const same = answer.same + file.rows.length - rows.length
    if (dryRun) return { ...answer, same }
    this.#readings.change()
    for (const row of rows) if (row.kind === 'survey') this.#mirror.answer(links.get(row) ?? '', row.source)
    return { ...answer, same }
  }

  #linkOf(orderId: string): string {
    return orderLink(this.#site ?? '', orderId, this.#deps.personKey)
  }

  /** An erasure may have come before the ledger said how else the order is called: what was answered under those names goes now. */
  #forgottenUnder(links: readonly string[]): boolean {
    const isForgotten = this.#journeys.forgotten(links).size > 0
    if (isForgotten) this.#forgetAnswers(links)
    return isForgotten
  }

  #forgetAnswers(links: readonly string[]): readonly string[] {
    const names = this.#mirror.forgetAnswers(links)
    const theirs = new Set(names)
    this.#imports.forgetAnswers((orderId) => theirs.has(this.#linkOf(orderId)))
    return names
  }

  /** The ledger is read first, where that was not just done: the table says of which moment it speaks. */
  async #table(question: TableQuestion): Promise<TableAnswer> {
    const { plan, sql, now } = this.#deps
    const site = plan()?.site
    if (site?.analysis === undefined) return { ok: false, code: 'no_analysis' }
    if (!isTableId(question.table)) return { ok: false, code: 'no_such_table' }
    await this.#pullWhenOld()
    const clock = (this.#clock ??= shopClock(timeZoneOf(site)))
    const asOfMs = this.#readings.asOfMs(question.asOfMs, now())
    const asked = askedOf(question, { ...site, analysis: site.analysis }, clock, { asOfMs, nowMs: now() })
    if (!asked.ok) return asked
    const books = {
      sql,
      names: this.#names,
      imports: this.#imports,
      hours: this.#hours,
      firstOrderMs: () => this.#mirror.firstMs(),
      tests: () => this.#tests.all(),
      clock,
      now,
    }
    const made = makeTable(new TableSource(asked.asked, books, this.#readings))
    return made.ok ? { ...made, frame: asked.asked.frame, made_of: this.state() } : made
  }

  state(): RecordState {
    const { sql, now } = this.#deps
    const one = (query: string): number => sql.rows<{ n: number }>(query)[0]?.n ?? 0
    const first = one('SELECT coalesce(min(at_ms), 0) AS n FROM orders')
    const last = one('SELECT coalesce(max(at_ms), 0) AS n FROM orders')
    return {
      as_of: new Date(now()).toISOString(),
      touches: one('SELECT coalesce(sum(touches), 0) AS n FROM taken'),
      journeys: one('SELECT coalesce(sum(journeys), 0) AS n FROM taken'),
      orders: one('SELECT count(*) AS n FROM orders'),
      imports: one('SELECT count(*) AS n FROM import_files'),
      ...(last > 0 && { from: dayOf(first), to: dayOf(last) }),
    }
  }

  /** Reads the ledger and forgets what is over. When it wants to do so again: `more` is left of either; `never`: nothing is left at all. */
  async keepHouse(): Promise<'more' | 'soon' | 'tomorrow' | 'never'> {
    const more = await this.#pull()
    const site = this.#deps.plan()?.site
    if (this.#retention.isOver(site, this.#deps.now())) {
      this.#deps.transaction(() => this.#empty())
      return 'never'
    }
    if (this.#sweepDaily() || more) return 'more'
    return site?.analysis === undefined ? 'tomorrow' : 'soon'
  }

  /** All that was kept, but whose it was; what the policy still wants kept begins anew. */
  #empty(): RecordState {
    const before = this.state()
    this.#readings.forget()
    for (const table of RECORD_TABLE_NAMES) this.#deps.sql.rows(`DELETE FROM ${table}`)
    this.#names.forget()
    if (this.#site !== undefined) this.#deps.sql.keep('site', this.#site)
    this.#deps.sql.keep('emptied', String(this.#deps.now()))
    return before
  }

  async #pullWhenOld(): Promise<void> {
    if (this.#deps.now() - this.#pulledMs < FRESH_MS) return
    await this.#pull()
  }

  /** One at a time; whoever asks meanwhile waits for the same. */
  #pull(): Promise<boolean> {
    const rules = this.#rules()
    const digest = this.#deps.plan()?.digest ?? ''
    if (rules === undefined) return Promise.resolve(false)
    this.#pulling ??= this.#mirror.pull(rules, digest).finally(() => {
      this.#pulling = undefined
      this.#pulledMs = this.#deps.now()
    })
    return this.#pulling
  }

  /** Undefined where there is no ledger to read. */
  #rules(): OrderRules | undefined {
    const site = this.#deps.plan()?.site
    if (site?.analysis === undefined || site.orders === undefined) return undefined
    return { orders: site.orders, currency: site.analysis.currency, codes: site.analysis.codes }
  }

  /** True where there is more to forget. */
  #sweepDaily(): boolean {
    const { plan, transaction, now } = this.#deps
    const day = Math.floor(now() / DAY_MS)
    const site = plan()?.site
    const cutoffs = this.#retention.cutoffs(site, now())
    // A site that keeps journeys no more is told of no withdrawal either: they go at once, and all else with the day.
    const isDropped = site !== undefined && site.analysis === undefined
    if (day === this.#number('swept')) return isDropped && transaction(() => this.#sweepJourneys(cutoffs))
    this.#readings.forget()
    const more = transaction(() => {
      const moreJourneys = this.#sweepJourneys(cutoffs)
      this.#hours.sweep(cutoffs.recordMs)
      const moreOrders = this.#mirror.sweep(cutoffs.recordMs, SWEEP_ROWS)
      return this.#imports.sweep(cutoffs.recordMs, SWEEP_ROWS) || moreJourneys || moreOrders
    })
    if (!more) this.#endDay(day)
    return more
  }

  /** What is left names what it is about: names of nothing any more go. */
  #endDay(day: number): void {
    this.#deps.transaction(() => {
      this.#names.prune(() => this.#journeys.logs())
      this.#deps.sql.keep('swept', String(day))
    })
  }

  #sweepJourneys({ journeysMs, recordMs, forgottenMs }: Cutoffs): boolean {
    const change: Change = { touches: 0, journeys: 0 }
    const more = this.#journeys.sweep(journeysMs, recordMs, forgottenMs, SWEEP_ROWS, change)
    this.#countGone(change)
    if (change.journeys !== 0) this.#readings.forget()
    return more
  }

  #countGone({ touches, journeys }: Change): void {
    if (touches === 0 && journeys === 0) return
    this.#deps.sql.rows(
      `INSERT INTO taken (shard, epoch, seq, touches, journeys) VALUES (?, '', 0, ?, ?)
       ON CONFLICT (shard) DO UPDATE SET touches = touches + excluded.touches, journeys = journeys + excluded.journeys`,
      NO_SHARD,
      touches,
      journeys,
    )
  }
}

interface TakenRow extends Record<string, SqlStorageValue> {
  epoch: string
  seq: number
  touches: number
  journeys: number
  open: string
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
