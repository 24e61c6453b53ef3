/** Asks a gateway for all that a reconciliation needs, page by page. Where it is asked from, terminal or page, is an argument. */
import { dayAfter, isTimeZone, shopClock } from './days.ts'
import { emptyBooks, enterLine, type Books } from './books.ts'
import { platformReader, type ImportedRow } from './platform-rows.ts'
import type { ReadInput } from './desk.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine } from './wire.ts'

const DAY_MS = 86_400_000
/** Orders of so many days before explain events that came late: a page that was opened again, a slow webhook. */
const LOOK_BACK_DAYS = 7
/** A gateway that never ends is none. 2,000 pages of 500 orders are a million. */
const MAX_PAGES = 4_000

export type Fetched = { readonly body: unknown } | { readonly failed: string }
export type Step = 'settings' | 'orders' | 'lines' | 'platform'

export interface Asking {
  readonly get: (path: string) => Promise<Fetched>
  /** So much has been read in this step. */
  readonly onProgress: (step: Step, count: number) => void
}

export interface Period {
  readonly destination: string
  /** Days of the shop, both included. */
  readonly firstDay: string
  readonly lastDay: string
}

/** `failed`: what the gateway said, or `unknown_destination`, `unknown_time_zone`, `too_many_pages`. */
export type Gathered =
  | { readonly ok: true; readonly input: ReadInput }
  | { readonly ok: false; readonly failed: string }

export async function settingsFrom({ get }: Asking): Promise<{ settings: LedgerSettings } | { failed: string }> {
  const answer = await get('/v1/ledger/settings')
  if ('failed' in answer) return answer
  const settings = answer.body as LedgerSettings
  return isTimeZone(settings.time_zone) ? { settings } : { failed: 'unknown_time_zone' }
}

export async function gather(period: Period, asking: Asking): Promise<Gathered> {
  const told = await settingsFrom(asking)
  if ('failed' in told) return { ok: false, failed: told.failed }
  const { settings } = told
  asking.onProgress('settings', 1)
  if (!settings.destinations.some(({ id }) => id === period.destination))
    return { ok: false, failed: 'unknown_destination' }
  return gatherPages(period, settings, asking)
}

async function gatherPages(period: Period, settings: LedgerSettings, asking: Asking): Promise<Gathered> {
  const { destination, firstDay, lastDay } = period
  const clock = shopClock(settings.time_zone)
  const [startMs, endMs] = [clock.startOf(firstDay), clock.startOf(dayAfter(lastDay))]
  const maxAgeDays = settings.destinations.find(({ id }) => id === destination)?.max_age_days ?? 0
  const lookBack = new Date(startMs - LOOK_BACK_DAYS * DAY_MS).toISOString()
  const after = new Date(endMs + DAY_MS).toISOString()
  const latest = new Date(endMs + (maxAgeDays + 1) * DAY_MS).toISOString()
  const ask = { destination, startMs, endMs, lookBack, after, latest }
  const books = await enteredPages(ask, asking)
  if ('failed' in books) return { ok: false, failed: books.failed }
  return { ok: true, input: { settings, ...period, books } }
}

interface Ask {
  readonly destination: string
  readonly startMs: number
  readonly endMs: number
  readonly lookBack: string
  readonly after: string
  readonly latest: string
}

/** Our own lines first: of the others only what meets them is kept. */
async function enteredPages(ask: Ask, asking: Asking): Promise<Books | Failure> {
  const { destination, startMs, endMs, lookBack, after, latest } = ask
  const books = emptyBooks()
  const platform = platformReader(books)
  const isListed = ({ at }: LedgerOrderView): boolean => {
    const ms = Date.parse(at)
    return ms >= startMs && ms < endMs
  }
  const failure =
    (await eachRow('lines', { from: lookBack, to: latest }, asking, (line) => enterLine(books, line, destination))) ??
    (await eachRow('orders', { from: lookBack, to: after }, asking, (order) =>
      books.orders.add(order, isListed(order)),
    )) ??
    (await eachRow('platform', { destination }, asking, platform.read))
  platform.end()
  return failure ?? books
}

interface Failure {
  readonly failed: string
}

interface RowOf {
  readonly orders: LedgerOrderView
  readonly lines: OrderLine
  readonly platform: ImportedRow
}

/** A page is forgotten before the next one is asked for. */
async function eachRow<Kind extends keyof RowOf>(
  step: Kind,
  filter: Readonly<Record<string, string>>,
  { get, onProgress }: Asking,
  enter: (row: RowOf[Kind]) => void,
): Promise<Failure | undefined> {
  const question = new URLSearchParams(filter)
  let read = 0
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await get(`/v1/ledger/${step}?${question.toString()}`)
    if ('failed' in answer) return answer
    const page = answer.body as Page<RowOf[Kind]>
    for (const row of page.orders ?? page.lines ?? page.rows ?? []) {
      enter(row)
      read++
    }
    onProgress(step, read)
    if (page.next_cursor === null) return undefined
    question.set('cursor', page.next_cursor)
  }
  return { failed: 'too_many_pages' }
}

interface Page<Row> {
  readonly orders?: readonly Row[]
  readonly lines?: readonly Row[]
  readonly rows?: readonly Row[]
  readonly next_cursor: string | null
}
