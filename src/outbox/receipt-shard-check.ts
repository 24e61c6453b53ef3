/** Verifies the chain of one shard in an export, row by row. Pure. */
import { chainAfter, GENESIS, linkOf, type Link } from './receipt-chain.ts'
import type { Finding } from './receipt-finding.ts'
import type { ExportHeader, HeadLine, RowLine, StartLine } from './receipt-lines.ts'

export interface ShardSummary {
  readonly shard: number
  /** The receipt before the first one. */
  readonly startId: number
  readonly lastId: number
  readonly rows: number
  /** Rows from before the chain began: nothing is proved of them. */
  readonly unchained: number
  readonly firstAtMs: number | undefined
  readonly lastAtMs: number | undefined
  /** Heads whose signature was verified, and when the first and the last of them were signed. */
  readonly signedHeads: number
  readonly firstSignedAt: string | undefined
  readonly lastSignedAt: string | undefined
}

export class ShardCheck {
  readonly shard: number
  readonly #report: (finding: Finding) => void
  readonly #start: Link
  /** The last row, as the file has it. */
  #place: Link
  /** The last place that a head agrees with. */
  #agreedId: number
  /** A row that does not fit, until what follows tells which part of it is wrong. */
  #suspect: { readonly row: RowLine; readonly computed: string } | undefined
  /** The first thing that is wrong with the chain is told; what follows from it is not. */
  #broken = false
  #headDiffers = false
  #begun: boolean
  #closed = false
  #rows = 0
  #unchained = 0
  #firstAtMs: number | undefined
  #lastAtMs: number | undefined
  readonly #signedAt: { first?: string; last?: string; count: number } = { count: 0 }

  constructor(start: StartLine, report: (finding: Finding) => void) {
    this.shard = start.shard
    this.#report = report
    this.#start = { id: start.id, chain: start.chain }
    this.#place = this.#start
    this.#agreedId = start.id
    this.#begun = start.chain !== GENESIS
  }

  /** Its last head has come: nothing may follow. */
  get closed(): boolean {
    return this.#closed
  }

  get summary(): ShardSummary {
    return {
      shard: this.shard,
      startId: this.#start.id,
      lastId: this.#place.id,
      rows: this.#rows,
      unchained: this.#unchained,
      firstAtMs: this.#firstAtMs,
      lastAtMs: this.#lastAtMs,
      signedHeads: this.#signedAt.count,
      firstSignedAt: this.#signedAt.first,
      lastSignedAt: this.#signedAt.last,
    }
  }

  row(row: RowLine): void {
    this.#resolve((chain) => chainAfter(chain, row) === row.chain)
    this.#rows += 1
    this.#firstAtMs ??= row.at_ms
    this.#lastAtMs = row.at_ms
    if (!this.#broken) this.#examine(row)
    this.#place = linkOf(row)
  }

  head(head: HeadLine, header: ExportHeader | undefined): void {
    const wasSuspect = this.#suspect !== undefined
    if (head.id === this.#place.id) this.#resolve((chain) => chain === head.chain)
    if (head.id !== this.#place.id) this.#reportHead('head_misplaced', head)
    else if (head.chain === this.#place.chain) this.#agreedId = head.id
    else if (!wasSuspect) this.#reportDifference(head)
    if (head.closes === true) this.#close(head, header)
  }

  signed({ signed_at: signedAt }: HeadLine): void {
    this.#signedAt.count += 1
    this.#signedAt.first ??= signedAt
    this.#signedAt.last = signedAt
  }

  end(): void {
    this.#resolve(() => false)
    if (!this.#closed) this.#report({ kind: 'shard_cut_off', shard: this.shard })
  }

  #examine(row: RowLine): void {
    const expectedId = this.#place.id + 1
    if (row.id !== expectedId) return this.#outOfLine(row, expectedId)
    if (row.chain === '' && !this.#begun) {
      this.#unchained += 1
      return
    }
    this.#begun = true
    const computed = chainAfter(this.#place.chain, row)
    if (computed === row.chain) return
    this.#broken = true
    this.#suspect = { row, computed }
  }

  #outOfLine(row: RowLine, expectedId: number): void {
    const { shard } = this
    const { id, at_ms: atMs } = row
    this.#broken = true
    if (chainAfter(this.#place.chain, { ...row, id: expectedId }) === row.chain)
      this.#report({ kind: 'row_renumbered', shard, id: expectedId, atMs, wrongId: id })
    else if (id > expectedId) this.#report({ kind: 'rows_missing', shard, fromId: expectedId, toId: id - 1 })
    else this.#report({ kind: 'row_misplaced', shard, id, atMs, expectedId })
  }

  /** What follows the suspect fits either the chain value that it has, or the one that it should have. */
  #resolve(fits: (chain: string) => boolean): void {
    if (this.#suspect === undefined) return
    const { row, computed } = this.#suspect
    this.#suspect = undefined
    const what = fits(row.chain) ? 'content' : fits(computed) ? 'chain' : 'rest'
    // Who makes a row anew with a chain value that fits leaves the misfit to the row after it.
    const orBefore = row.id - 1 > this.#agreedId
    this.#report({ kind: 'row_altered', shard: this.shard, id: row.id, atMs: row.at_ms, what, orBefore })
  }

  /** Rows that were all made anew fit each other, but not what was signed before. The first such head is told. */
  #reportDifference(head: HeadLine): void {
    if (this.#headDiffers) return
    this.#headDiffers = true
    const { id, signed_at: signedAt } = head
    this.#report({ kind: 'head_differs', shard: this.shard, id, signedAt, sinceId: this.#agreedId })
  }

  #close(head: HeadLine, header: ExportHeader | undefined): void {
    this.#closed = true
    const { from, to, shards } = header ?? {}
    if (head.from !== from || head.to !== to || head.shards !== shards || head.site !== header?.site)
      this.#reportHead('range_differs', head)
    if (head.anchor_id !== this.#start.id || head.anchor !== this.#start.chain) this.#reportHead('anchor_differs', head)
  }

  #reportHead(kind: 'head_misplaced' | 'anchor_differs' | 'range_differs', head: HeadLine): void {
    // After rows that are missing or misplaced, a head without its row is no news.
    if (kind === 'head_misplaced' && this.#broken) return
    this.#report({ kind, shard: this.shard, id: head.id, signedAt: head.signed_at })
  }
}
