/**
 * BigCommerce's orders: the V2 list and one order, its products and coupons, V3's refunds and metafields. An order is put in whole:
 * what its own addresses give lies in its members `products`, `coupons`, `refunds` and `metafields`.
 */
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import {
  changedSince,
  countIn,
  unknownParameter,
  type ShopOrder,
  type ShopQuestion,
  type SimulatedShop,
} from './shop.ts'

const PARAMETERS = ['min_date_modified', 'max_date_modified', 'sort', 'limit', 'page', 'status_id', 'is_deleted']
const PARTS = ['products', 'coupons', 'refunds', 'metafields']
/** What V2 answers where there is none. */
const NONE: SimulatedAnswer = { status: 204, headers: {}, body: '' }

export const bigcommerceSimulator: SimulatedShop = { id: 'bigcommerce', answer }

function answer(question: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  const { method, path, headers } = question
  const token = headers['x-auth-token'] ?? ''
  if (token === '' || token.startsWith('bad'))
    return jsonAnswer(401, { status: 401, title: 'X-Auth-Token is required' })
  const [, version, orderId, part] = /^\/stores\/[^/]+\/(v[23])\/orders(?:\/(\d+)(?:\/(.+))?)?$/.exec(path) ?? []
  if (version === undefined || method !== 'GET') return jsonAnswer(404, { status: 404, title: 'Not found' })
  if (orderId === undefined) return version === 'v2' ? list(question, orders) : jsonAnswer(404, {})
  const order = orders.find((one) => String(one['id']) === orderId)
  if (order === undefined) return jsonAnswer(404, [{ status: 404, message: 'The requested resource was not found.' }])
  return part === undefined ? jsonAnswer(200, alone(order)) : partOf(order, `${version} ${part}`)
}

function list({ query }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  const unknown = unknownParameter(query, PARAMETERS)
  if (unknown !== undefined)
    return jsonAnswer(400, [{ status: 400, message: `The field '${unknown}' is not supported.` }])
  const limit = countIn(query, 'limit', { usual: 50, max: 250 })
  const page = countIn(query, 'page', { usual: 1, max: 1_000_000 })
  if (limit === undefined || page === undefined) return jsonAnswer(400, [{ status: 400, message: 'limit or page' }])
  const found = changedSince(orders, 'date_modified', query.get('min_date_modified'))
  const shown = found.slice((page - 1) * limit, page * limit)
  return shown.length === 0 ? NONE : jsonAnswer(200, shown.map(alone))
}

function alone(order: ShopOrder): ShopOrder {
  return Object.fromEntries(Object.entries(order).filter(([name]) => !PARTS.includes(name)))
}

function partOf(order: ShopOrder, part: string): SimulatedAnswer {
  switch (part) {
    case 'v2 products':
    case 'v2 coupons': {
      const listed = order[part.slice(3)]
      return Array.isArray(listed) && listed.length > 0 ? jsonAnswer(200, listed) : NONE
    }
    case 'v3 metafields':
      return jsonAnswer(200, { data: order['metafields'] ?? [], meta: {} })
    case 'v3 payment_actions/refunds':
      return jsonAnswer(200, { data: order['refunds'] ?? [], meta: {} })
    default:
      return jsonAnswer(404, { status: 404, title: 'Not found' })
  }
}
