/**
 * One sweep of one shop: its orders that changed since a moment, page after page, each page taken before the next is asked for. It
 * keeps nothing: what it did not come to is asked for again, and what it finds twice is known already. The network, the clock and
 * what is done with a page are arguments.
 */
import type { OpenOrder, OpenPage, ShopAccess, ShopAnswer, ShopPage, ShopRequest } from './shop-api.ts'
import type { SourceReading } from './source.ts'

/** 1,000 orders: what one request of a Worker can do. Who sweeps more asks again from where this one ended. */
const MAX_PAGES = 20
/** Of one page: then the shop is left alone. */
const MAX_TRIES = 3
const MAX_WAIT_SECONDS = 10
const USUAL_WAIT_SECONDS = 2

export interface SweepTools {
  /** Undefined: no answer at all. */
  readonly ask: (request: ShopRequest) => Promise<(ShopAnswer & { readonly status: number }) | undefined>
  /** Throws where nothing could be stored. */
  readonly take: (readings: readonly SourceReading[]) => Promise<SweepTaken>
  readonly sleep: (seconds: number) => Promise<void>
  /** Of each question; three where nothing is said. */
  readonly tries?: number
}

type AskTools = Pick<SweepTools, 'ask' | 'sleep' | 'tries'>

export interface SweepTaken {
  /** Sales and refunds that nobody had told us of. */
  readonly found: number
  /** Orders that could not be read. */
  readonly unreadable: number
}

export type SweepProblem = 'more_orders' | 'too_many_requests' | 'refused' | 'no_answer' | 'unreadable_answer'

export interface SweepEnd extends SweepTaken {
  readonly orders: number
  readonly pages: number
  /** Up to when the shop's changes are known. Another sweep may begin there; where there is a `problem`, it must. */
  readonly reachedMs: number
  readonly problem?: SweepProblem
  /** What the shop answered. */
  readonly status?: number
  readonly retryAfterSeconds?: number
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export async function sweepShop(access: ShopAccess, sinceMs: number, tools: SweepTools): Promise<SweepEnd> {
  const end: Writable<SweepEnd> = { orders: 0, pages: 0, found: 0, unreadable: 0, reachedMs: sinceMs }
  let request: ShopRequest | undefined = access.first(sinceMs)
  while (request !== undefined) {
    if (end.pages === MAX_PAGES) return { ...end, problem: 'more_orders' }
    const answered = await askPatiently(request, tools)
    if ('problem' in answered) return { ...end, ...answered }
    const page = access.read(answered, request)
    if (page === undefined) return { ...end, ...unreadable(answered, access) }
    const opened = await openAll(page.open ?? [], tools)
    if ('problem' in opened) return { ...end, ...opened }
    const rest = page.rest === undefined ? NOTHING_MORE : await openPage(page.rest, tools)
    if ('problem' in rest) return { ...end, ...rest }
    const readings = [...page.readings, ...opened.readings, ...rest.readings]
    add(end, { ...page, readings }, await tools.take(readings))
    request = page.next
  }
  return end
}

/** Said inside an answer with 200, it is the same refusal. */
function unreadable(answer: ShopAnswer, { refuses }: ShopAccess): Problem {
  return refuses?.(answer) === true ? { problem: 'refused', status: 401 } : { problem: 'unreadable_answer' }
}

function add(end: Writable<SweepEnd>, { readings, changedMs = 0 }: ShopPage, taken: SweepTaken): void {
  end.pages += 1
  end.orders += readings.length
  end.found += taken.found
  end.unreadable += taken.unreadable
  end.reachedMs = Math.max(end.reachedMs, changedMs)
}

async function openAll(orders: readonly OpenOrder[], tools: AskTools) {
  const readings: SourceReading[] = []
  for (const order of orders) {
    const opened = await openOrder(order, tools)
    if ('problem' in opened) return opened
    readings.push(opened.reading)
  }
  return { readings }
}

const NOTHING_MORE: { readonly readings: readonly SourceReading[] } = { readings: [] }

async function openPage({ requests, read }: OpenPage, tools: AskTools) {
  const answered = await askAll(requests, tools)
  return 'problem' in answered ? answered : { readings: read(answered.texts) }
}

async function openOrder({ requests, read }: OpenOrder, tools: AskTools) {
  const answered = await askAll(requests, tools)
  return 'problem' in answered ? answered : { reading: read(answered.texts) }
}

/** What an order has none of is answered 404. */
async function askAll(requests: Readonly<Record<string, ShopRequest>>, tools: AskTools) {
  const texts: Record<string, string> = {}
  for (const [name, request] of Object.entries(requests)) {
    const answered = await askPatiently(request, tools)
    if (!('problem' in answered)) texts[name] = answered.text
    else if (answered.status === 404) texts[name] = ''
    else return answered
  }
  return { texts }
}

/** One order by its id; undefined where the shop cannot be asked, or does not have it. */
export async function fetchOrder(
  { one }: ShopAccess,
  orderId: string,
  tools: AskTools,
): Promise<SourceReading | undefined> {
  const asked = one?.(orderId)
  if (asked === undefined) return undefined
  const answered = await askPatiently(asked.request, tools)
  const open = 'problem' in answered ? undefined : asked.open(answered)
  const opened = open === undefined ? undefined : await openOrder(open, tools)
  return opened === undefined || 'problem' in opened ? undefined : opened.reading
}

type Problem = Pick<SweepEnd, 'status' | 'retryAfterSeconds'> & { readonly problem: SweepProblem }

/** A shop that is busy says how long; one that is down is asked again a little later. A refusal stays one. */
async function askPatiently(
  request: ShopRequest,
  { ask, sleep, tries: most = MAX_TRIES }: AskTools,
): Promise<ShopAnswer | Problem> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask(request)
    // 204: BigCommerce's way to say that there are none.
    if (answer?.status === 200 || answer?.status === 204) return answer
    const wait = waitOf(answer)
    if (wait === undefined || tries === most || wait > MAX_WAIT_SECONDS) return problemOf(answer, wait)
    await sleep(wait)
  }
}

/** Seconds; undefined where to ask again would bring the same. */
function waitOf(answer: (ShopAnswer & { readonly status: number }) | undefined): number | undefined {
  if (answer === undefined) return USUAL_WAIT_SECONDS
  if (answer.status !== 429 && answer.status < 500) return undefined
  const written = Number(answer.header('retry-after') ?? Number.NaN)
  return written > 0 ? written : USUAL_WAIT_SECONDS
}

function problemOf(answer: { readonly status: number } | undefined, wait: number | undefined): Problem {
  if (answer === undefined) return { problem: 'no_answer' }
  const { status } = answer
  if (wait === undefined) return { problem: 'refused', status }
  return { problem: status === 429 ? 'too_many_requests' : 'no_answer', status, retryAfterSeconds: Math.ceil(wait) }
}
