/**
 * TikTok Shop's webhooks. What is sold there is the platform's own sale: sent back to it, it would count twice. So nothing here
 * becomes an event; the order is read over the API and goes into the ledger alone.
 * Sources: EcomPHP/tiktokshop-php, src/Webhook.php and src/Resources/Order.php. The signature covers no time: a request that comes
 * again asks for the same order again, which changes nothing. Read 2026-11-22.
 */
import type { LedgerOrder, PaymentState } from '../event/ledger-order.ts'
import { decimalOf } from '../event/money.ts'
import { numberIn, text, type Members } from './parts.ts'
import { currencyOf, instantOfMs, shopId, shopJson, whyNoSale } from './shop-parts.ts'
import { incomplete, MALFORMED, membersOf, moneyOf, sumOf } from './shop-reading.ts'
import { bytesOfHex, bytesOfText, joined } from './signature-text.ts'
import type { Proof, Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'

export const tiktokShop: Source = {
  name: 'tiktok_shop.webhook',
  id: 'tiktok_shop',
  entrance: { by: 'signature', secrets: (sources) => sources.tiktok_shop?.secrets, proof },
  read,
}

function proof(request: SourceRequest, bytes: Uint8Array): Proof {
  const written = request.headers.get('authorization')?.trim() ?? ''
  if (written === '') return { ok: false, code: 'signature_missing' }
  const signature = bytesOfHex(written)
  const appKey = request.settings.sources.tiktok_shop?.appKey ?? ''
  if (signature === undefined || appKey === '') return { ok: false, code: 'signature_mismatch' }
  return { ok: true, message: joined(appKey, bytes), signatures: [signature], key: bytesOfText }
}

/** 1 an order's state, 2 its reversal, 12 its return: of each the order is read anew. */
const OF_ORDERS = [1, 2, 12]
const SELLER_LEFT = 6

function read({ text: written, settings }: SourceRequest): SourceReading {
  const body = shopJson(written)
  if (body === undefined) return MALFORMED
  const shop = shopId(body['shop_id'])
  const ours = settings.sources.tiktok_shop?.shopId
  const type = numberIn(body['type'])
  const orderId = shopId(membersOf(body['data'])['order_id'])
  if (shop === undefined) return incomplete({ shop_id: shop }, orderId)
  if (shop !== ours) return { kind: 'parked', code: 'wrong_shop' }
  if (type === SELLER_LEFT) return { kind: 'command', command: { kind: 'uninstalled', shop } }
  if (!OF_ORDERS.includes(type)) return { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }
  if (orderId === undefined) return incomplete({ 'data.order_id': undefined })
  return { kind: 'fetch', source: 'tiktok_shop', resource: 'order', order_id: orderId }
}

/**
 * An order of the API (version 202309) → a line of the ledger, and never an event. Who bought is not looked at: the e-mail is a
 * relay address of TikTok's.
 */
export function readTikTokShopOrder(
  order: Members,
  settings: SourceSettings,
  heardFrom = 'tiktok_shop',
): SourceReading {
  const payment = membersOf(order['payment'])
  const needed = {
    id: shopId(order['id']),
    'payment.total_amount': moneyOf(payment['total_amount']),
    'payment.currency': currencyOf(payment['currency']),
    create_time: instantOfSeconds(order['paid_time']) ?? instantOfSeconds(order['create_time']),
  }
  const { id: orderId, create_time: at } = needed
  const total = needed['payment.total_amount']
  const currency = needed['payment.currency']
  if (orderId === undefined || total === undefined || currency === undefined || at === undefined) {
    return incomplete(needed, orderId)
  }
  // The platform pays its own discounts to the merchant.
  const merchant = sumOf(total, moneyOf(payment['platform_discount'] ?? 0), paidByPlatform(payment))
  const tax = moneyOf(payment['tax'])
  const shipping = moneyOf(payment['shipping_fee'])
  const line: LedgerOrder = {
    order_id: orderId,
    source: heardFrom,
    at,
    ...stateOf(order),
    channel: isFree(order) ? 'sample' : 'marketplace',
    money: {
      total: decimalOf(total),
      currency,
      ...(tax !== undefined && { tax: decimalOf(tax) }),
      ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    },
    ...(merchant !== undefined && merchant !== total && { merchant_total: decimalOf(merchant) }),
  }
  const why = whyNoSale(line, settings.orders) ?? 'channel_marketplace'
  return { kind: 'read', events: [], ledger: [line], ignored: why }
}

function paidByPlatform(payment: Members) {
  return moneyOf(payment['payment_platform_discount'] ?? 0)
}

/** Seconds of the epoch. */
export function instantOfSeconds(value: unknown): string | undefined {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && Number.isInteger(seconds) ? instantOfMs(seconds * 1000) : undefined
}

/** A free sample for a creator, or goods sent again. */
function isFree(order: Members): boolean {
  return order['is_sample_order'] === true || order['is_replacement_order'] === true
}

function stateOf(order: Members): Pick<LedgerOrder, 'payment' | 'updated_at' | 'cancelled_at'> {
  const status = text(order['status'])?.trim().toUpperCase()
  const changed = instantOfSeconds(order['update_time'])
  const isPaid = instantOfSeconds(order['paid_time']) !== undefined
  const unpaid: PaymentState = status === 'CANCELLED' ? 'failed' : 'awaiting'
  return {
    payment: isPaid || (status !== undefined && SOLD.includes(status)) ? 'paid' : unpaid,
    ...(changed !== undefined && { updated_at: changed }),
    ...(changed !== undefined && status === 'CANCELLED' && { cancelled_at: changed }),
  }
}

const SOLD = ['AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING', 'AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED']
