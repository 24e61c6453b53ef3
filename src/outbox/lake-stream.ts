/**
 * Sends the lake's rows to a stream of Cloudflare Pipelines, in the order of the receipts. At least once: the last receipt that
 * was sent is written down after the stream has confirmed it, so that a crash or a failure sends some rows again, under the
 * same `row_id`. Nobody waits for it, and what cannot be sent lies in the receipts until it can.
 */
import { logDefect } from '../telemetry/log.ts'
import type { LakeRow, LakeStream } from '../lake/row.ts'
import { utf8Bytes } from './bytes.ts'
import { inTime } from './in-time.ts'
import { lastLink } from './receipt-book.ts'
import { nextAttemptAt } from './retry.ts'
import type { Sql } from './tables.ts'

export interface StreamDeps {
  readonly sql: Sql
  readonly to: LakeStream
  /** A page of rows, of the receipts after that one. */
  readonly rowsAfter: (receiptId: number) => LakeRows
  readonly wake: (atMs: number) => void
  readonly now: () => number
  readonly random: () => number
}

export interface LakeRows {
  readonly rows: readonly LakeRow[]
  /** The last receipt that was read. */
  readonly lastId: number
  readonly ends: boolean
}

/**
 * Cloudflare, "Pipelines limits": 1 MB a request on one page, 5 MB on a newer one (both read 2026-11-22). The smaller, less
 * what the transport may add.
 */
const REQUEST_MAX_BYTES = 900_000
/** Pages of receipts in one go: with it, a go is bounded, and its end is written down once for all of them. */
const PAGES_PER_GO = 20
/** Rows are gathered so long: neither requests nor rows written grow with the events. */
const GATHER_MS = 15_000
const SEND_TIMEOUT_MS = 30_000
const RETRY = { baseMs: 30_000, capMs: 15 * 60_000 }

export class Streamer {
  readonly #deps: StreamDeps
  #sentId: number
  #busy = false
  #failures = 0
  #notBeforeMs = 0

  constructor(deps: StreamDeps) {
    this.#deps = deps
    this.#sentId = Number(deps.sql.kept('lake_sent') ?? 0)
  }

  /** Undefined where there is nothing to send now; else until it is sent, or has failed. Never rejects. */
  run(): Promise<void> | undefined {
    if (this.#busy || this.#sentId >= lastLink(this.#deps.sql).id) return undefined
    if (this.#deps.now() < this.#notBeforeMs) {
      this.#deps.wake(this.#notBeforeMs)
      return undefined
    }
    this.#busy = true
    return this.#go()
  }

  /** Something may have ended that no courier brought back: it is sent with what comes in the next seconds. */
  soon(): void {
    if (this.#busy || this.#sentId >= lastLink(this.#deps.sql).id) return
    this.#deps.wake(Math.max(this.#notBeforeMs, this.#deps.now() + GATHER_MS))
  }

  async #go(): Promise<void> {
    const { now, random, wake } = this.#deps
    const from = this.#sentId
    try {
      const more = await this.#sendPages()
      this.#failures = 0
      this.#notBeforeMs = more ? now() : now() + GATHER_MS
      if (more) wake(this.#notBeforeMs)
    } catch (error) {
      logDefect('lake stream', error)
      this.#failures++
      this.#notBeforeMs = nextAttemptAt(now(), this.#failures, RETRY, random())
      wake(this.#notBeforeMs)
    } finally {
      if (this.#sentId > from) this.#writeDown()
      this.#busy = false
      // What ended meanwhile found it busy, and nobody else may come.
      if (this.#failures === 0) this.soon()
    }
  }

  /** True when there is more than one go takes. */
  async #sendPages(): Promise<boolean> {
    for (let page = 0; page < PAGES_PER_GO; page++) {
      const { rows, lastId, ends } = this.#deps.rowsAfter(this.#sentId)
      // One after the other: the next page is read when this one has arrived.
      for (const part of requestsOf(rows))
        await inTime(this.#deps.to.send(part), SEND_TIMEOUT_MS, 'the stream is silent')
      this.#sentId = lastId
      if (ends) return false
    }
    return true
  }

  #writeDown(): void {
    this.#deps.sql.keep('lake_sent', String(this.#sentId))
  }
}

/** Each as long as a request may be; a row is much shorter. */
function requestsOf(rows: readonly LakeRow[]): LakeRow[][] {
  const requests: LakeRow[][] = []
  let room = 0
  for (const row of rows) {
    const bytes = utf8Bytes(JSON.stringify(row)) + 1
    const last = requests.at(-1)
    if (last === undefined || bytes > room) {
      requests.push([row])
      room = REQUEST_MAX_BYTES - bytes
    } else {
      last.push(row)
      room -= bytes
    }
  }
  return requests
}
