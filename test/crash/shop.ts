/** What a shop and its operator do beside pages and servers: signed webhooks, and the ledger of orders. */
import { createHmac } from 'node:crypto'
import type { Members } from '../support/events.ts'
import { SECRETS } from '../support/secrets.ts'
import type { CallerRequest } from './door.ts'

/** By the names that the policy of the demo gives them. They guard nothing. */
export const SHOP_SECRETS = {
  ORDERS_WEBHOOK_SECRET: `whsec_${Buffer.from('a key of exactly 24 byte').toString('base64')}`,
  SHOPIFY_WEBHOOK_SECRET: 'a-shopify-secret-for-the-crash-tests',
}

const SHOP = 'atelier-rivage.myshopify.com'
const JSON_TYPE = { 'content-type': 'application/json' }

/** As `tidegate token` makes them (RFC 7519, HS256): of each `id` another, which no gateway has seen before. */
export function serverToken(id: string, nowMs: number): string {
  const claims = { iss: 'tidegate', aud: 'atelier-rivage', jti: id, exp: Math.floor(nowMs / 1_000) + 3_600 }
  const signed = [{ alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = createHmac('sha256', SECRETS.TIDEGATE_TOKEN_SECRET).update(signed).digest('base64url')
  return `${signed}.${signature}`
}

/** Standard Webhooks: a sender that comes again brings the same bytes. */
export function webhook(id: string, nowMs: number, event: Members): CallerRequest {
  const body = JSON.stringify(event)
  const time = String(Math.floor(nowMs / 1_000))
  const key = Buffer.from(SHOP_SECRETS.ORDERS_WEBHOOK_SECRET.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  const signed = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` }
  return { method: 'POST', path: '/hooks/webhook', headers: { ...JSON_TYPE, ...signed }, body }
}

function shopify(topic: string, told: Members): CallerRequest {
  const body = JSON.stringify(told)
  const signature = createHmac('sha256', SHOP_SECRETS.SHOPIFY_WEBHOOK_SECRET).update(body).digest('base64')
  const signed = { 'x-shopify-hmac-sha256': signature, 'x-shopify-topic': topic, 'x-shopify-shop-domain': SHOP }
  return { method: 'POST', path: '/hooks/shopify', headers: { ...JSON_TYPE, ...signed }, body }
}

/** Of an order that is already there, in the shop's own money. */
export function refundOf(order: string, at: string): CallerRequest {
  const paid = { kind: 'refund', status: 'success', amount: '1.00', currency: 'EUR' }
  return shopify('refunds/create', { id: `re-${order}`, order_id: order, created_at: at, transactions: [paid] })
}

/** The shop hands on that somebody is to be forgotten. */
export function erasureOf(person: string): CallerRequest {
  return shopify('customers/redact', { shop_domain: SHOP, customer: { id: person }, orders_to_redact: [] })
}

/** Signed, and of no use: it is parked. */
export function unusable(id: string, nowMs: number): CallerRequest {
  return webhook(`unusable-${id}`, nowMs, { event: 'purchase', order: { value: 20, currency: 'EUR' }, note: id })
}

/** A line of the back office, of an order that no page and no server has told of. */
export function imported(order: string, at: string, headers: CallerRequest['headers']): CallerRequest {
  const money = { total: '20.00', currency: 'EUR' }
  const line = { order_id: order, source: 'import:plain', at, channel: 'web', payment: 'paid', money }
  return { method: 'POST', path: '/v1/ledger/orders', headers, body: JSON.stringify({ orders: [line] }) }
}
