/**
 * Orders of PrestaShop's web service that changed since a moment. An order there is numbers that stand for what lies elsewhere: the
 * rest of a whole page is asked for at once, put together as the module sends it, and read by its reader. Not there: the codes of
 * vouchers, and what the buyer's browser had; consent is joined by the cart.
 * Sources: devdocs.prestashop-project.org 9, web service "Cheat sheet", "Additional list parameters" and the resources' pages;
 * PrestaShop classes/webservice/SQLUtils.php (filters) and WebserviceOutputJSON.php (`[]` where there is none). Read 2026-11-22.
 */
import { decimalOf, type Micros } from '../event/money.ts'
import { text as textOf, type Members } from './parts.ts'
import { readPrestaShopOrder } from './prestashop.ts'
import {
  basic,
  latestMs,
  ordersIn,
  ordersOfList,
  PAGE_SIZE,
  pageOf,
  type OpenPage,
  type ShopApi,
  type ShopRequest,
} from './shop-api.ts'
import { shopId } from './shop-parts.ts'
import { membersOf, moneyOf, sumOf } from './shop-reading.ts'
import { instantInZone, wallTimeFrom } from './shop-time.ts'
import type { SourceSettings } from './source.ts'

/** Later than any order: the filter of an interval has an end, and takes its own beginning in. */
const END_OF_TIME = '9999-12-31 23:59:59'

export const prestashopApi: ShopApi = {
  id: 'prestashop',
  access: (settings, { secret, base }) => {
    const { prestashop } = settings.sources
    const key = prestashop?.apiKey === undefined ? undefined : secret(prestashop.apiKey)
    const shop = base ?? prestashop?.url?.replace(/\/+$/, '')
    if (key === undefined || shop === undefined) return undefined
    const asker = askerOf(`${shop}/api`, key)
    const { timeZone } = settings.orders
    return {
      first: (sinceMs) => asker('orders', firstQuery(sinceMs, timeZone)),
      read: ({ text }, asked) => {
        const found = listIn(text, 'orders')
        if (found === undefined) return undefined
        const changedMs = latestMs(found, (order) => instantInZone(order['date_upd'], timeZone))
        const page = pageOf([], changedMs, found.length < PAGE_SIZE ? undefined : nextPage(asked))
        return found.length === 0 ? page : { ...page, rest: restOf(found, asker, settings) }
      },
    }
  },
}

type Asker = (resource: string, query: Readonly<Record<string, string>>) => ShopRequest

/** The key is the user, and there is no password. */
function askerOf(at: string, key: string): Asker {
  const headers = { authorization: basic(key, ''), accept: 'application/json' }
  return (resource, query) => {
    const asked = new URLSearchParams({ ...query, output_format: 'JSON' }).toString()
    return { url: `${at}/${resource}?${asked}`, headers }
  }
}

/** The shop's times have no zone and are its own; without `date=1` a filter of times finds nothing. */
function firstQuery(sinceMs: number, zone: string): Readonly<Record<string, string>> {
  const since = wallTimeFrom(sinceMs, zone) ?? '1970-01-01 00:00:00'
  return {
    display: 'full',
    'filter[date_upd]': `[${since},${END_OF_TIME}]`,
    date: '1',
    sort: '[date_upd_ASC,id_ASC]',
    limit: `0,${PAGE_SIZE}`,
  }
}

function nextPage({ url, headers }: ShopRequest): ShopRequest {
  const next = new URL(url)
  const from = Number(next.searchParams.get('limit')?.split(',')[0]) + PAGE_SIZE
  next.searchParams.set('limit', `${from},${PAGE_SIZE}`)
  return { url: next.href, headers }
}

/** An empty list has no name around it. */
function listIn(text: string, name: string): readonly Members[] | undefined {
  return ordersOfList(text) ?? ordersIn(text, name)
}

/** Of people, no more than the module sends. */
const CUSTOMER = '[id,is_guest,email,firstname,lastname]'
const ADDRESS = '[id,id_country,id_state,firstname,lastname,city,postcode,phone,phone_mobile]'
const SETTINGS = '[PS_CURRENCY_DEFAULT|PS_OS_CANCELED|PS_OS_ERROR]'

