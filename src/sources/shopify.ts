/**
 * Shopify's webhooks: orders, refunds, the topics of privacy law, the end of the app. Signed over the raw bytes; the signature
 * covers the body alone, so the shop that the headers name is held against the policy's.
 * Sources: Shopify, "Verify webhook deliveries", "Webhook delivery structure", "Events: verify deliveries" (preview), "Privacy law
 * compliance"; Shopify/shopify-app-js ef2043d (header names of both delivery systems). Read 2026-11-22.
 */
import { isMembers, text, type Members } from './parts.ts'
import { instantOf, shopId, shopJson } from './shop-parts.ts'
import { listOf } from './shopify-money.ts'
import { readOrder } from './shopify-order.ts'
import { readRefund } from './shopify-refund.ts'
import type { ParkedReading, Proof, Source, SourceHeaders, SourceReading, SourceRequest } from './source.ts'

const encoder = new TextEncoder()

/** Two delivery systems, one meaning: webhooks, and the events of the preview. The library demands a shop of the first alone. */
const SYSTEMS = [
  { prefix: 'x-shopify-', namesShop: true },
  { prefix: 'shopify-', namesShop: false },
] as const

interface Delivery {
  readonly topic: string | undefined
  readonly shop: string | undefined
  readonly namesShop: boolean
  readonly isTest: boolean
  readonly triggeredAt: string | undefined
}

const ENTRANCE: Source['entrance'] = {
  by: 'signature',
  secrets: (sources) => sources.shopify?.secrets,
  proof: ({ headers }, bytes) => proofOf(headers, bytes),
}

export const shopify: Source = { name: 'shopify.webhook', id: 'shopify', entrance: ENTRANCE, read }

function proofOf(headers: SourceHeaders, bytes: Uint8Array): Proof {
  const written = SYSTEMS.map(({ prefix }) => headers.get(`${prefix}hmac-sha256`)).find((one) => one !== undefined)
  if (written === undefined || written.trim() === '') return { ok: false, code: 'signature_missing' }
  const signature = sha256OfBase64(written.trim())
  if (signature === undefined) return { ok: false, code: 'signature_mismatch' }
  return { ok: true, message: bytes, signatures: [signature], key: (secret) => encoder.encode(secret) }
}

/** 32 bytes are 43 digits of base64 and one `=`. */
function sha256OfBase64(written: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/]{43}=$/.test(written) ? Uint8Array.from(atob(written), (char) => char.charCodeAt(0)) : undefined
}

function read(request: SourceRequest): SourceReading {
  const delivery = deliveryOf(request.headers)
  // A canned order of nobody, sent from the admin's page to see whether somebody answers.
  if (delivery.isTest) return { kind: 'read', events: [], ledger: [], ignored: 'test_order' }
  if (!isOurShop(delivery, request.settings.sources.shopify?.shop)) return parked('wrong_shop')
  const body = shopJson(request.text)
  return body === undefined ? parked('malformed') : readTopic(body, delivery, request)
}

function deliveryOf(headers: SourceHeaders): Delivery {
  const system = SYSTEMS.find(({ prefix }) => headers.get(`${prefix}topic`) !== undefined) ?? SYSTEMS[0]
  const header = (name: string) => headers.get(`${system.prefix}${name}`)?.trim()
  return {
    topic: topicOf(header('topic'), header('action')),
    shop: header('shop-domain')?.toLowerCase(),
    namesShop: system.namesShop,
    isTest: header('test')?.toLowerCase() === 'true',
    triggeredAt: instantOf(header('triggered-at')),
  }
}

/** `orders/create`; in the other system the resource and what befell it are two headers. */
function topicOf(topic: string | undefined, action: string | undefined): string | undefined {
  const written = topic?.toLowerCase()
  if (written === undefined || written === '' || written.includes('/')) return written
  if (action !== undefined && action !== '') return `${written.replace(/s?$/, 's')}/${action.toLowerCase()}`
  return written.replace('_', '/')
}

