/** Asks a gateway for all that a reconciliation needs, page by page. Where it is asked from, terminal or page, is an argument. */
import { dayAfter, isTimeZone, shopClock } from './days.ts'
import { withoutRepeats, type ImportedRow } from './platform-rows.ts'
import { slimLine, slimOrder, slimRow, Texts } from './slim.ts'
import type { ReconcileInput } from './reconcile.ts'
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
  | { readonly ok: true; readonly input: ReconcileInput }
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
  const ask = { destination, lookBack, after, latest }
  const pages = await keptPages(ask, asking)
  if ('failed' in pages) return { ok: false, failed: pages.failed }
  const { orders, lines, platform } = pages
  const isListed = ({ at }: LedgerOrderView): boolean => {
    const ms = Date.parse(at)
    return ms >= startMs && ms < endMs
  }
  const input = {
    settings,
    ...period,
    orders: orders.filter((order) => isListed(order)),
    neighbours: orders.filter((order) => !isListed(order)),
    lines,
    platform: withoutRepeats(platform),
  }
  return { ok: true, input }
}

interface Ask {
  readonly destination: string
  readonly lookBack: string
  readonly after: string
  readonly latest: string
}

/** Our own lines first: of the others only what meets them is kept. */
async function keptPages({ destination, lookBack, after, latest }: Ask, asking: Asking) {
  const texts = new Texts()
  const lines = await all('lines', query({ from: lookBack, to: latest }), asking, (line) =>
    slimLine(line, destination, texts),
  )
  if ('failed' in lines) return lines
  const heard = new Set(lines.rows.map(({ link }) => link))
  const orders = await all('orders', query({ from: lookBack, to: after }), asking, (order) =>
    slimOrder(order, heard, texts),
  )
  if ('failed' in orders) return orders
  const platform = await all('platform', query({ destination }), asking, (row) => slimRow(row, texts))
  if ('failed' in platform) return platform
  return { orders: orders.rows, lines: lines.rows, platform: platform.rows }
}

function query(values: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(values)
}

interface RowOf {
  readonly orders: LedgerOrderView
  readonly lines: OrderLine
  readonly platform: ImportedRow
}

async function all<Kind extends keyof RowOf>(
  step: Kind,
  question: URLSearchParams,
  { get, onProgress }: Asking,
  keep: (row: RowOf[Kind]) => RowOf[Kind] | undefined,
): Promise<{ readonly rows: readonly RowOf[Kind][] } | { readonly failed: string }> {
  const rows: RowOf[Kind][] = []
  let read = 0
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await get(`/v1/ledger/${step}?${question.toString()}`)
    if ('failed' in answer) return answer
    const page = answer.body as Page<RowOf[Kind]>
    for (const row of page.orders ?? page.lines ?? page.rows ?? []) {
      const kept = keep(row)
      if (kept !== undefined) rows.push(kept)
      read++
    }
    onProgress(step, read)
    if (page.next_cursor === null) return { rows }
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
