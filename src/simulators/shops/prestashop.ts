/**
 * PrestaShop's web service, `GET /api/<resource>`: Basic with the key as the user, the parameters of lists, JSON. An order is put in
 * whole: what has an address of its own lies in its members `order_slips`, `order_histories`, `customer` and `address`.
 */
import { jsonAnswer, type SimulatedAnswer } from '../../destinations/simulator.ts'
import { unknownParameter, type ShopOrder, type ShopQuestion, type SimulatedShop } from './shop.ts'

type Row = Readonly<Record<string, unknown>>

const COMMON: Readonly<Record<string, readonly Row[]>> = {
  order_states: [
    { id: 1, paid: '0' },
    { id: 2, paid: '1' },
    { id: 5, paid: '1' },
    { id: 6, paid: '0' },
    { id: 7, paid: '0' },
    { id: 8, paid: '0' },
  ],
  currencies: [
    { id: 1, iso_code: 'EUR' },
    { id: 2, iso_code: 'CHF' },
  ],
  countries: [
    { id: 8, iso_code: 'FR' },
    { id: 19, iso_code: 'CH' },
  ],
  states: [{ id: 1, iso_code: 'AL' }],
  configurations: [
    { id: 1, name: 'PS_CURRENCY_DEFAULT', value: '1' },
    { id: 2, name: 'PS_OS_CANCELED', value: '6' },
    { id: 3, name: 'PS_OS_ERROR', value: '8' },
  ],
}

/** The resource's name in its address → the one around its list. */
const NAMES: Readonly<Record<string, string>> = { order_slip: 'order_slips' }
const RESOURCES = ['orders', 'order_slips', 'order_histories', 'customers', 'addresses', ...Object.keys(COMMON)]
const PARTS = ['order_slips', 'order_histories', 'customer', 'address']
const PARAMETERS = ['display', 'sort', 'limit', 'date', 'output_format']
const INTERVAL = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]$/

export const prestashopSimulator: SimulatedShop = { id: 'prestashop', answer }

function answer({ method, path, query, headers }: ShopQuestion, orders: readonly ShopOrder[]): SimulatedAnswer {
  if (!mayRead(headers['authorization'] ?? '')) return refusal(401, 16, 'Invalid authentication key format')
  const written = /^\/api\/([a-z_]+)$/.exec(path)?.[1] ?? ''
  const resource = NAMES[written] ?? written
  if (method !== 'GET' || !RESOURCES.includes(resource)) return refusal(400, 30, `Resource "${written}" does not exist`)
  const wrong = wrongQuestion(query)
  if (wrong !== undefined) return refusal(400, 35, wrong)
  const found = sortedBy(query.get('sort'), rowsOf(resource, orders)).filter((row) => passes(row, query))
  const [from = 0, count = Infinity] = (query.get('limit') ?? '').split(',').filter(Boolean).map(Number)
  const shown = found.slice(from, from + count).map((row) => displayed(row, query.get('display') ?? ''))
  // Without a name, and that is how PHP writes an empty list.
  return jsonAnswer(200, shown.length === 0 ? [] : { [resource]: shown })
}

/** The key is the user; whoever sends a password has read the wrong manual. */
function mayRead(authorization: string): boolean {
  const [user = '', password] = /^Basic [\w+/=]+$/.test(authorization) ? atob(authorization.slice(6)).split(':', 2) : []
  return user !== '' && password === '' && !user.startsWith('bad')
}

function wrongQuestion(query: URLSearchParams): string | undefined {
  const filters = [...query.keys()].filter((name) => name.startsWith('filter['))
  const unknown = unknownParameter(query, [...PARAMETERS, ...filters])
  if (unknown !== undefined) return `the parameter ${unknown}`
  if (query.get('output_format') !== 'JSON') return 'without output_format the answer is XML'
  if (filters.some((name) => name.includes('date')) && query.get('date') !== '1')
    return 'a filter of times needs date=1'
  if (!/^(full|\[\w+(,\w+)*\])$/.test(query.get('display') ?? '')) return 'display'
  return /^(\d+,\d+)?$/.test(query.get('limit') ?? '') ? undefined : 'limit'
}

function rowsOf(resource: string, orders: readonly ShopOrder[]): readonly Row[] {
  const listed = (member: string) => orders.flatMap((order) => (order[member] ?? []) as Row | readonly Row[])
  if (resource === 'orders') {
    const isOwn = ([name]: readonly [string, unknown]) => !PARTS.includes(name)
    return orders.map((order) => Object.fromEntries(Object.entries(order).filter(isOwn)))
  }
  const singular: Readonly<Record<string, string>> = { customers: 'customer', addresses: 'address' }
  return COMMON[resource] ?? listed(singular[resource] ?? resource)
}

/** `[date_upd_ASC,id_ASC]` alone. */
function sortedBy(sort: string | null, rows: readonly Row[]): readonly Row[] {
  if (sort !== '[date_upd_ASC,id_ASC]') return rows
  const changed = (row: Row) => String(row['date_upd'])
  return rows.toSorted(
    (one, other) => changed(one).localeCompare(changed(other)) || Number(one['id']) - Number(other['id']),
  )
}

/** One value, several, or from one time to another, both taken in. */
function passes(row: Row, query: URLSearchParams): boolean {
  for (const [name, filter] of query) {
    const field = /^filter\[(\w+)\]$/.exec(name)?.[1]
    if (field === undefined) continue
    const value = String(row[field])
    const [, from, to] = INTERVAL.exec(filter) ?? []
    const isIn =
      from === undefined || to === undefined
        ? filter.slice(1, -1).split('|').includes(value)
        : value >= from && value <= to
    if (!isIn) return false
  }
  return true
}

function displayed(row: Row, display: string): Row {
  if (display === 'full') return row
  const fields = display.slice(1, -1).split(',')
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? '']))
}

function refusal(status: number, code: number, message: string): SimulatedAnswer {
  return jsonAnswer(status, { errors: [{ code, message }] })
}
