/** Points that no load of the suite passes, each with its reason. One that is not in this list and is never passed is a failure. */
import type { Point } from './points.ts'

interface Known {
  /** What its place begins with. */
  readonly file: string
  /** What its source begins with. */
  readonly text: string
  /** The function that it is in, where the same is written in others too. */
  readonly within?: string
  readonly why: string
}

const UNREACHED: readonly Known[] = [
  { file: 'src/app.ts', text: 'await closed', why: 'In production only, and before anything is read.' },
  ...['await later()', 'await (await later()).sweepDaily(ready, env)'].map((text) => ({
    file: 'src/app.ts',
    text,
    within: 'scheduled',
    why: 'Plain workerd has no cron: there the operator’s own clock asks, at /v1/ledger/sweep. test/worker/sweep.test.ts rings it.',
  })),
  ...[
    { text: 'await scheduler.wait(0)', within: 'loadWhenSent' },
    { text: 'await eventCode()', within: 'loadWhenSent' },
    { text: 'await eventCode()', within: 'answer' },
  ].map((one) => ({
    file: 'src/app.ts',
    ...one,
    why: 'The suite’s bundle has the code of events inside, so that nobody waits for it; test/e2e/first-requests.test.ts has those who do.',
  })),
  {
    file: 'src/outbox/outbox.ts',
    text: 'await eventCode()',
    within: 'takeIn',
    why: 'As in src/app.ts: nothing of a call has been judged or stored before.',
  },
  {
    file: 'src/outbox/outbox.ts',
    text: 'await this.receipts(1_000)',
    why: 'The developer’s live page reads; it is off in the load.',
  },
  ...['await this.#settle(due)', 'await this.#copiesIn(due)', 'transaction(() => { if (copies'].map((text) => ({
    file: 'src/outbox/consent-desk.ts',
    text,
    why: 'The load’s policy has no settle time; src/outbox/settle.test.ts ends the shard between any two copies.',
  })),
  {
    file: 'src/outbox/consent-desk.ts',
    text: "transaction(() => this.#end(due, 'consent_never_came'))",
    why: 'An order waits longer for its answer than a cycle lasts.',
  },
  {
    file: 'src/outbox/diagnostics-desk.ts',
    text: 'this.#transaction(() => this.#save(nowMs))',
    why: 'Counts are written down when they are fifteen seconds old, and few lives last so long; no event and no delivery is in them.',
  },
  ...[
    { text: 'await this.#desk.keepHouse()', within: 'alarm' },
    { text: 'await this.#pull()', within: 'keepHouse' },
    { text: 'transaction(() => this.#sweepJourneys(cutoffs))', within: 'sweepDaily' },
    { text: 'transaction(() => { const moreJourneys', within: 'sweepDaily' },
    { text: 'this.#deps.transaction(() => { this.#names.prune', within: 'endDay' },
  ].map((one) => ({
    file: 'src/offsite/',
    ...one,
    why: 'The off-site record rings once in five minutes and forgets once a day; whoever asks it has the ledger read in the same way.',
  })),
  ...['transaction(() => this.#empty())', 'this.#deps.transaction(() => this.#empty())'].map((text) => ({
    file: 'src/offsite/',
    text,
    why: 'A site whose record is over, or deleted whole by its operator: nothing may be left, so that nothing can be lost.',
  })),
  {
    file: 'src/outbox/lake-stream.ts',
    text: '',
    why: 'Plain workerd has no Cloudflare Pipelines; test/worker has a stand-in that fails, hangs and drops.',
  },
  {
    file: 'src/outbox/outbox.ts',
    text: 'await this.#waitForApproval(closed)',
    why: 'The load’s policy is approved; nothing is delivered under one that is not.',
  },
]

/** What the long run passes, and the short one does not every time. */
const SELDOM: readonly Known[] = [
  {
    file: 'src/outbox/narrowing.ts',
    text: 'transaction(',
    why: 'The policy must have become narrower while something waited: the short run keeps one.',
  },
  {
    file: 'src/routes/in-flight.ts',
    text: 'await this.#time.wait(',
    why: 'Only where other large bodies are in hand at that moment.',
  },
  {
    file: 'src/outbox/dead-letter-desk.ts',
    text: 'transaction(',
    why: 'There must be a dead letter when one is asked for.',
  },
  { file: 'src/delivery/', text: '', why: 'Some come only after this or that fault of a platform.' },
  {
    file: 'src/outbox/consent-desk.ts',
    text: 'await this.#judgeAgain(row)',
    why: 'One of them only where the number of shards has changed.',
  },
  { file: 'src/outbox/room.ts', text: 'await takes', why: 'Only while a shard has not yet what is its own.' },
  {
    file: 'src/outbox/outbox.ts',
    text: 'await takes',
    why: 'Only where a shard has not yet all that is its own: the number of shards has changed.',
  },
  { file: 'src/outbox/shard-move.ts', text: '', why: 'Most of it only where the number of shards has changed.' },
  {
    file: 'src/outbox/take-back.ts',
    text: 'this.#deps.transaction(',
    why: 'Somebody must withdraw while a batch is at the platform.',
  },
]

export function isOutOfReach(point: Point): boolean {
  return isIn(UNREACHED, point)
}

export function isSeldomPassed(point: Point): boolean {
  return isIn(SELDOM, point)
}

function isIn(list: readonly Known[], point: Point): boolean {
  return list.some((known) => isOf(known, point))
}

function isOf(known: Known, { id, text, within }: Point): boolean {
  return id.startsWith(known.file) && text.startsWith(known.text) && within === (known.within ?? within)
}

/** Entries of both lists that are about nothing any more: what they were about has been written anew. In sentences. */
export function aboutNothing(points: readonly Point[]): string[] {
  return [...UNREACHED, ...SELDOM]
    .filter((known) => !points.some((point) => isOf(known, point)))
    .map(({ file, text }) => `unreached.ts names a point that is not there: ${file} ${text}`)
}

/** The other way round: points of which it is said that no load passes them, and one did. In sentences. */
export function passedAllTheSame(points: readonly Point[], passed: ReadonlySet<string>): string[] {
  return points
    .filter((point) => isOutOfReach(point) && point.moments.some((moment) => passed.has(`${moment} ${point.id}`)))
    .map(
      ({ id }) =>
        `passed, though unreached.ts says that no load does: take it out there, so that lives end there: ${id}`,
    )
}

const WHAT_TO_DO =
  'let the load or a fault come there (load.ts, faults.ts; needs.ts where it takes a cycle of its own), or say in unreached.ts why none can'

/** `passed`: places as stop.js writes them, `<moment> <point>`. In sentences, with what to do. */
export function neverPassed(points: readonly Point[], passed: ReadonlySet<string>): string[] {
  return points
    .filter((point) => !isOutOfReach(point))
    .flatMap(({ id, moments, text }) =>
      moments
        .filter((moment) => !passed.has(`${moment} ${id}`))
        .map((moment) => `never passed: ${moment} ${id} ${text.slice(0, 80)} (${WHAT_TO_DO})`),
    )
}