function restOf(orders: readonly Members[], asker: Asker, settings: SourceSettings): OpenPage {
  const named = (member: string) =>
    `[${[...new Set(orders.flatMap((order) => shopId(order[member]) ?? []))].join('|')}]`
  const ofOrders = { 'filter[id_order]': named('id') }
  return {
    requests: {
      order_slips: asker('order_slip', { display: 'full', ...ofOrders }),
      order_histories: asker('order_histories', { display: '[id_order,id_order_state,date_add]', ...ofOrders }),
      customers: asker('customers', { display: CUSTOMER, 'filter[id]': named('id_customer') }),
      addresses: asker('addresses', { display: ADDRESS, 'filter[id]': named('id_address_invoice') }),
      order_states: asker('order_states', { display: '[id,paid]' }),
      currencies: asker('currencies', { display: '[id,iso_code]' }),
      countries: asker('countries', { display: '[id,iso_code]' }),
      states: asker('states', { display: '[id,iso_code]' }),
      configurations: asker('configurations', { display: '[name,value]', 'filter[name]': SETTINGS }),
    },
    read: (texts) => {
      const shop = shopOf(texts)
      return orders.map((order) => readPrestaShopOrder(bodyOf(order, shop), settings, 'sweep:prestashop'))
    },
  }
}

/** What the page's orders name, by its number; slips and histories by the order's. */
interface Shop {
  readonly one: (list: string, id: unknown) => Members
  readonly ofOrder: (list: 'order_slips' | 'order_histories', id: unknown) => readonly Members[]
  readonly setting: (name: string) => unknown
}

function shopOf(texts: Readonly<Record<string, string>>): Shop {
  const lists = new Map(Object.entries(texts).map(([name, text]) => [name, listIn(text, name) ?? []] as const))
  const by = (list: string, member: string) => Map.groupBy(lists.get(list) ?? [], (row) => shopId(row[member]) ?? '')
  const ids = new Map([...lists.keys()].map((list) => [list, by(list, 'id')] as const))
  const orders = { order_slips: by('order_slips', 'id_order'), order_histories: by('order_histories', 'id_order') }
  const settings = by('configurations', 'name')
  return {
    one: (list, id) => ids.get(list)?.get(shopId(id) ?? 'none')?.[0] ?? {},
    ofOrder: (list, id) => orders[list].get(shopId(id) ?? 'none') ?? [],
    setting: (name) => settings.get(name)?.[0]?.['value'],
  }
}

function bodyOf(order: Members, shop: Shop): Members {
  const address = shop.one('addresses', order['id_address_invoice'])
  return {
    order: {
      ...order,
      ...stateOf(order, shop),
      currency: shop.one('currencies', order['id_currency'])['iso_code'],
      shop_currency: shop.one('currencies', shop.setting('PS_CURRENCY_DEFAULT'))['iso_code'],
      order_rows: membersOf(order['associations'])['order_rows'],
    },
    order_slips: shop.ofOrder('order_slips', order['id']).map(withChosenValue),
    customer: shop.one('customers', order['id_customer']),
    address: {
      ...address,
      country: shop.one('countries', address['id_country'])['iso_code'],
      state: shop.one('states', address['id_state'])['iso_code'],
    },
  }
}

/** Paid when it was first in a state that says so, whatever it is in now. */
function stateOf(order: Members, shop: Shop): Members {
  const current = shopId(order['current_state'])
  const isPaid = (state: unknown) => shopId(shop.one('order_states', state)['paid']) === '1'
  const paidTimes = shop
    .ofOrder('order_histories', order['id'])
    .flatMap((change) => (isPaid(change['id_order_state']) ? (textOf(change['date_add']) ?? []) : []))
  return {
    current_state: {
      paid: isPaid(current),
      canceled: current !== undefined && current === shopId(shop.setting('PS_OS_CANCELED')),
      error: current !== undefined && current === shopId(shop.setting('PS_OS_ERROR')),
    },
    has_been_paid: paidTimes.length > 0,
    // Written year first: the earliest is the first in the alphabet.
    date_paid: paidTimes.toSorted()[0],
  }
}

const HALF_A_CENT: Micros = 5_000n

/** Staff may write a sum of their own into `amount`; else it is the sum of the products, with or without tax. */
function withChosenValue(slip: Members): Members {
  const amount = moneyOf(slip['amount'])
  const usual = [slip['total_products_tax_incl'], slip['total_products_tax_excl']].map(moneyOf)
  if (amount === undefined || usual.some((sum) => isNear(amount, sum))) return slip
  const value = sumOf(amount, moneyOf(slip['total_shipping_tax_incl'] ?? 0))
  return value === undefined ? slip : { ...slip, value: decimalOf(value) }
}

function isNear(amount: Micros, other: Micros | undefined): boolean {
  if (other === undefined) return false
  return amount - other < HALF_A_CENT && other - amount < HALF_A_CENT
}
