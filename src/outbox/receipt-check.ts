/** Verifies an export, line by line: it is not held in memory. Pure but for what verifies a signature, which is passed in. */
import type { HeadVerdict } from '../auth/receipt-signature.ts'
import type { Finding } from './receipt-finding.ts'
import {
  headClaimsSchema,
  readLine,
  type ExportHeader,
  type HeadLine,
  type Line,
  type StartLine,
} from './receipt-lines.ts'
import { ShardCheck, type ShardSummary } from './receipt-shard-check.ts'

/** Beyond these, more of the same says nothing new. */
const MAX_FINDINGS = 100

export interface CheckResult {
  readonly header: ExportHeader | undefined
  readonly shards: readonly ShardSummary[]
  /** Lines about one person or order, where the file has no others: they prove nothing alone, and there is no finding. */
  readonly singleReceipts: number
  /** In the order of the file. Empty: all that the file can show is in order. */
  readonly findings: readonly Finding[]
}

export class ExportCheck {
  readonly #verify: ((jws: string) => Promise<HeadVerdict>) | undefined
  readonly #findings: Finding[] = []
  readonly #shards: ShardCheck[] = []
  #header: ExportHeader | undefined
  #lines = 0
  #nextShard = 0
  #singleReceipts = 0

  /** Without `verify`, signatures are not looked at. */
  constructor(verify?: (jws: string) => Promise<HeadVerdict>) {
    this.#verify = verify
  }

  /** `undefined` for a line that is too long to be one of an export. */
  async take(text: string | undefined): Promise<void> {
    this.#lines += 1
    const line = text === undefined ? undefined : readLine(text)
    if (line === undefined) this.#report({ kind: 'unreadable_line', line: this.#lines })
    else await this.#takeLine(line)
  }

  end(): CheckResult {
    const current = this.#shards.at(-1)
    current?.end()
    this.#reportMissing(this.#header?.shards ?? 0)
    if (this.#header === undefined && !this.#isOfOne) this.#report({ kind: 'no_export' })
    return {
      header: this.#header,
      shards: this.#shards.map((shard) => shard.summary),
      singleReceipts: this.#singleReceipts,
      findings: this.#findings,
    }
  }

  /** Nothing but receipts of one person or order. */
  get #isOfOne(): boolean {
    return this.#singleReceipts > 0 && this.#singleReceipts === this.#lines
  }

  async #takeLine(line: Line): Promise<void> {
    if (line.kind === 'receipt' && this.#singleReceipts === this.#lines - 1) {
      this.#singleReceipts += 1
      return
    }
    if (line.kind === 'export' && this.#lines === 1) {
      this.#header = line
      return
    }
    if (line.kind === 'start' && this.#mayStart(line.shard)) {
      this.#start(line)
      return
    }
    const current = this.#shards.at(-1)
    if (current === undefined || current.closed || !('shard' in line) || line.shard !== current.shard)
      this.#report({ kind: 'misplaced_line', line: this.#lines })
    else if (line.kind === 'row') current.row(line)
    else if (line.kind === 'head') await this.#takeHead(current, line)
    else this.#report({ kind: 'misplaced_line', line: this.#lines })
  }

  /** Shards come one after another from 0. */
  #mayStart(shard: number): boolean {
    return shard >= this.#nextShard && shard < (this.#header?.shards ?? Number.POSITIVE_INFINITY)
  }

  #start(line: StartLine): void {
    this.#shards.at(-1)?.end()
    this.#reportMissing(line.shard)
    this.#nextShard = line.shard + 1
    this.#shards.push(new ShardCheck(line, this.#header, (finding) => this.#report(finding)))
  }

  #reportMissing(untilShard: number): void {
    const until = Math.min(untilShard, this.#nextShard + MAX_FINDINGS)
    for (let shard = this.#nextShard; shard < until; shard++) this.#report({ kind: 'shard_missing', shard })
  }

  async #takeHead(current: ShardCheck, head: HeadLine): Promise<void> {
    current.head(head)
    if (this.#verify !== undefined) await this.#checkSignature(current, head, this.#verify)
  }

  async #checkSignature(
    current: ShardCheck,
    head: HeadLine,
    verify: (jws: string) => Promise<HeadVerdict>,
  ): Promise<void> {
    const at = { shard: head.shard, id: head.id, signedAt: head.signed_at }
    // That, and why, is told already.
    if (head.jws === null && head.closes === true && head.missing_to !== undefined) return
    if (head.jws === null) return this.#report({ kind: 'signature_missing', ...at })
    const verdict = await verify(head.jws)
    if (verdict.kind === 'bad') this.#report({ kind: 'signature_wrong', ...at })
    else if (verdict.kind === 'unknown_key') this.#report({ kind: 'key_unknown', ...at, kid: verdict.kid })
    else if (!saysTheSame(head, verdict.claims)) this.#report({ kind: 'head_altered', ...at })
    else current.signed(head)
  }

  #report(finding: Finding): void {
    if (this.#findings.length < MAX_FINDINGS) this.#findings.push(finding)
  }
}

/** Whether the line says what was signed, neither more nor less. */
function saysTheSame(head: HeadLine, claims: unknown): boolean {
  const signed = headClaimsSchema.safeParse(claims)
  const written = headClaimsSchema.parse(head)
  return signed.success && inOneOrder(signed.data) === inOneOrder(written)
}

function inOneOrder(claims: object): string {
  return JSON.stringify(Object.entries(claims).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
