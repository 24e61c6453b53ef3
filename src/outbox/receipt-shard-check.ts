/** Verifies the chain of one shard in an export, row by row. Pure. */
import { chainAfter, GENESIS, linkOf, type Link } from './receipt-chain.ts'
import type { Finding } from './receipt-finding.ts'
import { rangeOf, type ExportHeader, type HeadLine, type RowLine, type StartLine } from './receipt-lines.ts'
import { outsideOf, type Range } from './receipt-range.ts'

export interface ShardSummary {
  readonly shard: number
  /** Rows of any time: no more than none says that nothing at all was found of this shard. */
  readonly lines: number
  /** The four that follow: of the rows in the range that was asked for. */
  readonly rows: number
  readonly firstId: number | undefined
  readonly lastId: number | undefined
  /** Rows from before the chain began: nothing is proved of them. */
  readonly unchained: number
  readonly firstAtMs: number | undefined
  readonly lastAtMs: number | undefined
  /** Heads whose signature was verified, and when the first and the last of them were signed. */
  readonly signedHeads: number
  readonly firstSignedAt: string | undefined
  readonly lastSignedAt: string | undefined
}

const ALWAYS: Range = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

export class ShardCheck {
  readonly shard: number
  readonly #header: ExportHeader | undefined
  readonly #range: Range
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
  /** A head of a row that has not come: the row was taken out from the end, unless others follow. */
  #beyond: HeadLine | undefined
  #begun: boolean
  #closed = false
  #lines = 0
  #rows = 0
  #unchained = 0
  #first: RowLine | undefined
  #last: RowLine | undefined
  readonly #signedAt: { first?: string; last?: string; count: number } = { count: 0 }

  constructor(start: StartLine, header: ExportHeader | undefined, report: (finding: Finding) => void) {
    this.shard = start.shard
    this.#header = header
    this.#range = header === undefined ? ALWAYS : rangeOf(header)
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
      lines: this.#lines,
      rows: this.#rows,
      firstId: this.#first?.id,
      lastId: this.#last?.id,
      unchained: this.#unchained,
      firstAtMs: this.#first?.at_ms,
      lastAtMs: this.#last?.at_ms,
      signedHeads: this.#signedAt.count,
      firstSignedAt: this.#signedAt.first,
      lastSignedAt: this.#signedAt.last,
    }
  }

  row(row: RowLine): void {
    this.#resolve((chain) => chainAfter(chain, row) === row.chain)
    if (this.#beyond !== undefined) this.#reportHead('head_misplaced', this.#beyond)
    this.#beyond = undefined
    this.#count(row)
    if (!this.#broken) this.#examine(row)
    this.#place = linkOf(row)
  }

  head(head: HeadLine): void {
    const wasSuspect = this.#suspect !== undefined
    if (head.id === this.#place.id) this.#resolve((chain) => chain === head.chain)
    if (head.id > this.#place.id) this.#beyond = head
    else if (head.id < this.#place.id) this.#reportHead('head_misplaced', head)
    else if (head.chain === this.#place.chain) this.#agreedId = head.id
    else if (!wasSuspect) this.#reportDifference(head)
    if (head.closes === true) this.#close(head)
  }

  signed({ signed_at: signedAt }: HeadLine): void {
    this.#signedAt.count += 1
    this.#signedAt.first ??= signedAt
    this.#signedAt.last = signedAt
  }

  end(): void {
    this.#resolve(() => false)
    if (this.#closed) return
    this.#reportBeyond(undefined)
    this.#report({ kind: 'shard_cut_off', shard: this.shard })
  }

  #count(row: RowLine): void {
    const outside = outsideOf(row.at_ms, this.#range)
    this.#lines += 1
    // Exports of earlier versions mark nothing.
    if (row.outside !== undefined && row.outside !== outside)
      this.#report({ kind: 'row_mismarked', shard: this.shard, id: row.id, atMs: row.at_ms })
    if (outside !== undefined) return
    this.#rows += 1
    this.#first ??= row
    this.#last = row
    if (row.chain === '') this.#unchained += 1
  }

  #examine(row: RowLine): void {
    const expectedId = this.#place.id + 1
    if (row.id !== expectedId) return this.#outOfLine(row, expectedId)
    if (row.chain === '' && !this.#begun) return
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

  #close(head: HeadLine): void {
    this.#closed = true
    const { from, to, shards, site } = this.#header ?? {}
    if (head.from !== from || head.to !== to || head.shards !== shards || head.site !== site)
      this.#reportHead('range_differs', head)
    if (head.anchor_id !== this.#start.id || head.anchor !== this.#start.chain) this.#reportHead('anchor_differs', head)
    this.#reportBeyond(head.missing_to)
  }

  /** `refusedTo`: the gateway itself says up to where rows are missing. */
  #reportBeyond(refusedTo: number | undefined): void {
    const toId = Math.max(this.#beyond?.id ?? 0, refusedTo ?? 0)
    // Where rows are missing or misplaced already, a head without its row is no news.
    if (this.#broken || (this.#beyond === undefined && refusedTo === undefined)) return
    const { shard } = this
    const fromId = this.#place.id + 1
    this.#report({ kind: 'signed_rows_missing', shard, fromId, toId, refused: refusedTo !== undefined })
  }

  #reportHead(kind: 'head_misplaced' | 'anchor_differs' | 'range_differs', head: HeadLine): void {
    // After rows that are missing or misplaced, a head without its row is no news.
    if (kind === 'head_misplaced' && this.#broken) return
    this.#report({ kind, shard: this.shard, id: head.id, signedAt: head.signed_at })
  }
}
