/** The shard's part of the event lake: pages of rows for `tidegate lake export`, and the stream of them to Cloudflare Pipelines. */
import { fullOf } from '../pipeline/consent-record.ts'
import { destinations } from '../destinations/registry.ts'
import type { LakeRow, LakeStream } from '../lake/row.ts'
import type { AlarmClock } from './alarm-clock.ts'
import type { ConsentBook } from './consent-book.ts'
import { clickFieldsOf, lakeRowsOf, type LakeContext, type LakeReceipt } from './lake-rows.ts'
import { Streamer, type LakeRows } from './lake-stream.ts'
import { firstSince } from './receipt-book.ts'
import { isWithdrawn } from './take-back.ts'
import type { Sql } from './tables.ts'
import type { Entry } from './types.ts'

/** What the Worker asks a shard for. Plain data. */
export interface LakeAsk {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  /** Where the last page ended; null for the first page of this shard. */
  readonly place: { readonly afterId: number } | null
}

export interface LakePage {
  /** NDJSON, each line with its end. */
  readonly text: string
  /** Null after the last page of this shard. */
  readonly next: { readonly afterId: number } | null
}

/** Where rows go by themselves, if anywhere, and who wakes the shard for it. */
export interface LakeOutlet {
  readonly to: LakeStream | undefined
  readonly alarm: Pick<AlarmClock, 'at' | 'nextDay'>
}

/** Receipts read for one page: each makes a row or more. */
const PAGE_RECEIPTS = 1_000
/** A page is this long at most, and the rows of one receipt more: of up to 2,000 events. */
const PAGE_CHARACTERS = 2 * 1024 * 1024
const DAY_MS = 86_400_000
const LAST_ID = Number.MAX_SAFE_INTEGER

export class LakeDesk {
  readonly #sql: Sql
  readonly #book: Pick<ConsentBook, 'withdrawalsAmong'>
  readonly #context: Omit<LakeContext, 'withdrawalsKnownSinceMs'>
  readonly #consentDays: () => number | undefined
  readonly #streamer: Streamer | undefined
  readonly #alarm: LakeOutlet['alarm']

  /** `shardName`: `<site>/<number>`. `consentDays`: how long the site keeps what people answered. */
  constructor(
    sql: Sql,
    book: Pick<ConsentBook, 'withdrawalsAmong'>,
    shardName: string | undefined,
    outlet: LakeOutlet,
    consentDays: () => number | undefined,
  ) {
    this.#sql = sql
    this.#consentDays = consentDays
    this.#book = book
    this.#context = {
      shard: Number(shardName?.split('/').at(-1) ?? 0),
      withdrawn: (entries, destination) => this.#withdrawn(entries, destination),
      clickFields: clickFieldsOf(destinations),
    }
    this.#streamer = this.#streamerTo(outlet)
    this.#alarm = outlet.alarm
  }

  #streamerTo({ to, alarm }: LakeOutlet): Streamer | undefined {
    if (to === undefined) return undefined
    const wake = (atMs: number) => alarm.at(atMs)
    const rowsAfter = (id: number) => this.#rows(id, LAST_ID, 0, Number.POSITIVE_INFINITY)
    return new Streamer({ sql: this.#sql, to, rowsAfter, wake, now: () => Date.now(), random: () => Math.random() })
  }

  /** The rows of what ended in the range. */
  page({ fromMs, toMs, place }: LakeAsk): LakePage {
    const afterId = place?.afterId ?? firstSince(this.#sql, fromMs - SET_BACK_MS) - 1
    const untilId = firstSince(this.#sql, toMs + SET_BACK_MS) - 1
    const { rows, lastId, ends } = this.#rows(afterId, untilId, fromMs, toMs)
    return { text: rows.map((row) => `${JSON.stringify(row)}\n`).join(''), next: ends ? null : { afterId: lastId } }
  }

  /** To be called when something may have ended outside an alarm, as refusals do: the stream gets it a little later. */
  wake(nowMs: number): void {
    this.#streamer?.soon()
    this.#alarm.nextDay(nowMs)
  }

  /** To be called when couriers have come back: sends what ended to the stream, where there is one; nobody waits for it. */
  async stream(): Promise<void> {
    await this.#streamer?.run()
  }

  #rows(afterId: number, untilId: number, fromMs: number, toMs: number): LakeRows {
    const rows: LakeRow[] = []
    const context = { ...this.#context, withdrawalsKnownSinceMs: this.#withdrawalsKnownSinceMs() }
    let [lastId, characters, receipts] = [afterId, 0, 0]
    const found = this.#sql.each<Record<string, SqlStorageValue> & LakeReceipt>(
      `SELECT id, at_ms, destination, outcome, code, sheets, chain FROM receipts
       WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
      afterId,
      untilId,
      PAGE_RECEIPTS,
    )
    for (const receipt of found) {
      receipts++
      lastId = receipt.id
      if (receipt.at_ms < fromMs || receipt.at_ms >= toMs) continue
      const made = lakeRowsOf(receipt, context)
      rows.push(...made)
      characters += made.length * ROW_CHARACTERS
      if (characters >= PAGE_CHARACTERS) return { rows, lastId, ends: false }
    }
    return { rows, lastId, ends: receipts < PAGE_RECEIPTS }
  }

  /** Nobody where nothing says how long answers are kept. */
  #withdrawalsKnownSinceMs(): number {
    const days = this.#consentDays()
    return days === undefined ? Number.POSITIVE_INFINITY : Date.now() - days * DAY_MS
  }

  #withdrawn(entries: readonly Entry[], destination: string): ReadonlySet<Entry> {
    const keys = [...new Set(entries.flatMap(({ p }) => p ?? []))]
    const all = this.#book.withdrawalsAmong(keys, destination)
    const full = this.#book.withdrawalsAmong(keys, fullOf(destination))
    if (all.size === 0 && full.size === 0) return NOBODY
    return new Set(
      entries.filter((entry) => isWithdrawn(entry, all) || (entry.lv === 'full' && isWithdrawn(entry, full))),
    )
  }
}

const NOBODY: ReadonlySet<Entry> = new Set()
/** A clock that is set back writes receipts of the day before behind those of the day: so far they are looked for beyond its ends. */
const SET_BACK_MS = 15 * 60_000
/** A row as JSON, about. */
const ROW_CHARACTERS = 450
