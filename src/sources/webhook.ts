/**
 * The webhook for shops and systems that have no reader of their own (docs/sources/webhook.md): canonical events, signed by Standard
 * Webhooks, each with the names of its order and its line for the ledger beside it. What is not told of a sale is taken from the
 * event itself.
 */
import { parseLedgerOrder } from '../event/ledger-schema.ts'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { decimalOf, nearestMicros } from '../event/money.ts'
import { isNobody } from '../event/placeholder.ts'
import { orderFacts, type OrderFacts } from './order-facts.ts'
import { isMembers, text, type Members } from './parts.ts'
import { currencyOf, instantOf, shopId, shopJson, whyNoSale } from './shop-parts.ts'
import { MALFORMED, membersOf } from './shop-reading.ts'
import type { IgnoredReason, OrderIdentity, Source, SourceEvent, SourceReading, SourceRequest } from './source.ts'
import { standardWebhookProof } from './standard-webhooks.ts'

export const webhook: Source = {
  name: 'webhook.generic',
  id: 'webhook',
  entrance: { by: 'signature', secrets: (sources) => sources.webhook?.secrets, proof: standardWebhookProof },
  read,
}

const MAX_EVENTS = 500
const MAX_ALIASES = 12
const MAX_ALIAS = 128

type RefundTold = NonNullable<Extract<SourceReading, { kind: 'read' }>['refunds']>[number]

/** What is told of one event, or what is wrong with it. */
type One =
  | {
      readonly ok: true
      readonly event?: SourceEvent
      readonly line?: LedgerOrder
      readonly refund?: RefundTold
      readonly why?: IgnoredReason
    }
  | { readonly ok: false; readonly paths: readonly string[]; readonly orderId?: string }

function read(request: SourceRequest): SourceReading {
  const body = shopJson(request.text)
  const list = body === undefined || body['events'] === undefined ? [body] : body['events']
  if (body === undefined || !Array.isArray(list)) return MALFORMED
  if (list.length === 0 || list.length > MAX_EVENTS) return { ...MALFORMED, paths: ['events'] }
  const all = list.map((one: unknown, index) => readOne(one, body === one ? '' : `events[${index}].`, request))
  const wrong = all.flatMap((one) => (one.ok ? [] : [one]))
  if (wrong.length > 0) return parked(wrong)
  const right = all.flatMap((one) => (one.ok ? [one] : []))
  const why = right.find((one) => one.why !== undefined)?.why
  const refunds = right.flatMap((one) => one.refund ?? [])
  return {
    kind: 'read',
    events: right.flatMap((one) => one.event ?? []),
    ledger: right.flatMap((one) => one.line ?? []),
    ...(refunds.length > 0 && { refunds }),
    ...(why !== undefined && { ignored: why }),
  }
}

/** The whole request: half of it taken would be sent again with the other half. */
function parked(wrong: readonly Extract<One, { ok: false }>[]): SourceReading {
  const orderId = wrong.find((one) => one.orderId !== undefined)?.orderId
  return {
    kind: 'parked',
    code: 'incomplete',
    paths: wrong.flatMap(({ paths }) => paths).slice(0, 20),
    ...(orderId !== undefined && { order_id: orderId }),
  }
}

function readOne(value: unknown, prefix: string, request: SourceRequest): One {
  if (!isMembers(value)) return { ok: false, paths: [prefix.replace(/\.$/, '')] }
  const { identity: named, ledger: told, ...event } = value
  const { orders } = request.settings
  const order = membersOf(event['order'])
  const identity = identityOf(membersOf(named), order)
  const line = told === undefined ? lineOf(event, order, identity, request) : toldLine(told, identity, prefix)
  if (line !== undefined && 'paths' in line) return { ok: false, ...line }
  if (event['event'] === undefined)
    return line === undefined ? { ok: false, paths: [`${prefix}event`] } : { ok: true, line }
  const why = line === undefined || event['event'] !== 'purchase' ? undefined : whyNoSale(line, orders)
  const beside = line === undefined ? {} : { line }
  if (why !== undefined) return { ok: true, ...beside, why }
  const id = givenId(event['event_id']) ?? idOf(event['event'], identity)
  if (id === undefined) return { ok: false, paths: [`${prefix}event_id`], ...orderIdOf(identity) }
  const wire = { ...event, event_id: id }
  const refund = line === undefined ? refundTold(event, order, identity, request) : undefined
  return {
    ok: true,
    event: { event: wire, ...(identity !== undefined && { identity }) },
    ...beside,
    ...(refund !== undefined && { refund }),
  }
}

