/**
 * What Adobe I/O Events brings of an Adobe Commerce shop by webhook: each save of an order, each credit memo, in a CloudEvents
 * envelope. Signed with Adobe's own keys, so that the recipient named in the body is looked at too: anybody may have Adobe sign.
 * Sources: AdobeDocs/adobe-io-events, guides/index.md; AdobeDocs/commerce-extensibility, events/events-reference.md; adobe/aio-lib-events,
 * signatureUtils.js. Read 2026-11-23.
 */
import { memosAlone, readMagentoOrder } from './magento.ts'
import { isMembers, text, type Members } from './parts.ts'
import { attributeIn, shopId, shopJson } from './shop-parts.ts'
import { incomplete, MALFORMED, membersOf } from './shop-reading.ts'
import { bytesOfBase64 } from './signature-text.ts'
import type { Proof, Source, SourceReading, SourceRequest } from './source.ts'

export const ADOBE_KEYS = 'https://static.adobeioevents.com'

export const adobeEvents: Source = {
  name: 'magento.io_events',
  id: 'magento',
  challenge: 'challenge',
  entrance: { by: 'signature', secrets: (sources) => sources.magento?.adobeClients, proof },
  read,
}

/** `/prod/keys/pub-key-<random-uuid>.pem`: nothing else of that host is asked for. */
const KEY_PATH = /^\/prod\/keys\/pub-key-[0-9A-Za-z-]{1,64}\.pem$/
const PAIRS = ['1', '2'] as const

/** Two signatures, each with the path of its key: either will do. */
function proof({ headers, text: written }: SourceRequest, bytes: Uint8Array): Proof {
  const pairs = PAIRS.flatMap((at) => {
    const signature = bytesOfBase64(headers.get(`x-adobe-digital-signature-${at}`) ?? '')
    const keyPath = headers.get(`x-adobe-public-key${at}-path`) ?? ''
    return signature === undefined ? [] : [{ signature, keyPath }]
  })
  if (pairs.length === 0) return { ok: false, code: 'signature_missing' }
  const recipient = text(shopJson(written)?.['recipient_client_id'])
  const signed = pairs.filter(({ keyPath }) => KEY_PATH.test(keyPath))
  if (recipient === undefined || signed.length === 0) return { ok: false, code: 'signature_mismatch' }
  return { ok: 'served', message: bytes, signed, recipient }
}

const COMMERCE = 'com.adobe.commerce.'
const ORDER_EVENT = /sales_order_(?:save|place)|checkout_submit_all/

function read({ text: written, settings }: SourceRequest): SourceReading {
  const body = shopJson(written)
  if (body === undefined) return MALFORMED
  const type = text(body['type']) ?? ''
  if (!type.startsWith(COMMERCE)) return { kind: 'parked', code: 'unknown_topic' }
  const value = membersOf(membersOf(body['data'])['value'])
  if (type.includes('creditmemo')) return readMemo(value, settings.orders)
  const order = isMembers(value['order']) ? value['order'] : value
  if (!ORDER_EVENT.test(type) && !isOrder(order)) return NOT_AN_EVENT
  return readMagentoOrder(besideOf(order), asOrder(order), [], settings)
}

const NOT_AN_EVENT: SourceReading = { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }

/** A subscription may have a name of its own. The state of an order is a word, that of an invoice a number. */
function isOrder({ increment_id: id, state, grand_total: total }: Members): boolean {
  return id !== undefined && total !== undefined && typeof state === 'string' && !/^\d+$/.test(state)
}

/** As the order's own data has it; where its parts were chosen, the lines still say whose they are. */
function asOrder(order: Members): Members {
  const addresses = listOf(order['addresses'])
  const address = (type: string) => addresses.find((one) => one['address_type'] === type)
  return {
    ...order,
    entity_id: order['entity_id'] ?? order['id'] ?? listOf(order['items'])[0]?.['order_id'],
    billing_address: order['billing_address'] ?? address('billing'),
    shipping_address: order['shipping_address'] ?? address('shipping'),
  }
}

function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.filter((one) => isMembers(one)) : []
}

/** Codes of Magento's attributes begin with a letter. */
function besideOf(order: Members): Members {
  const custom = (code: string) =>
    attributeIn(
      listOf(order['custom_attributes']).map(({ attribute_code: name, value }) => ({ name, value })),
      'name',
    )(code)
  return {
    consent: order['tidegate_consent'] ?? custom('tidegate_consent'),
    visitor_id: order['tidegate_vid'] ?? custom('tidegate_vid'),
  }
}

const CANCELLED = '3'

/** It names its order by the number of the database. */
function readMemo(memo: Members, orders: SourceRequest['settings']['orders']): SourceReading {
  if (text(memo['state']) === CANCELLED) return { kind: 'read', events: [], ledger: [], ignored: 'no_money_moved' }
  const known = shopId(memo['order_increment_id'] ?? membersOf(memo['order'])['increment_id'])
  if (known !== undefined) return memosAlone(known, [memo], orders)
  const entity = shopId(memo['order_id'])
  if (entity === undefined) return incomplete({ 'data.value.order_id': entity })
  return { kind: 'named', name: `entity:${entity}`, read: (orderId) => memosAlone(orderId, [memo], orders) }
}
