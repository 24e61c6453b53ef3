/** Stripe's `GET /v1/checkout/sessions`: Bearer, the parameters, the latest first, pages by the last one's id. */
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import { countIn, unknownParameter, type ShopOrder, type ShopQuestion, type SimulatedShop } from './shop.ts'

const CREATED = ['created[gt]', 'created[gte]', 'created[lt]', 'created[lte]']
const PARAMETERS = [...CREATED, 'limit', 'starting_after', 'ending_before', 'payment_intent', 'status']

export function stripeSimulator(nowMs: () => number): SimulatedShop {
  return {
    id: 'stripe',
    answer: (question, orders) => {
      const answered = list(question, orders)
      return { ...answered, headers: { ...answered.headers, date: new Date(nowMs()).toUTCString() } }
    },
  }
}

function list({ method, path, query, headers }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? 'bad'
  if (key.startsWith('bad')) return refusal(401, 'Invalid API Key provided')
  if (path !== '/v1/checkout/sessions' || method !== 'GET') return refusal(404, 'Unrecognized request URL')
  const unknown = unknownParameter(query, PARAMETERS)
  const limit = countIn(query, 'limit', { usual: 10, max: 100 })
  const isWhole = CREATED.every((name) => /^\d+$/.test(query.get(name) ?? '0'))
  if (unknown !== undefined) return refusal(400, `Received unknown parameter: ${unknown}`)
  if (limit === undefined || !isWhole) return refusal(400, 'limit or created')
  const from = Number(query.get('created[gte]') ?? 0)
  const to = Number(query.get('created[lt]') ?? Infinity)
  const created = (session: ShopOrder) => Number(session['created'])
  const found = orders
    .filter((session) => created(session) >= from && created(session) < to)
    .toSorted((one, other) => created(other) - created(one))
  const cursor = query.get('starting_after')
  const start = cursor === null ? 0 : found.findIndex(({ id }) => id === cursor) + 1
  if (cursor !== null && start === 0) return refusal(400, `No such checkout.session: '${cursor}'`)
  const data = found.slice(start, start + limit)
  const more = start + limit < found.length
  return jsonAnswer(200, { object: 'list', url: '/v1/checkout/sessions', has_more: more, data })
}

function refusal(status: number, message: string): SimulatedAnswer {
  return jsonAnswer(status, { error: { type: 'invalid_request_error', message } })
}
