/** Shopify's REST Admin API, `GET …/orders.json`: the token, the parameters, pages by cursor, 40 calls at once and 2 a second. */
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import {
  changedSince,
  countIn,
  unknownParameter,
  type ShopOrder,
  type ShopQuestion,
  type SimulatedShop,
} from './shop.ts'

const PARAMETERS = ['status', 'limit', 'order', 'updated_at_min', 'updated_at_max', 'fields', 'since_id']
/** A cursor holds the question already: beside it Shopify takes these alone. */
const BESIDE_CURSOR = ['limit', 'page_info', 'fields']
const BUCKET = 40
const LEAK_A_SECOND = 2

export function shopifySimulator(nowMs: () => number): SimulatedShop {
  let level = 0
  let leakedMs = nowMs()
  return {
    id: 'shopify',
    answer: (question, orders) => {
      const at = nowMs()
      level = Math.max(0, level - ((at - leakedMs) / 1_000) * LEAK_A_SECOND)
      leakedMs = at
      if (level >= BUCKET) return refusal(429, 'Exceeded 2 calls per second for api client.', { 'retry-after': '2.0' })
      level += 1
      return list(question, orders)
    },
  }
}

function list({ method, path, query, headers, base }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  if (!/^\/admin\/api\/20\d\d-(?:01|04|07|10)\/orders\.json$/.test(path)) return refusal(404, 'Not Found')
  if (method !== 'GET') return refusal(406, 'Not Acceptable')
  const token = headers['x-shopify-access-token'] ?? ''
  if (token === '' || token.startsWith('bad')) return refusal(401, '[API] Invalid API key or access token')
  const cursor = query.get('page_info')
  const unknown = unknownParameter(query, cursor === null ? PARAMETERS : BESIDE_CURSOR)
  if (unknown !== undefined) return refusal(400, `${unknown} is not permitted`)
  const limit = countIn(query, 'limit', { usual: 50, max: 250 })
  if (limit === undefined) return refusal(400, 'limit: must be from 1 to 250')
  const asked =
    cursor === null ? { since: query.get('updated_at_min'), any: query.get('status') === 'any', at: 0 } : opened(cursor)
  if (asked === undefined) return refusal(400, 'page_info: Invalid value.')
  const found = changedSince(orders, 'updated_at', asked.since).filter(
    (one) => asked.any || one['cancelled_at'] === null,
  )
  const next = asked.at + limit < found.length ? sealed({ ...asked, at: asked.at + limit }) : undefined
  const link = next === undefined ? {} : { link: `<${base}${path}?limit=${limit}&page_info=${next}>; rel="next"` }
  const answer = jsonAnswer(200, { orders: found.slice(asked.at, asked.at + limit) })
  return { ...answer, headers: { ...answer.headers, ...link } }
}

interface Asked {
  readonly since: string | null
  readonly any: boolean
  readonly at: number
}

function sealed(asked: Asked): string {
  return encodeURIComponent(btoa(JSON.stringify(asked)))
}

function opened(cursor: string): Asked | undefined {
  try {
    return JSON.parse(atob(cursor)) as Asked
  } catch {
    return undefined
  }
}

function refusal(status: number, errors: string, headers: Readonly<Record<string, string>> = {}): SimulatedAnswer {
  const answer = jsonAnswer(status, { errors })
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
