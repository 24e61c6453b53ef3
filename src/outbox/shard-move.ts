/**
 * Keeps a shard from taking anything before it has all that belongs to it by the policy's number of shards, and pulls that
 * from the others (docs/decisions/0023). Another shard's pull is answered at any time: handing over waits for nothing.
 */
import { keysOfShard, NO_KEYS, type KeyRange } from '../pipeline/parting.ts'
import { letGoOfHeld, mergePage, PAGE_ROWS, readPage, type HandOverAnswer, type HandOverAsk } from './hand-over.ts'
import { PartingBook, type Parted, type Progress } from './parting-book.ts'
import type { Sql } from './tables.ts'

export interface MoveDeps {
  readonly sql: Sql
  /** Which shard this one is; undefined where the runtime has not said. */
  readonly shard: () => number | undefined
  /** The most shards that the site ever had: `now` where that is more than was known. */
  readonly shardsEver: (now: number) => number
  readonly ask: (shard: number, ask: HandOverAsk) => Promise<HandOverAnswer>
  readonly transaction: (work: () => void) => void
  /** Only held orders with these keys are this shard's to let go or to end. */
  readonly holdOnly: (range: KeyRange) => void
  /** Rows have come from elsewhere, and withdrawals under these keys among them. */
  readonly onMerged: (withdrawn: readonly string[]) => void
  /** Dedupe keys of lists into their places, where they are read and merged (key-book.ts). */
  readonly layKeys: (range: KeyRange) => void
  /** Lets go those held orders whose answer is known: it may have come while nothing could be let go. */
  readonly settleHeld: () => Promise<void>
  readonly onComplete: () => void
  /** Something could not be had; it is asked for again. */
  readonly onFailed: (error: unknown) => void
  readonly wake: (atMs: number) => void
  readonly wait: (ms: number) => Promise<unknown>
  readonly now: () => number
}

/** Another shard may be on its way to the new policy: it is asked again after this long. */
const AGAIN_MS = 1_000
/** Should the object be put away in the middle, somebody looks again. */
const WATCHDOG_MS = 5_000
/** A move without rows takes milliseconds: whoever comes meanwhile is not sent away for it. */
const PATIENCE_MS = 1_000
/** After each page others have a turn: plain workerd has one thread for all shards and callers, and looks at nothing else while calls follow each other. */
const BREATH_MS = 1
/** Bodies that wait so at once: each is in memory meanwhile. */
const MAX_PATIENT = 64

export class ShardMove {
  readonly #deps: MoveDeps
  readonly #book: PartingBook
  readonly #pageRows: number
  #site = ''
  #parted: Parted | undefined
  #running: Promise<void> | undefined
  #patient = 0

  constructor(deps: MoveDeps, pageRows = PAGE_ROWS) {
    this.#deps = deps
    this.#pageRows = pageRows
    this.#book = new PartingBook(deps.sql)
  }

