/**
 * The basket and the order, in sessionStorage: strictly necessary for what the person asks for, so they need no consent,
 * and gone when the tab is closed. Together with the language, when the person switches it, they are all that this shop
 * keeps before the consent question is answered.
 */
import { findProduct } from './catalog.js'

const BASKET = 'rivage.basket'
const ORDER = 'rivage.order'
const MAX_QUANTITY = 9
const SHIPPING = 4.9
const FREE_SHIPPING_FROM = 60
/** Prices include French VAT of 20 %. */
const VAT = 0.2

/** @returns {{product: object, quantity: number}[]} */
export function readBasket() {
  const stored = read(BASKET)
  if (!Array.isArray(stored)) return []
  return stored
    .map(([id, quantity]) => ({ product: findProduct(id), quantity: clamp(quantity) }))
    .filter((line) => line.product !== undefined && line.quantity > 0)
}

export function setQuantity(id, quantity) {
  const lines = readBasket().map((line) => [line.product.id, line.quantity])
  const line = lines.find(([known]) => known === id)
  if (line) line[1] = clamp(quantity)
  else lines.push([id, clamp(quantity)])
  write(
    BASKET,
    lines.filter(([, count]) => count > 0),
  )
}

export function addOne(id) {
  const line = readBasket().find(({ product }) => product.id === id)
  setQuantity(id, (line?.quantity ?? 0) + 1)
}

/** `value` is the products with VAT: what the items add up to. Delivery is beside it. All in euros. */
export function totals(lines) {
  const value = cents(lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0))
  const shipping = value === 0 || value >= FREE_SHIPPING_FROM ? 0 : SHIPPING
  return { value, shipping, tax: cents(value - value / (1 + VAT)), total: cents(value + shipping) }
}

/** Turns the basket into an order and empties it. The order is kept so that a reload shows the same one. */
export function placeOrder(person) {
  const lines = readBasket()
  const order = {
    id: newOrderNumber(),
    lines: lines.map(({ product, quantity }) => [product.id, quantity]),
    person,
    reported: 0,
  }
  write(ORDER, order)
  write(BASKET, [])
  return order
}

export function readOrder(id) {
  const order = read(ORDER)
  return order !== null && typeof order === 'object' && order.id === id ? order : undefined
}

/** The number of the order of this visit, if there is one. */
export function lastOrderId() {
  return read(ORDER)?.id
}

export function orderLines(order) {
  return order.lines
    .map(([id, quantity]) => ({ product: findProduct(id), quantity: clamp(quantity) }))
    .filter((line) => line.product !== undefined)
}

/** How many times the purchase has been reported, this one included. */
export function countReport(order) {
  const reported = order.reported + 1
  write(ORDER, { ...order, reported })
  return reported
}

/** Eight of 31 signs that are not mistaken for each other: `AR-7KQM-2XWD`. */
function newOrderNumber() {
  const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => signs[byte % signs.length])
  return `AR-${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}

function clamp(quantity) {
  return Math.min(MAX_QUANTITY, Math.max(0, Math.trunc(Number(quantity)) || 0))
}

function cents(euros) {
  return Math.round(euros * 100) / 100
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Without storage the shop still shows its products; the basket stays empty and says so.
  }
}
