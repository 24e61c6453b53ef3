/**
 * Tells the gateway what happens in the shop: canonical events to `POST /e`. Everything that sends is in this file, so
 * that the real tag can take its place. It stores nothing, and sends an event without a consent state where the person
 * has not answered yet: the demo wants the gateway to be seen refusing it. A real site's tag holds such events instead.
 */
import { GATEWAY_URL } from './config.js'
import { readConsent } from './shop/consent.js'

const CURRENCY = 'EUR'
/** Google's consent mode names; the banner asks one question for all four. */
const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']

export function pageView() {
  return send('page_view', {})
}

export function viewItemList(products) {
  return send('view_item_list', { order: { currency: CURRENCY, items: products.map((product) => item(product, 1)) } })
}

export function viewItem(product) {
  return send('view_item', { order: { currency: CURRENCY, value: product.price, items: [item(product, 1)] } })
}

export function addToCart(product, quantity) {
  const value = product.price * quantity
  return send('add_to_cart', { order: { currency: CURRENCY, value, items: [item(product, quantity)] } })
}

export function beginCheckout(lines, value) {
  return send('begin_checkout', { order: { currency: CURRENCY, value, items: items(lines) } })
}

/**
 * The first report of an order has an event id made from its number; a reload has a new one and the same order number,
 * which is what badly built shops do. `loyalty_tier` is a field that nobody has agreed on: it must never leave.
 */
export function purchase(order, lines, totals, times) {
  return send('purchase', {
    ...(times === 1 ? { event_id: `o-${order.id}` } : {}),
    person: order.person,
    order: {
      id: order.id,
      value: totals.value,
      tax: totals.tax,
      shipping: totals.shipping,
      currency: CURRENCY,
      items: items(lines),
    },
    loyalty_tier: 'gold',
  })
}

/**
 * Tells the gateway what the person has answered, under the order of this visit: what still waits of it for somebody who
 * takes their consent back is taken out. Without an order nothing is told: the shop has no other name for the visitor.
 */
export async function consentAnswered(orderId) {
  if (orderId === undefined) return
  const body = JSON.stringify({ order_id: orderId, ...consent() })
  try {
    await fetch(`${GATEWAY_URL}/v1/consent`, {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'text/plain' },
      body,
    })
  } catch {
    navigator.sendBeacon(`${GATEWAY_URL}/v1/consent`, body)
  }
}

function items(lines) {
  return lines.map(({ product, quantity }) => item(product, quantity))
}

function item(product, quantity) {
  return { id: product.id, name: product.name.fr, quantity, price: product.price, category: product.category }
}

async function send(event, details) {
  const body = {
    event,
    event_id: crypto.randomUUID(),
    occurred_at: new Date().toISOString(),
    page: { url: location.href, ...(document.referrer ? { referrer: document.referrer } : {}) },
    ...details,
    ...consent(),
  }
  report({ event, event_id: body.event_id, state: 'waiting' })
  report({ event, event_id: body.event_id, ...(await post(JSON.stringify(body))) })
}

function consent() {
  const given = readConsent()
  if (given === undefined) return {}
  const state = Object.fromEntries(PURPOSES.map((purpose) => [purpose, given.answer]))
  return { consent: { state, at: given.at, source: 'cmp:demo' } }
}

/** `text/plain` needs no preflight, and `keepalive` survives leaving the page. */
async function post(body) {
  const url = `${GATEWAY_URL}/e`
  try {
    const response = await fetch(url, {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'text/plain' },
      body,
    })
    return { state: 'answered', status: response.status, ...(await readAnswer(response)) }
  } catch {
    // The same event id goes again, so a first try that did arrive is not counted twice.
    return { state: navigator.sendBeacon(url, body) ? 'unanswered' : 'failed' }
  }
}

/** The event's own result, or the code of the problem when the whole request was refused. */
async function readAnswer(response) {
  try {
    const { results, code } = await response.json()
    return Array.isArray(results) ? { result: results[0] } : { code }
  } catch {
    return {}
  }
}

/** For the page's own "behind the scenes" panel; a real site has no use for it. */
function report(detail) {
  document.dispatchEvent(new CustomEvent('shop:event', { detail }))
}