/** A refund with an id of its own, of which the ledger is told nothing else. */
function refundTold(
  event: Members,
  order: Members,
  identity: OrderIdentity | undefined,
  request: SourceRequest,
): RefundTold | undefined {
  const currency = currencyOf(order['currency'])
  const value = nearestMicros(order['value'])
  if (event['event'] !== 'refund' || identity?.refund_key === undefined || currency === undefined) return undefined
  if (value === undefined || value <= 0n) return undefined
  const at = instantOf(event['occurred_at']) ?? new Date(request.receivedAtMs).toISOString()
  return {
    order_id: identity.order_key,
    refund: { id: identity.refund_key, value: decimalOf(value), currency, at },
  }
}

function orderIdOf(identity: OrderIdentity | undefined): { readonly orderId?: string } {
  return identity === undefined ? {} : { orderId: identity.order_key }
}

function identityOf(named: Members, order: Members): OrderIdentity | undefined {
  const key = shopId(named['order_key']) ?? shopId(order['id'])
  if (key === undefined) return undefined
  const aliases = Array.isArray(named['aliases']) ? named['aliases'].flatMap((one) => text(one, MAX_ALIAS) ?? []) : []
  const refund = shopId(named['refund_key'])
  return {
    order_key: key,
    ...(aliases.length > 0 && { aliases: aliases.slice(0, MAX_ALIASES) }),
    ...(refund !== undefined && { refund_key: refund }),
  }
}

/** What can be no id is refused by name. */
function givenId(given: unknown): unknown {
  return typeof given === 'string' && isNobody(given.trim()) ? undefined : given
}

/** A sale and a refund are known by the shop's own ids: the same one is the same event, whoever sends it. */
function idOf(name: unknown, identity: OrderIdentity | undefined): string | undefined {
  if (name === 'purchase' && identity !== undefined) return `o-${identity.order_key}`
  return name === 'refund' && identity?.refund_key !== undefined ? `r-${identity.refund_key}` : undefined
}

type Wrong = { readonly paths: readonly string[]; readonly orderId?: string }

/** As it is told; who told it is written by us. */
function toldLine(told: unknown, identity: OrderIdentity | undefined, prefix: string): LedgerOrder | Wrong {
  const orderId = identity === undefined ? {} : { order_id: identity.order_key }
  const parsed = parseLedgerOrder({ ...orderId, ...membersOf(told), source: 'webhook' }, `${prefix}ledger`)
  if (!parsed.ok) return { paths: parsed.errors.map(({ path }) => path), ...orderIdOf(identity) }
  const { aliases = identity?.aliases ?? [] } = parsed.order
  return { ...parsed.order, ...(aliases.length > 0 && { aliases }) }
}

/** Of a sale that tells no line: what the event says of it, and that it is paid. */
function lineOf(
  event: Members,
  order: Members,
  identity: OrderIdentity | undefined,
  request: SourceRequest,
): LedgerOrder | undefined {
  const currency = currencyOf(order['currency'])
  const total = nearestMicros(order['value'])
  if (event['event'] !== 'purchase' || identity === undefined || currency === undefined) return undefined
  if (total === undefined || total < 0n) return undefined
  return {
    order_id: identity.order_key,
    source: 'webhook',
    ...(identity.aliases !== undefined && { aliases: identity.aliases }),
    at: instantOf(event['occurred_at']) ?? new Date(request.receivedAtMs).toISOString(),
    channel: 'web',
    payment: 'paid',
    money: { total: decimalOf(total), currency, ...part('tax', order), ...part('shipping', order) },
    ...factsOf(event, order, request),
  }
}

function factsOf(event: Members, order: Members, { settings }: SourceRequest): OrderFacts {
  const { country, state, zip } = membersOf(event['person'])
  const coupons = text(order['coupon'])?.split(',') ?? []
  return orderFacts({ places: [{ country, province: state, postcode: zip }], codes: coupons }, settings)
}

function part(name: 'tax' | 'shipping', order: Members): Readonly<Record<string, string>> {
  const micros = nearestMicros(order[name])
  return micros === undefined || micros < 0n ? {} : { [name]: decimalOf(micros) }
}
