/** What simulated shops have in common: orders that a test puts in, faults that it orders, and how strictly a question is read. */
import { isObject, parseObject } from '../../destinations/json.ts'
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../../destinations/simulator.ts'

export type ShopOrder = Readonly<Record<string, unknown>>

export interface ShopQuestion {
  readonly method: string
  /** Without the shop's own prefix. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Where this shop is reached: for addresses that it gives. */
  readonly base: string
}

export interface SimulatedShop {
  readonly id: string
  readonly answer: (question: ShopQuestion, orders: readonly ShopOrder[]) => SimulatedAnswer
}

interface Kept {
  readonly shop: SimulatedShop
  readonly orders: Map<string, ShopOrder>
  readonly faults: SimulatedAnswer[]
  asked: number
}

/** More than any test puts in. */
const MAX_ORDERS = 10_000
const MAX_FAULTS = 100

/** `/shops/<shop>/…` is the shop; `/_sim/shops/<shop>` is whoever tests. */
export function createShops(shops: readonly SimulatedShop[]): (request: SimulatedRequest) => SimulatedAnswer {
  const kept = new Map<string, Kept>(
    shops.map((shop) => [shop.id, { shop, orders: new Map(), faults: [], asked: 0 }] as const),
  )
  return (request) => {
    const url = new URL(request.path, 'http://shops.invalid')
    const parts = url.pathname.split('/').slice(1)
    const isTest = parts[0] === '_sim'
    const one = kept.get(parts[isTest ? 2 : 1] ?? '')
    if (one === undefined) return jsonAnswer(404, { error: 'no such shop', shops: [...kept.keys()] })
    if (isTest) return control(one, request, parts[3] ?? '')
    one.asked += 1
    const path = `/${parts.slice(2).join('/')}`
    const base = `http://${request.headers['host'] ?? 'shops.invalid'}/shops/${one.shop.id}`
    const { method, headers, body } = request
    return (
      one.faults.shift() ??
      one.shop.answer({ method, path, query: url.searchParams, headers, body, base }, [...one.orders.values()])
    )
  }
}

/** `POST orders {"orders":[…]}`, `POST faults {"answers":[{status, headers}]}`, `GET`, `DELETE`. */
function control(kept: Kept, { method, body }: SimulatedRequest, what: string): SimulatedAnswer {
  const given = parseObject(body)
  if (method === 'DELETE') {
    kept.orders.clear()
    kept.faults.length = 0
    kept.asked = 0
  }
  if (method === 'POST' && what === 'orders') putOrders(kept, given?.['orders'])
  if (method === 'POST' && what === 'faults') orderFaults(kept, given?.['answers'])
  return jsonAnswer(200, { orders: kept.orders.size, faults: kept.faults.length, asked: kept.asked })
}

function putOrders({ orders }: Kept, given: unknown): void {
  for (const order of Array.isArray(given) ? given : []) {
    if (isObject(order) && orders.size < MAX_ORDERS) orders.set(String(order['id']), order)
  }
}

function orderFaults({ faults }: Kept, given: unknown): void {
  for (const one of Array.isArray(given) ? given.slice(0, MAX_FAULTS) : []) {
    if (!isObject(one)) continue
    const headers = isObject(one['headers']) ? one['headers'] : {}
    const answer = jsonAnswer(Number(one['status']), one['body'] ?? {})
    faults.push({ ...answer, headers: { ...answer.headers, ...(headers as Record<string, string>) } })
  }
}

/** The first parameter that the API does not know: real ones pass over it, and the mistake is never seen. */
export function unknownParameter(query: URLSearchParams, known: readonly string[]): string | undefined {
  return [...query.keys()].find((name) => !known.includes(name))
}

/** A whole number within bounds; the usual one where it is absent; undefined where it is none. */
export function countIn(query: URLSearchParams, name: string, bounds: { usual: number; max: number }) {
  const written = query.get(name)
  if (written === null) return bounds.usual
  const count = Number(written)
  return Number.isInteger(count) && count >= 1 && count <= bounds.max ? count : undefined
}

/** Orders that changed at or after a moment, the earliest first. */
export function changedSince(orders: readonly ShopOrder[], field: string, since: string | null): readonly ShopOrder[] {
  const sinceMs = since === null ? 0 : Date.parse(since)
  const changed = (order: ShopOrder) => timeOf(order[field])
  return orders.filter((order) => changed(order) >= sinceMs).toSorted((one, other) => changed(one) - changed(other))
}

/** WooCommerce and BigCommerce write UTC without saying so, or as RFC 2822. */
function timeOf(value: unknown): number {
  const written = String(value)
  return Date.parse(/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(written) ? `${written}Z` : written)
}