  /** The site's policy is known: to be called once in the life of the object, before anything is taken. */
  enter(site: string, shards: number): void {
    const { shardsEver, transaction, holdOnly, wake, now } = this.#deps
    this.#site = site
    transaction(() => {
      this.#parted = this.#book.enter(shards, shardsEver(shards) === 1)
    })
    holdOnly(this.#parted?.complete === true ? this.#ownKeys() : NO_KEYS)
    if (this.isMoving()) wake(now())
  }

  /** Whether there is something to pull before events can be taken. */
  isMoving(): boolean {
    return this.#parted?.complete === false && this.#isMember()
  }

  /** Whether a body that was parted by so many shards may be judged here. A short move is waited for. */
  takes(shards: number): boolean | Promise<boolean> {
    if (this.#parted?.shards !== shards || !this.#isMember()) return false
    if (this.#parted.complete) return true
    return this.#patient < MAX_PATIENT && this.#takesSoon()
  }

  async #takesSoon(): Promise<boolean> {
    this.#patient += 1
    await Promise.race([this.go(), this.#deps.wait(PATIENCE_MS)])
    this.#patient -= 1
    return this.#parted?.complete === true
  }

  /** Pulls from where it stood; at most once at a time. Never rejects: what could not be had is asked for again later. */
  go(): Promise<void> {
    if (!this.isMoving()) return Promise.resolve()
    this.#deps.wake(this.#deps.now() + WATCHDOG_MS)
    this.#running ??= this.#pullAll().finally(() => (this.#running = undefined))
    return this.#running
  }

  /** A page for another shard. */
  handOver({ shards, shard, turn, place }: HandOverAsk): HandOverAnswer {
    const parted = this.#parted
    if (parted?.shards !== shards) return { kind: 'not_yet' }
    const range = keysOfShard(shard, shards)
    // What was read in another turn may not be all that there was up to that place.
    const from = turn === parted.turn ? place : null
    letGoOfHeld(this.#deps.sql, range, from)
    this.#deps.layKeys(range)
    const page = readPage(this.#deps.sql, range, from, this.#pageRows)
    return { kind: 'page', turn: parted.turn, shardsEver: this.#deps.shardsEver(shards), ...page }
  }

  async #pullAll(): Promise<void> {
    const { shardsEver, holdOnly, settleHeld, wake, now } = this.#deps
    const progress = new Map(this.#book.progress())
    try {
      // There may be more of them than we knew: each that is asked says how many it knows.
      for (let shard = 0; shard < shardsEver(0); shard++) {
        if (shard !== this.#deps.shard() && !(await this.#pullFrom(shard, progress))) return wake(now() + AGAIN_MS)
      }
      holdOnly(this.#ownKeys())
      await settleHeld()
      this.#finish()
    } catch (error) {
      // A shard that does not answer, or an older version that does not know the question.
      this.#deps.onFailed(error)
      wake(now() + AGAIN_MS)
    }
  }

  /** False where it is not to be had yet. What was read of it before is asked after as well: its turn may be another one. */
  async #pullFrom(shard: number, progress: Map<number, Progress>): Promise<boolean> {
    for (;;) {
      const { turn, place } = progress.get(shard) ?? { turn: null, place: null }
      const answer = await this.#deps.ask(shard, { ...this.#self(), turn, place })
      if (answer.kind === 'not_yet') return false
      this.#merge(shard, answer, turn === answer.turn ? place : null, progress)
      if (answer.place === null) return true
      await this.#deps.wait(BREATH_MS)
    }
  }

  /** Rows and place in one transaction: what the next question says is merged is on disk before it leaves. */
  #merge(
    shard: number,
    answer: Extract<HandOverAnswer, { kind: 'page' }>,
    before: Progress['place'],
    progress: Map<number, Progress>,
  ): void {
    const { sql, transaction, shardsEver, layKeys, onMerged } = this.#deps
    shardsEver(answer.shardsEver)
    const known = progress.get(shard)
    const reached = { turn: answer.turn, place: answer.place ?? before }
    if (answer.place === null && known?.turn === reached.turn) return
    progress.set(shard, reached)
    transaction(() => {
      layKeys(this.#ownKeys())
      mergePage(sql, answer.rows)
      this.#book.keepProgress(progress)
    })
    onMerged((answer.rows.withdrawals ?? []).map(({ key }) => key))
  }

  #finish(): void {
    this.#deps.transaction(() => {
      if (this.#parted !== undefined) this.#parted = this.#book.complete(this.#parted)
    })
    this.#deps.onComplete()
  }

  #self(): Pick<HandOverAsk, 'site' | 'shards' | 'shard'> {
    return { site: this.#site, shards: this.#parted?.shards ?? 0, shard: this.#deps.shard() ?? 0 }
  }

  #ownKeys(): KeyRange {
    return keysOfShard(this.#deps.shard() ?? 0, this.#parted?.shards ?? 0)
  }

  /** One that the policy no longer has takes nothing and pulls nothing; it hands over. */
  #isMember(): boolean {
    const shard = this.#deps.shard()
    return shard === undefined ? this.#parted?.complete === true : shard < (this.#parted?.shards ?? 0)
  }
}
