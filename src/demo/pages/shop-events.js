/**
 * Tells Tidegate's tag what happens in the shop, and what the visitor has answered. The tag holds what it is told until there
 * is an answer that permits it, and forgets it after a refusal: nothing here asks whether it may. Everything of the shop that
 * speaks to the tag is in this file; page views the tag counts by itself.
 */
import { readConsent } from './shop/consent.js'

const CURRENCY = 'EUR'
/** Google's consent mode names; the banner asks one question for all four. */
const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']

export function viewItemList(products) {
  track('view_item_list', { order: { currency: CURRENCY, items: products.map((product) => item(product, 1)) } })
}

export function viewItem(product) {
  track('view_item', { order: { currency: CURRENCY, value: product.price, items: [item(product, 1)] } })
}

export function addToCart(product, quantity) {
  const value = product.price * quantity
  track('add_to_cart', { order: { currency: CURRENCY, value, items: [item(product, quantity)] } })
}

export function beginCheckout(lines, value) {
  track('begin_checkout', { order: { currency: CURRENCY, value, items: items(lines) } })
}

/**
 * The first report of an order has an event id made from its number; a reload has a new one and the same order number,
 * which is what badly built shops do. `loyalty_tier` is a field that nobody has agreed on: it must never leave.
 */
export function purchase(order, lines, totals, times) {
  const sold = {
    id: order.id,
    value: totals.value,
    tax: totals.tax,
    shipping: totals.shipping,
    currency: CURRENCY,
    items: items(lines),
    loyalty_tier: 'gold',
  }
  track('purchase', { person: order.person, order: sold }, times === 1 ? `o-${order.id}` : undefined)
}

/** What the visitor has answered, as soon as it is known on a page and whenever it changes. */
export function consentAnswered() {
  const given = readConsent()
  if (given === undefined) return
  const state = Object.fromEntries(PURPOSES.map((purpose) => [purpose, given.answer]))
  tell('consent', { state, at: given.at, source: 'cmp:demo' })
}

function items(lines) {
  return lines.map(({ product, quantity }) => item(product, quantity))
}

function item(product, quantity) {
  return { id: product.id, name: product.name.fr, quantity, price: product.price, category: product.category }
}

/** The id is given here so that the panel can follow the event; else the tag makes one. */
function track(event, data, eventId = crypto.randomUUID()) {
  tell('track', event, data, { event_id: eventId })
  window.tagNews.told(event, eventId)
}

/** Before the tag is there this is a plain list, which the tag reads when it comes. */
function tell(...call) {
  window.tidegate ??= []
  window.tidegate.push(call)
}
