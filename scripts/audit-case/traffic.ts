/** What the shop's page and server say of their orders, and what the platform then tells of itself. */
import type { PlatformRow } from '../../src/reconciliation/wire.ts'
import type { AuditOrder } from './orders.ts'

const SHOP = 'https://www.atelier-rivage.example'
const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization']
const AT_ONCE = 16

/** The page fires twice, with another id each time; the first id is the one that the server has too. */
export async function sendOrders(gatewayUrl: string, orders: readonly AuditOrder[]): Promise<void> {
  const calls = orders.flatMap((order) => {
    if (order.told === 'nothing') return []
    const server = () =>
      post(`${gatewayUrl}/v1/events`, eventOf(order, `o-${order.id}`, 60), { authorization: 'Bearer dev' })
    if (order.told === 'server') return [server]
    const page = (id: string, seconds: number) => () => post(`${gatewayUrl}/e`, eventOf(order, id, seconds), BROWSER)
    return [page(`o-${order.id}`, 5), page(`px-${order.id}`, 9), server]
  })
  for (let done = 0; done < calls.length; done += AT_ONCE)
    await Promise.all(calls.slice(done, done + AT_ONCE).map((call) => call()))
}

const BROWSER = {
  origin: SHOP,
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
}

function eventOf({ id, at, total, consent }: AuditOrder, eventId: string, seconds: number): object {
  return {
    event: 'purchase',
    event_id: eventId,
    occurred_at: new Date(Date.parse(at) + seconds * 1_000).toISOString(),
    page: { url: `${SHOP}/thanks?order=${id}` },
    order: { id, value: Number(total), currency: 'EUR' },
    ...(consent !== 'silent' && {
      consent: { state: Object.fromEntries(PURPOSES.map((purpose) => [purpose, consent])), at, source: 'cmp:demo' },
    }),
  }
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  await response.arrayBuffer()
}

/** An old tag that somebody forgot on the page: it tells the platform by itself, and the gateway never hears of it. */
export function sendOldTag(simulatorsUrl: string, startMs: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    event: 'Purchase',
    event_id: `old-tag-${index + 1}`,
    event_time: Math.floor(startMs / 1_000) + 36_000 + index * 1_800,
    properties: { value: 30, currency: 'EUR' },
  }))
  return post(`${simulatorsUrl}/_sim/tiktok/pixel`, { source: 'C4RIVAGEDEMO0001', events }, {})
}

interface Counted {
  readonly event: string
  readonly event_id: string | null
  readonly event_time: number | null
  readonly channel: 'api' | 'pixel'
  readonly payload: {
    readonly properties?: { readonly order_id?: string; readonly value?: number; readonly currency?: string }
  }
}

/** Its list of the events that count, by its own rule for copies; once it has so many of them. */
export async function platformRows(simulatorsUrl: string, expected: number): Promise<readonly PlatformRow[]> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${simulatorsUrl}/_sim/tiktok/events`)
    const { count, events } = (await answer.json()) as { count: number; events: Counted[] }
    if (count >= expected) return events.map((event) => rowOf(event))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the platform has not counted ${expected} events`)
}

function rowOf({ event, event_id: id, event_time: time, channel, payload }: Counted): PlatformRow {
  const { order_id: orderId, value, currency } = payload.properties ?? {}
  return {
    kind: 'event',
    event,
    at: new Date((time ?? 0) * 1_000).toISOString(),
    via: channel === 'api' ? 'server' : 'browser',
    ...(id !== null && { event_id: id }),
    ...(orderId !== undefined && { order_id: orderId }),
    ...(value !== undefined && { value }),
    ...(currency !== undefined && { currency }),
  }
}

/** Until each delivery has its receipt: the platform knows of it a moment earlier. */
export async function untilRecorded(gatewayUrl: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${gatewayUrl}/v1/ledger/lines`, { headers: { authorization: 'Bearer dev' } })
    const { lines } = (await answer.json()) as { lines: { outcome: string }[] }
    if (lines.every(({ outcome }) => outcome !== 'waiting' && outcome !== 'retrying')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('deliveries still wait')
}

/** At most 500 at once. */
export async function importRows(gatewayUrl: string, rows: readonly PlatformRow[]): Promise<void> {
  for (let done = 0; done < rows.length; done += 500)
    await post(
      `${gatewayUrl}/v1/ledger/platform`,
      { destination: 'tiktok', rows: rows.slice(done, done + 500) },
      { authorization: 'Bearer dev' },
    )
}
