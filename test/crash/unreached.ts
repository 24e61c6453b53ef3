/** Points that no load of the suite passes, each with its reason. One that is not in this list and is never passed is a failure. */
import type { Point } from './points.ts'

const UNREACHED: readonly { readonly file: string; readonly text: string; readonly why: string }[] = [
  { file: 'src/app.ts', text: 'await closed', why: 'In production only, and before anything is read.' },
  {
    file: 'src/app.ts',
    text: 'await later()',
    why: 'It brings code: that of the daily sweep, which is the next point, and the router, before anything is read.',
  },
  {
    file: 'src/app.ts',
    text: 'await (await later()).sweepDaily(ready, env)',
    why: 'Plain workerd has no cron: there the operator’s own clock asks, at /v1/ledger/sweep. test/worker/sweep.test.ts rings it.',
  },
  ...['await scheduler.wait(0)', 'await eventCode()'].map((text) => ({
    file: 'src/app.ts',
    text,
    why: 'The suite’s bundle has the code of events inside, so that nobody waits for it; test/e2e/first-requests.test.ts has those who do.',
  })),
  {
    file: 'src/outbox/outbox.ts',
    text: 'await eventCode()',
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
    why: 'Counts are written down after longer than a cycle lasts; no event and no delivery is in them.',
  },
  ...[
    'await this.#desk.keepHouse()',
    'await this.#pull()',
    'transaction(() => this.#sweepJourneys(cutoffs))',
    'transaction(() => { const moreJourneys',
    'this.#deps.transaction(() => { this.#names.prune',
  ].map((text) => ({
    file: 'src/offsite/',
    text,
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
    file: 'src/outbox/narrowing.ts',
    text: 'transaction(',
    why: 'The policy must have become narrower while something waited: the load keeps one policy.',
  },
  {
    file: 'src/outbox/outbox.ts',
    text: 'await this.#waitForApproval(closed)',
    why: 'The load’s policy is approved; nothing is delivered under one that is not.',
  },
  {
    file: 'src/routes/events.ts',
    text: 'await known',
    why: 'The load’s token is known without asking; of a body nothing has been read before it.',
  },
  { file: 'src/routes/body.ts', text: 'await reader.cancel()', why: 'A body over the limit: nothing of it is kept.' },
  {
    file: 'src/routes/in-flight.ts',
    text: 'await this.#time.wait(',
    why: 'Where megabytes of other bodies are in hand: nothing of this one has been read yet.',
  },
]

/** What the long run passes, and the short one does not every time. */
const SELDOM: readonly { readonly file: string; readonly text: string; readonly why: string }[] = [
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

function isIn(list: typeof UNREACHED, { id, text }: Point): boolean {
  return list.some((known) => id.startsWith(known.file) && text.startsWith(known.text))
}

/** `passed`: places as stop.js writes them, `<moment> <point>`. In sentences. */
export function neverPassed(points: readonly Point[], passed: ReadonlySet<string>): string[] {
  return points
    .filter((point) => !isOutOfReach(point))
    .flatMap(({ id, moments, text }) =>
      moments
        .filter((moment) => !passed.has(`${moment} ${id}`))
        .map((moment) => `never passed: ${moment} ${id} ${text.slice(0, 80)}`),
    )
}
