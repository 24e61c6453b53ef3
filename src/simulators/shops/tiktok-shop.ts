/**
 * TikTok Shop's Open API 202309: the search of orders by time of change, pages by token, and orders by their ids. The signature is
 * looked at as strictly as TikTok does: path, parameters by name, body, and a time of the last five minutes.
 */
import { createHmac } from 'node:crypto'
import { parseObject } from '../../destinations/json.ts'
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import { countIn, unknownParameter, type ShopOrder, type ShopQuestion, type SimulatedShop } from './shop.ts'

const SEARCH = '/order/202309/orders/search'
const ORDERS = '/order/202309/orders'
const OF_ALL = ['app_key', 'timestamp', 'sign', 'shop_cipher']
const OF_SEARCH = [...OF_ALL, 'page_size', 'page_token', 'sort_field', 'sort_order']
const FILTERS = ['update_time_ge', 'update_time_lt', 'create_time_ge', 'create_time_lt', 'order_status']
const MAX_AGE_SECONDS = 300
const MAX_IDS = 50
/** What the demo's app signs with; a test's app signs with its token. */
const DEMO_SECRET = 'demo-tiktok-shop-app-secret'

export function tiktokShopSimulator(nowMs: () => number): SimulatedShop {
  return {
    id: 'tiktok_shop',
    answer: (question, orders) => {
      const { method, path, headers } = question
      const token = headers['x-tts-access-token'] ?? ''
      if (token === '' || token.startsWith('bad')) return refusal(401, 105_002, 'Expired credentials')
      if (!isSigned(question, [token, DEMO_SECRET], nowMs())) return refusal(401, 106_001, 'The sign is invalid')
      if (path === SEARCH && method === 'POST') return search(question, orders)
      if (path === ORDERS && method === 'GET') return byIds(question, orders)
      return refusal(404, 36_009_009, 'Invalid path')
    },
  }
}

function isSigned({ path, query, body }: ShopQuestion, secrets: readonly string[], nowMs: number): boolean {
  const age = Math.floor(nowMs / 1_000) - Number(query.get('timestamp') ?? Number.NaN)
  const signed = [...query].filter(([name]) => name !== 'sign').toSorted(([one], [other]) => (one < other ? -1 : 1))
  const text = `${path}${signed.map(([name, value]) => name + value).join('')}${body}`
  const isOf = (secret: string) =>
    query.get('sign') === createHmac('sha256', secret).update(`${secret}${text}${secret}`).digest('hex')
  return Math.abs(age) <= MAX_AGE_SECONDS && secrets.some(isOf)
}

function search({ query, body }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  const filters = parseObject(body)
  const since = filters?.['update_time_ge'] ?? 0
  const unknown =
    unknownParameter(query, OF_SEARCH) ?? Object.keys(filters ?? {}).find((name) => !FILTERS.includes(name))
  const size = countIn(query, 'page_size', { usual: 0, max: 100 })
  const from = Number(query.get('page_token')?.replace('page-', '') ?? 0)
  const isSorted = query.get('sort_field') === 'update_time' && query.get('sort_order') === 'ASC'
  if (filters === undefined || typeof since !== 'number' || unknown !== undefined || !isSorted)
    return refusal(400, 36_009_004, `Invalid parameter ${unknown ?? ''}`)
  if (size === undefined || size === 0 || !Number.isInteger(from)) return refusal(400, 36_009_004, 'page_size')
  const changed = (order: ShopOrder) => Number(order['update_time'])
  const found = orders
    .filter((order) => changed(order) >= since)
    .toSorted((one, other) => changed(one) - changed(other))
  const next = from + size < found.length ? `page-${from + size}` : ''
  const shown = found.slice(from, from + size)
  return success({ next_page_token: next, total_count: found.length, ...(shown.length > 0 && { orders: shown }) })
}

function byIds({ query }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean)
  const unknown = unknownParameter(query, [...OF_ALL, 'ids'])
  if (unknown !== undefined || ids.length === 0 || ids.length > MAX_IDS)
    return refusal(400, 36_009_004, `Invalid parameter ${unknown ?? 'ids'}`)
  return success({ orders: orders.filter(({ id }) => ids.includes(String(id))) })
}

function success(data: object): SimulatedAnswer {
  return jsonAnswer(200, { code: 0, message: 'Success', request_id: '2026112203000001', data })
}

function refusal(status: number, code: number, message: string): SimulatedAnswer {
  return jsonAnswer(status, { code, message, request_id: '2026112203000001', data: null })
}
