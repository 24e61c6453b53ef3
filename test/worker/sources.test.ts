/** Webhooks of shops and the formats of other tools, through the whole gateway: what is answered, and what is stored. */
import { reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SourceVector } from '../../scripts/vectors/source-vector.ts'
import { everythingStored, post, sql } from './gateway.ts'
import { keepFromPlatforms, sendVector, vectorNamed, VECTORS } from './source-gateway.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  keepFromPlatforms()
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await reset()
})

type Members = Readonly<Record<string, unknown>>

/** What had been sent before a vector, where it speaks of that: order or refund → the vector that brought it. */
const BEFORE: Readonly<Record<string, string>> = {
  '5678901234567': 'shopify-order-create',
  '727': 'woo-order-created',
  '1001': 'stripe-paid',
  '900': 'woo-refund-in-update',
}

async function sendWhatCameBefore({ context }: SourceVector): Promise<void> {
  const { orders = [], refunds = [], order_updated_at: updated = {} } = context.already_accepted ?? {}
  const named = [...orders, ...refunds].map((id) => [id, BEFORE[id]] as const)
  for (const [id, vector] of named) {
    const response = await (vector === undefined ? postOrder(id) : sendVector(vectorNamed(vector)))
    expect([id, response.status]).toEqual([id, 202])
  }
  if (Object.keys(updated).length > 0) await sendVector(vectorNamed('shopify-order-edited'))
}

/** By the shop's own server, in the gateway's own format. */
function postOrder(id: string): Promise<Response> {
  return post({
    event: 'purchase',
    event_id: `o-${id}`,
    order: { id, value: 8.5, currency: 'EUR' },
    client: { country: 'FR' },
    consent: { state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' } },
  })
}

describe('every vector, through the gateway', () => {
  it.each(VECTORS.map((vector) => [vector.id, vector] as const))('%s', async (_id, vector) => {
    const { expected } = vector
    await sendWhatCameBefore(vector)
    const before = await storedNow()
    const response = await sendVector(granting(vector))
    const error = expected['error'] as { status: number; code: string; paths?: readonly string[] } | undefined
    expect(response.status).toBe(error?.status ?? expected['status'])
    const answer = await bodyOf(response)
    if (error !== undefined) {
      expect(answer).toMatchObject({ code: error.code, ...(error.paths !== undefined && { paths: error.paths }) })
    } else {
      expect(answer).toMatchObject(toldOf(expected))
    }
    const after = await storedNow()
    expect(changeBetween(before, after)).toEqual(storedBy(vector, before))
    expect(await everythingStored()).not.toContain('camille.exemple@example.com')
  })
})

/**
 * One speaks of duplicates and carries Google's default state, which is no answer of a person: a copy that may not go anywhere is
 * none. Here the person has granted it (`r`), so that the name of the order decides.
 */
function granting(vector: SourceVector): SourceVector {
  if (vector.id !== 'ga4-order-name-hash') return vector
  return { ...vector, input: { ...vector.input, url: vector.input.url?.replace('13t3t3t3t5', '13r3r3r3r5') ?? '' } }
}

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  return type.includes('json') ? response.json() : { bytes: (await response.arrayBuffer()).byteLength }
}

/** What the answer says of the outcome; of a person's demand only that it was heard. */
function toldOf(expected: Members): object {
  const { duplicate, ignored, parked, command, ledger } = expected
  if (duplicate !== undefined) return { duplicate: {} }
  if (ignored !== undefined) return { ignored }
  if (parked !== undefined) return { parked }
  if (command !== undefined) return { command: { kind: (command as Members)['kind'] } }
  return ledger === undefined ? {} : { ledger: { kind: 'order_changed' } }
}

interface Stored {
  readonly events: readonly string[]
  readonly orders: readonly string[]
  readonly parked: readonly string[]
  readonly door: readonly string[]
}

/** Ids of the events that wait for a platform or were refused to all; orders of the ledger; codes of what is parked. */
async function storedNow(): Promise<Stored> {
  const [lists, orders, parked, door] = await Promise.all([
    sql<{ list: string }>(
      'SELECT sheet AS list FROM pending UNION ALL SELECT sheets FROM receipts UNION ALL SELECT entry FROM held',
    ),
    sql<{ order_id: string }>('SELECT order_id FROM orders'),
    sql<{ code: string }>('SELECT code FROM parked'),
    sql<{ code: string }>('SELECT code FROM door_refusals'),
  ])
  const ids = lists.flatMap(({ list }) => [...list.matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id))
  return {
    events: [...new Set(ids)].toSorted(),
    orders: orders.map(({ order_id }) => order_id),
    parked: parked.map(({ code }) => code),
    door: door.map(({ code }) => code),
  }
}

function changeBetween(before: Stored, after: Stored): Stored {
  const added = (name: keyof Stored) => after[name].filter((one) => !before[name].includes(one))
  return { events: added('events'), orders: added('orders'), parked: added('parked'), door: added('door') }
}

/** What a vector must leave behind: of a refused signature the order's hash, of a shop's order its line, of events themselves. */
function storedBy({ source, expected }: SourceVector, before: Stored): Stored {
  const events = (expected['events'] ?? []) as readonly Members[]
  const isShop = /webhook$|module$|io_events$/.test(source)
  const orders = events.flatMap(({ event, order }) =>
    event === 'purchase' && isShop ? [(order as { id: string }).id] : [],
  )
  const { code } = (expected['error'] ?? {}) as { code?: string }
  const { kind } = (expected['command'] ?? {}) as { kind?: string }
  const parked =
    (expected['parked'] as { code: string } | undefined)?.code ?? (kind === 'erase_person' ? undefined : kind)
  return {
    events: events.map(({ event_id }) => String(event_id)).toSorted(),
    orders: [...orders, ...ledgerOnly(source, expected)].filter((id) => !before.orders.includes(id)),
    parked: parked === undefined ? [] : [parked],
    door: isShop && code !== undefined && DOOR_CODES.has(code) ? [code] : [],
  }
}

const DOOR_CODES: ReadonlySet<string> = new Set([
  'signature_mismatch',
  'timestamp_out_of_tolerance',
  'source_not_configured',
  // Of a shop: signed for somebody else.
  'key_unknown',
])

/** The order that all vectors of a shop speak of. */
const ORDER_OF: Readonly<Record<string, string>> = {
  'shopify.webhook': '5678901234567',
  'woocommerce.webhook': '727',
  'stripe.webhook': '1001',
  'prestashop.module': '4501',
  'magento.io_events': '000000123',
}

function ledgerOnly(source: string, { ignored }: Members): readonly string[] {
  return (ignored as { ledger: boolean } | undefined)?.ledger === true ? [ORDER_OF[source] ?? ''] : []
}
