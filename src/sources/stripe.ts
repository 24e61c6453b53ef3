/**
 * Stripe Checkout's webhooks → canonical events. A completed session is a sale where it is paid; with a debit that takes days the
 * sale comes with `async_payment_succeeded`. There are no line items in the event, and a name in one piece is not taken apart.
 * Source: stripe/stripe-node Webhooks.ts, Checkout/Sessions.ts, Events.ts; docs.stripe.com/webhooks/signature, read 2026-11-22.
 */
import type { LedgerOrder, PaymentState } from '../event/ledger-order.ts'
import { decimalOf, microsOf } from '../event/money.ts'
import { text, type Members } from './parts.ts'
import { currencyOf, instantOfMs, joinedConsent, personOf, refundOf, shopId, shopJson, some } from './shop-parts.ts'
import { incomplete, MALFORMED, membersOf, readingOf } from './shop-reading.ts'
import { bytesOfHex, bytesOfText, joined } from './signature-text.ts'
import type { Proof, Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'
import { microsOfStripe, moneyOfSession } from './stripe-money.ts'

export const stripe: Source = {
  name: 'stripe.webhook',
  id: 'stripe',
  entrance: { by: 'signature', secrets: (sources) => sources.stripe?.secrets, proof },
  read,
}

const MAX_PARTS = 16
const TIMESTAMP = /^\d{1,12}$/

/** `t=…,v1=…[,v1=…]`: while a secret is rolled there are two. `v0` is Stripe's own for its test events. */
function proof(request: SourceRequest, bytes: Uint8Array): Proof {
  const written = request.headers.get('stripe-signature')?.trim() ?? ''
  if (written === '') return { ok: false, code: 'signature_missing' }
  const parts = written
    .split(',')
    .slice(0, MAX_PARTS)
    .map((part) => part.trim().split('=', 2))
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? ''
  const signatures = parts.flatMap(([name, value = '']) => (name === 'v1' ? (bytesOfHex(value) ?? []) : []))
  if (!TIMESTAMP.test(timestamp) || signatures.length === 0) return { ok: false, code: 'signature_mismatch' }
  const away = Math.abs(Math.floor(request.receivedAtMs / 1000) - Number(timestamp))
  return {
    ok: true,
    message: joined(`${timestamp}.`, bytes),
    signatures,
    key: bytesOfText,
    ...(away > request.settings.orders.toleranceSeconds && { late: true }),
  }
}

const NOT_AN_EVENT: SourceReading = { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }

const TEST_ORDER: SourceReading = { kind: 'read', events: [], ledger: [], ignored: 'test_order' }

const SESSION = /^checkout\.session\.(completed|async_payment_succeeded|async_payment_failed|expired)$/

/** Whoever subscribes to all of Stripe's events sends many that are no orders. */
function read(request: SourceRequest): SourceReading {
  const event = shopJson(request.text)
  const object = membersOf(membersOf(event?.['data'])['object'])
  const type = text(event?.['type'])
  if (event === undefined || type === undefined) return MALFORMED
  const { orders } = request.settings
  const isTest = event['livemode'] === false || object['livemode'] === false
  if (isTest && orders.excluded.includes('test')) return TEST_ORDER
  const topic = SESSION.exec(type)?.[1]
  if (topic !== undefined) return readSession(object, { topic, at: atOf(event), heardFrom: 'stripe' }, request.settings)
  if (type === 'invoice.paid') return readInvoice(event, object, request)
  return type === 'refund.created' || type === 'refund.updated' ? readRefund(event, object) : NOT_AN_EVENT
}

/** A session as it stands now, of which no webhook came. It has no time but that of its beginning. */
export function readStripeSession(session: Members, settings: SourceSettings, heardFrom: string): SourceReading {
  if (session['livemode'] === false && settings.orders.excluded.includes('test')) return TEST_ORDER
  const topic = session['status'] === 'expired' ? 'expired' : 'completed'
  return readSession(session, { topic, at: atOf(session), heardFrom }, settings)
}

interface Told {
  readonly topic: string
  readonly at: string | undefined
  readonly heardFrom: string
}

function readSession(session: Members, { topic, at, heardFrom }: Told, { orders }: SourceSettings): SourceReading {
  if (session['mode'] === 'setup') return NOT_AN_EVENT
  const money = moneyOfSession(session, orders)
  const needed = {
    'data.object.id': orderIdOf(session),
    'data.object.amount_total': money,
    created: at,
  }
  const orderId = needed['data.object.id']
  if (orderId === undefined || money === undefined || at === undefined) return incomplete(needed, orderId)
  const { chosen, other } = money
  const line: LedgerOrder = {
    order_id: orderId,
    source: heardFrom,
    aliases: aliasesIn(session),
    at,
    updated_at: at,
    channel: 'web',
    ...(session['livemode'] === false && { test: true }),
    payment: paymentOf(topic, session),
    money: chosen,
    ...(other !== undefined && { other_money: other }),
  }
  const details = membersOf(session['customer_details'])
  return readingOf(
    {
      line,
      tax: microsOf(chosen.tax),
      shipping: microsOf(chosen.shipping),
      person: personOf(contactOf(details), [addressOf(membersOf(details['address']))]),
      joined: joinedConsent((name) => membersOf(session['metadata'])[name]),
    },
    orders,
  )
}

/** Names that shops give to their order's number in the metadata. */
const ORDER_NAMES = ['order_id', 'orderId', 'order_number', 'order'] as const

function orderIdOf(session: Members): string | undefined {
  return shopId(session['client_reference_id']) ?? inMetadata(session) ?? shopId(session['id'])
}

function inMetadata(object: Members): string | undefined {
  const metadata = membersOf(object['metadata'])
  return ORDER_NAMES.map((name) => shopId(metadata[name])).find((name) => name !== undefined)
}

function aliasesIn(session: Members): readonly string[] {
  return ['id', 'payment_intent'].flatMap((name) => {
    const id = shopId(session[name])
    return id === undefined ? [] : [`stripe:${id}`]
  })
}

/** Seconds. */
function atOf(event: Members): string | undefined {
  const { created } = event
  return typeof created === 'number' ? instantOfMs(created * 1000) : undefined
}

/** Of what costs nothing there is nothing to pay. */
function paymentOf(topic: string, session: Members): PaymentState {
  if (topic === 'expired' || topic === 'async_payment_failed') return 'failed'
  const status = session['payment_status']
  return status === 'paid' || status === 'no_payment_required' ? 'paid' : 'awaiting'
}

function contactOf(details: Members): Members | undefined {
  return some({ email: text(details['email']), phone: text(details['phone']) })
}

function addressOf(address: Members): Members | undefined {
  return some({
    city: text(address['city']),
    state: text(address['state']),
    zip: text(address['postal_code']),
    country: text(address['country']),
  })
}

/** The later invoices of a subscription; its first is the session's own sale. */
function readInvoice(event: Members, invoice: Members, { settings }: SourceRequest): SourceReading {
  if (invoice['billing_reason'] !== 'subscription_cycle') return NOT_AN_EVENT
  const currency = currencyOf(invoice['currency'])
  const needed = {
    'data.object.id': shopId(invoice['id']),
    'data.object.amount_paid': currency === undefined ? undefined : microsOfStripe(invoice['amount_paid'], currency),
    created: atOf(event),
  }
  const orderId = needed['data.object.id']
  const total = needed['data.object.amount_paid']
  const at = needed.created
  if (orderId === undefined || total === undefined || currency === undefined || at === undefined)
    return incomplete(needed, orderId)
  const line: LedgerOrder = {
    order_id: orderId,
    source: 'stripe',
    at,
    updated_at: at,
    channel: 'renewal',
    payment: 'paid',
    money: { total: decimalOf(total), currency },
  }
  return readingOf({ line, person: some({ email: text(invoice['customer_email']) }) }, settings.orders)
}

/** It names the payment and not the order: the shop writes the order's number into its metadata. */
function readRefund(event: Members, refund: Members): SourceReading {
  if (refund['status'] !== 'succeeded') return NOT_AN_EVENT
  const currency = currencyOf(refund['currency'])
  const needed = {
    'data.object.id': shopId(refund['id']),
    'data.object.metadata.order_id': inMetadata(refund),
    'data.object.amount': currency === undefined ? undefined : microsOfStripe(refund['amount'], currency),
    created: atOf(event),
  }
  const id = needed['data.object.id']
  const orderId = needed['data.object.metadata.order_id']
  const value = needed['data.object.amount']
  const at = needed.created
  if (id === undefined || orderId === undefined || value === undefined || currency === undefined || at === undefined)
    return incomplete(needed, orderId)
  if (value === 0n) return { kind: 'read', events: [], ledger: [], ignored: 'no_money_moved' }
  const line = { id, value: decimalOf(value), currency, at }
  return { kind: 'read', events: [refundOf(orderId, line)], ledger: [], refunds: [{ order_id: orderId, refund: line }] }
}
