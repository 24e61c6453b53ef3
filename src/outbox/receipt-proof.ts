/** The proof that a shard gives of its receipts: signed heads, once a day and at every export, and the export itself. */
import { headSigner, type HeadSigner, type ReceiptPrivateJwk } from '../auth/receipt-signature.ts'
import { anchorOf, keepHead, lastHead, lastLink, linkAt } from './receipt-book.ts'
import type { Link } from './receipt-chain.ts'
import type { ExportAsk, ExportPage, Span } from './receipt-export.ts'
import { closingLineOf, isPlaceOf, pageOf, spanOf, startLineOf } from './receipt-export.ts'
import type { HeadClaims } from './receipt-lines.ts'
import type { Sql } from './tables.ts'

const DAY_MS = 86_400_000

export class ReceiptProof {
  /** The shard's name. */
  readonly name: string | undefined
  readonly #sql: Sql
  readonly #sign: HeadSigner | undefined

  /**
   * `name` of the object is `<site>/<shard>`; undefined where the runtime does not tell. Without a key heads are not signed,
   * and none is kept.
   */
  constructor(sql: Sql, name: string | undefined, key: ReceiptPrivateJwk | undefined) {
    this.#sql = sql
    this.#sign = key === undefined ? undefined : headSigner(key)
    this.name = rememberedName(sql, name)
  }

  /** Signs where the chain stands, unless this day has a head already or nothing was added since the last one. */
  async signDaily(nowMs: number): Promise<void> {
    const [site, shard] = this.name?.split('/') ?? []
    const last = lastHead(this.#sql)
    const link = lastLink(this.#sql)
    const today = Math.floor(nowMs / DAY_MS)
    if (site === undefined || shard === undefined || link.id === 0) return
    if (last !== undefined && (last.id >= link.id || Math.floor(last.at_ms / DAY_MS) === today)) return
    await this.#signed({ ...claimsOf(link, anchorOf(this.#sql), nowMs), site, shard: Number(shard) }, nowMs)
  }

  /** Null where the place that was asked for is none of this export. */
  async page(ask: ExportAsk, nowMs: number): Promise<ExportPage | null> {
    const span = spanOf(this.#sql, ask)
    if (ask.place !== null && !isPlaceOf(span, ask.place)) return null
    const page = pageOf(this.#sql, ask, span)
    const opening = ask.place === null ? startLineOf(ask.shard, span.start) : ''
    const closing = page.next === null ? await this.#close(ask, span, nowMs) : ''
    return { text: opening + page.text + closing, next: page.next }
  }

  /** The head that ends a shard's part of an export says what was asked for, so that a part cannot pass for the whole. */
  async #close(ask: ExportAsk, { start, untilId, toTheEnd }: Span, nowMs: number): Promise<string> {
    const range = { from: iso(ask.fromMs), to: iso(ask.toMs), shards: ask.shards }
    const claims = { ...claimsOf(linkAt(this.#sql, untilId), start, nowMs), site: ask.site, shard: ask.shard, ...range }
    const signedId = lastHead(this.#sql)?.id ?? 0
    // It was signed that there is more: that this is the end must not be signed as well.
    if (toTheEnd && signedId > untilId) return closingLineOf(claims, null, signedId)
    return closingLineOf(claims, await this.#signed(claims, nowMs))
  }

  async #signed(claims: HeadClaims, nowMs: number): Promise<string | null> {
    if (this.#sign === undefined) return null
    const jws = await this.#sign(claims)
    keepHead(this.#sql, { id: claims.id, at_ms: nowMs, chain: claims.chain, jws })
    return jws
  }
}

function claimsOf(link: Link, anchor: Link, nowMs: number): Omit<HeadClaims, 'site' | 'shard'> {
  return { id: link.id, chain: link.chain, anchor_id: anchor.id, anchor: anchor.chain, signed_at: iso(nowMs) }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

/** An object that an alarm wakes may not be told its name: it is written down when it is first heard. */
function rememberedName(sql: Sql, name: string | undefined): string | undefined {
  const known = sql.kept('shard')
  if (known !== undefined || name === undefined) return known
  sql.keep('shard', name)
  return name
}
