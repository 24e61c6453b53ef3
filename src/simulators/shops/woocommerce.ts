/** WooCommerce's REST API v3, `GET /wp-json/wc/v3/orders`: Basic, the parameters, pages by number. */
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import {
  changedSince,
  countIn,
  unknownParameter,
  type ShopOrder,
  type ShopQuestion,
  type SimulatedShop,
} from './shop.ts'

const PARAMETERS = [
  'modified_after',
  'modified_before',
  'dates_are_gmt',
  'orderby',
  'order',
  'per_page',
  'page',
  'status',
]

export const woocommerceSimulator: SimulatedShop = { id: 'woocommerce', answer: list }

function list({ method, path, query, headers }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  if (path !== '/wp-json/wc/v3/orders' || method !== 'GET') return refusal(404, 'rest_no_route')
  if (!mayRead(headers['authorization'] ?? '')) return refusal(401, 'woocommerce_rest_cannot_view')
  const unknown = unknownParameter(query, PARAMETERS)
  const count = countIn(query, 'per_page', { usual: 10, max: 100 })
  const page = countIn(query, 'page', { usual: 1, max: 1_000_000 })
  const since = query.get('modified_after')
  // Without it the times are the shop's own, and orders of the last hours would be missed or come twice.
  const isUtc = since === null || query.get('dates_are_gmt') === 'true'
  if (unknown !== undefined || count === undefined || page === undefined || !isUtc) {
    return refusal(400, 'rest_invalid_param')
  }
  const found = changedSince(orders, 'date_modified_gmt', since)
  const answer = jsonAnswer(200, found.slice((page - 1) * count, page * count))
  const totals = { 'x-wp-total': String(found.length), 'x-wp-totalpages': String(Math.ceil(found.length / count)) }
  return { ...answer, headers: { ...answer.headers, ...totals } }
}

function mayRead(authorization: string): boolean {
  const [user = '', password = ''] = /^Basic [\w+/=]+$/.test(authorization)
    ? atob(authorization.slice(6)).split(':', 2)
    : []
  return user !== '' && password !== '' && !user.startsWith('bad')
}

function refusal(status: number, code: string): SimulatedAnswer {
  return jsonAnswer(status, { code, message: code, data: { status } })
}
