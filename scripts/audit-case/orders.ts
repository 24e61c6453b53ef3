/** The 120 orders of a day: 97 that go the whole way, and 23 that each have another reason not to. */

export interface AuditOrder {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly total: string
  readonly status: 'paid' | 'awaiting' | 'cancelled'
  readonly channel: 'web' | 'pos' | 'draft'
  readonly test: boolean
  /** What the shop tells the gateway of it: its page and its server, its server alone, or nothing. */
  readonly told: 'page_and_server' | 'server' | 'nothing'
  readonly consent: 'granted' | 'denied' | 'silent'
}

type Kind = Omit<AuditOrder, 'id' | 'at' | 'total'>

const SOLD = { status: 'paid', channel: 'web', test: false } as const
const KINDS: readonly (readonly [number, Kind])[] = [
  [97, { ...SOLD, told: 'page_and_server', consent: 'granted' }],
  [5, { ...SOLD, told: 'page_and_server', consent: 'denied' }],
  [4, { ...SOLD, told: 'server', consent: 'silent' }],
  // The page was closed too early, and the shop's server was down.
  [4, { ...SOLD, told: 'nothing', consent: 'silent' }],
  [3, { ...SOLD, status: 'awaiting', told: 'nothing', consent: 'silent' }],
  [2, { ...SOLD, test: true, told: 'nothing', consent: 'silent' }],
  [3, { ...SOLD, channel: 'pos', told: 'nothing', consent: 'silent' }],
  [1, { ...SOLD, status: 'cancelled', told: 'nothing', consent: 'silent' }],
  [1, { ...SOLD, channel: 'draft', told: 'nothing', consent: 'silent' }],
]

/** Spread over the shop's day, from a quarter past midnight to a quarter to midnight. `startMs`: when it begins. */
export function ordersOf(startMs: number, firstId: number): readonly AuditOrder[] {
  const kinds = KINDS.flatMap(([count, kind]) => Array.from({ length: count }, () => kind))
  const step = (23.5 * 3_600_000) / kinds.length
  return kinds.map((kind, index) => ({
    ...kind,
    id: String(firstId + index),
    at: new Date(startMs + 900_000 + Math.floor(((index * 37) % kinds.length) * step)).toISOString(),
    total: (19.9 + (index % 17) * 6.5).toFixed(2),
  }))
}

/** As a shop exports them: the plain format of `tidegate orders import`. */
export function csvOf(orders: readonly AuditOrder[]): string {
  const rows = orders.map(({ id, at, status, total, test, channel }) =>
    [id, at, status, total, 'EUR', test ? 'true' : 'false', channel].join(','),
  )
  return `${['order_id,created_at,status,total,currency,test,channel', ...rows].join('\n')}\n`
}