function isOurShop({ shop, namesShop }: Delivery, ours: string | undefined): boolean {
  if (shop === undefined) return !namesShop
  return shop === ours?.toLowerCase()
}

/** Topics that a shop may well send and that say nothing of a sale. */
const NO_EVENT =
  /^(?:checkouts|carts|draft_orders|fulfillments|order_transactions|customers|products|inventory_levels)\//

function readTopic(body: Members, delivery: Delivery, request: SourceRequest): SourceReading {
  const { topic = '', shop } = delivery
  switch (topic) {
    case 'customers/data_request':
      return privacy(body, 'access_request', body['orders_requested'])
    case 'customers/redact':
      return privacy(body, 'erase_person', body['orders_to_redact'])
    case 'shop/redact':
      return ofShop('erase_shop', text(body['shop_domain']) ?? shop)
    case 'app/uninstalled':
      return ofShop('uninstalled', shop ?? text(body['myshopify_domain']))
    case 'refunds/create':
      return readOneRefund(body, request)
    case 'orders/delete':
      return NOTHING
    case 'orders/edited':
      // What was added and taken away, without the order: `orders/updated` comes with it and has the new total.
      return isMembers(body['order_edit']) ? NOTHING : readOrder(body, request.settings, heardFrom(delivery))
    default:
      if (topic.startsWith('orders/')) return readOrder(body, request.settings, heardFrom(delivery))
      return NO_EVENT.test(topic) ? NOTHING : parked('unknown_topic')
  }
}

const NOTHING: SourceReading = { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }

function heardFrom({ triggeredAt }: Delivery) {
  return { source: 'shopify', triggeredAt }
}

function readOneRefund(body: Members, { settings: { orders } }: SourceRequest): SourceReading {
  const reading = readRefund(body, orders)
  if (reading.kind === 'incomplete') return parked('incomplete', reading.paths, shopId(body['order_id']))
  if (reading.kind === 'nothing') return { kind: 'read', events: [], ledger: [], ignored: 'no_money_moved' }
  if (reading.test && orders.excluded.includes('test'))
    return { kind: 'read', events: [], ledger: [], ignored: 'test_order' }
  const { orderId, line, event } = reading
  return { kind: 'read', events: [event], ledger: [], refunds: [{ order_id: orderId, refund: line }] }
}

/**
 * A record may hold an e-mail address and nothing else. Nobody at all is no demand that could be met: somebody must look. The topic
 * is not signed, but the body is: every demand names its shop there, and no order does, which somebody sent again as a demand.
 */
function privacy(body: Members, kind: 'access_request' | 'erase_person', orderIds: unknown): SourceReading {
  if (body['shop_id'] === undefined && body['shop_domain'] === undefined) return parked('incomplete', ['shop_domain'])
  const customer = isMembers(body['customer']) ? body['customer'] : {}
  const person = {
    external_ids: present(shopId(customer['id'])),
    emails: present(text(customer['email'])),
    phones: present(text(customer['phone'])),
    order_ids: listOf(orderIds).flatMap((one) => present(shopId(one))),
  }
  if (Object.values(person).every((ids) => ids.length === 0)) return parked('incomplete', ['customer'])
  const requested = isMembers(body['data_request']) ? shopId(body['data_request']['id']) : undefined
  return { kind: 'command', command: { kind, ...person, ...(requested !== undefined && { request_id: requested }) } }
}

function present(one: string | undefined): readonly string[] {
  return one === undefined ? [] : [one]
}

function ofShop(kind: 'erase_shop' | 'uninstalled', shop: string | undefined): SourceReading {
  return shop === undefined ? parked('incomplete', ['shop_domain']) : { kind: 'command', command: { kind, shop } }
}

function parked(code: ParkedReading['code'], paths?: readonly string[], orderId?: string): ParkedReading {
  return {
    kind: 'parked',
    code,
    ...(paths !== undefined && { paths }),
    ...(orderId !== undefined && { order_id: orderId }),
  }
}
