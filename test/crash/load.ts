/**
 * What callers do in one cycle, chosen by chance: single events and lists, from servers and from browsers, copies of orders, orders
 * that wait for their consent, people who take theirs back, dead letters sent again, a body so large that it must wait its turn, a
 * shop's signed webhooks, and for the off-site record visits and imports.
 */
import { createHash } from 'node:crypto'
import { consent, CAMILLE, sale, USER_AGENT, type Members } from '../support/events.ts'
import { ORIGIN } from '../support/client.ts'
import type { Chance } from './chance.ts'
import type { CallerRequest } from './door.ts'
import { erasureOf, imported, refundOf, serverToken, unusable, webhook } from './shop.ts'

export interface LoadEvent {
  readonly eventId: string
  /** Copies of an order have ids of their own, and are the same sale. */
  readonly sale: string
  readonly person: string
  /** The visitor of whom the off-site record must know one touch: of each visit another. */
  readonly visitor?: string
  /** In EUR; of each sale its own, so that what is sent of one cannot pass for another. Undefined where nothing was sold. */
  readonly worth?: number
}

export type Step =
  | { readonly kind: 'events'; readonly request: CallerRequest; readonly events: readonly LoadEvent[] }
  /** Their consent has come. */
  | { readonly kind: 'consent'; readonly request: CallerRequest; readonly sales: readonly string[] }
  | { readonly kind: 'withdrawal'; readonly request: CallerRequest; readonly person: string }
  /** An auditor reads the receipts. */
  | { readonly kind: 'export'; readonly request: CallerRequest }
  /** Somebody sends again what platforms have refused so far. */
  | { readonly kind: 'redrive'; readonly request: CallerRequest }
  /** The ledger of orders, and what is parked beside it. */
  | { readonly kind: 'ledger'; readonly request: CallerRequest }
  /** A day of an advertisement, for the off-site record: `row` is the only one of its kind. */
  | { readonly kind: 'import'; readonly request: CallerRequest; readonly row: string }
  /** More than anybody may send. */
  | { readonly kind: 'too_large'; readonly request: CallerRequest }
  /** Somebody looks at one of the parked requests. */
  | { readonly kind: 'look'; readonly request: CallerRequest }

/** Steps that one caller takes one after the other. */
export type Lane = readonly Step[]

export interface Load {
  readonly lanes: readonly Lane[]
  /** Events that the platforms do not like, for a while. */
  readonly disliked: readonly string[]
  /** Nobody withdraws it, and others come with it, before it and behind it: a platform may break on it alone. */
  readonly stubborn: string
  /** What later cycles may send copies of. */
  readonly orders: readonly string[]
}

const LANES = 6
/** Any will do: it has the ledger of orders read first. */
const TABLE = '/v1/analysis/tables/coverage'
const PERSONS = 5
const MOST_EARLIER = 5
const SERVER = { authorization: 'Bearer dev', 'content-type': 'application/json' }
const BROWSER = { 'content-type': 'text/plain;charset=UTF-8', origin: ORIGIN, 'user-agent': USER_AGENT }
/** Above src/routes/in-flight.ts's LARGE_BYTES, in a member that no event has: it is counted by name and dropped. */
const PADDING = 'x'.repeat(140 * 1024)
/** src/routes/consent.ts's CONSENT_MAX_BYTES and src/routes/body.ts's BODY_MAX_BYTES. */
const LIMITS = { '/v1/consent': 64 * 1024, '/hooks/webhook': 1024 * 1024 }
/** A minute less than Meta takes: some of them grow too old while they wait. */
const NEARLY_TOO_OLD_MS = (7 * 24 * 60 - 5) * 60_000 - 1_500

/** `name` is part of every id: no two cycles make the same sale or person. `earlier`: orders of cycles before. */
export function loadOf(name: string, chance: Chance, nowMs: number, earlier: readonly string[] = []): Load {
  const maker = new Maker(name, chance, nowMs)
  const copies = chance.shuffled(earlier).slice(0, MOST_EARLIER)
  const disliked = maker.event()
  const company = maker.sales(3, 'stubborn')
  const lanes: Step[][] = Array.from({ length: LANES }, () => [])
  const steps: Lane[] = [
    ...Array.from({ length: 8 }, () => [fromServer([maker.event()])]),
    ...Array.from({ length: 5 }, () => [fromBrowser([maker.event()])]),
    ...Array.from({ length: 3 }, () => [fromServer(maker.list(12))]),
    [fromBrowser(maker.list(3))],
    [fromServer([disliked, ...maker.list(5)])],
    [fromServer(company)],
    [fromServer(maker.list(3, { occurred_at: new Date(nowMs - NEARLY_TOO_OLD_MS).toISOString() }))],
    [fromServer(maker.list(4), { padding: PADDING })],
    [inChunks(fromBrowser(maker.list(2)))],
    [withToken(fromServer([maker.event()]), serverToken(name, nowMs))],
    ...Object.entries(LIMITS).map(([path, maxBytes]) => [tooLarge(path, maxBytes)]),
    [{ kind: 'export', request: { method: 'GET', path: '/v1/receipts/export', headers: SERVER } }],
    [{ kind: 'redrive', request: { method: 'POST', path: '/v1/dead-letters/redrive?all=1', headers: SERVER } }],
    // The off-site record reads the ledger when it is asked, for a table too.
    [{ kind: 'ledger', request: { method: 'GET', path: '/v1/analysis/state', headers: SERVER } }],
    ...Array.from({ length: 3 }, () => [fromServer([maker.visit()])]),
    [fromServer([maker.visit(), ...maker.list(2), maker.visit()])],
    [maker.imported(), { kind: 'ledger', request: { method: 'GET', path: TABLE, headers: SERVER } }],
    ...(copies.length > 0 ? [[fromServer(copies.map((order) => maker.copy(order)))]] : []),
    maker.order('page'),
    maker.order('server'),
    maker.refusedOrder(),
    [maker.withdrawal('DELETE')],
    [maker.withdrawal('POST')],
    [maker.withdrawal('trial')],
    maker.fromShop(),
    maker.parked(),
    maker.erased(),
  ]
  chance.shuffled(steps).forEach((some, index) => lanes[index % LANES]?.push(...some))
  return {
    lanes,
    disliked: [disliked.known.eventId],
    stubborn: company[1]?.known.eventId ?? '',
    orders: maker.orders,
  }
}

interface Made {
  readonly known: LoadEvent
  readonly wire: Members
}

/** Which person takes it back: the third is erased, the others agree to the end. */
const WITHDRAWS = { DELETE: 0, POST: 1, trial: 3 } as const

class Maker {
  readonly #name: string
  readonly #chance: Chance
  readonly #nowMs: number
  readonly #orders: string[] = []
  #made = 0

  constructor(name: string, chance: Chance, nowMs: number) {
    this.#name = name
    this.#chance = chance
    this.#nowMs = nowMs
  }

  /** A sale; now and then another copy of one, or a view of a page. */
  event(changes: Members = {}): Made {
    const person = `${this.#name}-p${this.#chance.below(PERSONS)}`
    const known = this.#orders[this.#chance.below(8 * this.#orders.length)]
    const kind = this.#chance.next()
    if (known !== undefined) return this.copy(known, person, changes)
    if (kind < 0.2) return this.#view(person, changes)
    const order = this.#newOrder()
    this.#orders.push(order)
    return this.#sale(order, `o-${order}`, person, changes)
  }

  get orders(): readonly string[] {
    return this.#orders
  }

  copy(order: string, person = `${this.#name}-p${this.#chance.below(PERSONS)}`, changes: Members = {}): Made {
    return this.#sale(order, `${order}-${this.#name}-copy${(this.#made += 1)}`, person, changes)
  }

  list(length: number, changes: Members = {}): Made[] {
    return Array.from({ length }, () => this.event(changes))
  }

  /** Of one person, and no copies: they come to one shard, in this order. */
  sales(length: number, who: string): Made[] {
    return Array.from({ length }, () => {
      const order = this.#newOrder()
      return this.#sale(order, `o-${order}`, `${this.#name}-${who}`, {})
    })
  }

  /** Somebody who agreed comes from a campaign. */
  visit(): Made {
    const visitor = `visit-${this.#newOrder()}`
    const { known, wire } = this.#view(visitor, {
      event: 'page_view',
      person: { visitor_id: visitor },
      page: { url: `${ORIGIN}/savon?utm_source=tiktok&utm_medium=paid_social&utm_campaign=crash` },
    })
    return { known: { ...known, visitor }, wire }
  }

  imported(): Step {
    const row = `ad-${this.#newOrder()}`
    const day = new Date(this.#nowMs).toISOString().slice(0, 10)
    const media = {
      kind: 'media',
      source: 'tiktok',
      level: 'ad',
      day,
      id: row,
      paid: true,
      metrics: { impressions: 7 },
    }
    // Any digest will do: of each import its own.
    const file = createHash('sha256').update(row).digest('hex')
    const body = JSON.stringify({ file, name: `${row}.csv`, rows: [media] })
    return { kind: 'import', request: { method: 'POST', path: '/v1/analysis/imports', headers: SERVER, body }, row }
  }

  /** As a shop's server sends it; what the person agreed to comes from elsewhere, later. */
  order(from: 'page' | 'server'): Lane {
    const order = this.#newOrder()
    const person = `${this.#name}-${from}`
    const made = this.#sale(order, `o-${order}`, person, { consent: undefined })
    const body = JSON.stringify({ order_id: order, consent: consent('granted') })
    const headers = from === 'page' ? BROWSER : SERVER
    return [
      fromServer([made]),
      { kind: 'consent', request: { method: 'POST', path: '/v1/consent', headers, body }, sales: [order] },
    ]
  }

  /** An order that waits, of somebody who then says no. */
  refusedOrder(): Lane {
    const order = this.#newOrder()
    const person = `${this.#name}-no`
    const made = this.#sale(order, `o-${order}`, person, { consent: undefined })
    const request: CallerRequest = { method: 'DELETE', path: `/v1/persons/order:${order}`, headers: SERVER }
    return [fromServer([made]), { kind: 'withdrawal', request, person }]
  }

  /** A sale that the shop's webhook tells, its refund, and an order that only the back office knows. */
  fromShop(): Lane {
    const order = this.#newOrder()
    const at = new Date(this.#nowMs).toISOString()
    const { known, wire } = this.#sale(order, `o-${order}`, `${this.#name}-shop`, {})
    return [
      { kind: 'events', request: webhook(order, this.#nowMs, wire), events: [known] },
      { kind: 'ledger', request: refundOf(order, at) },
      { kind: 'ledger', request: imported(`b-${this.#newOrder()}`, at, SERVER) },
    ]
  }

  /** A webhook that is of no use: it is kept, looked at, and read again. */
  parked(): Lane {
    return [
      { kind: 'ledger', request: unusable(this.#newOrder(), this.#nowMs) },
      { kind: 'look', request: { method: 'GET', path: '/v1/parked', headers: SERVER } },
      { kind: 'ledger', request: { method: 'POST', path: '/v1/parked/redrive?all=1', headers: SERVER } },
    ]
  }

  /** The shop hands on that somebody is to be forgotten. */
  erased(): Lane {
    const person = `${this.#name}-p2`
    return [{ kind: 'withdrawal', request: erasureOf(person), person }]
  }

  /** A no counts where the site tries things out, too. */
  withdrawal(how: keyof typeof WITHDRAWS): Step {
    const person = `${this.#name}-p${WITHDRAWS[how]}`
    const environment = how === 'trial' ? 'staging' : 'production'
    const body = JSON.stringify({ person: { external_id: person }, consent: consent('denied'), environment })
    const request: CallerRequest =
      how === 'DELETE'
        ? { method: 'DELETE', path: `/v1/persons/${person}`, headers: SERVER }
        : { method: 'POST', path: '/v1/consent', headers: SERVER, body }
    return { kind: 'withdrawal', request, person }
  }

  #newOrder(): string {
    return `${this.#name}-${(this.#made += 1)}`
  }

  #sale(order: string, eventId: string, person: string, changes: Members): Made {
    const worth = worthOf(order)
    const own = { event_id: eventId, person: { ...personOf(person) }, consent: this.#earlierConsent() }
    const wire = sale(order, { ...own, order: { id: order, value: worth, currency: 'EUR' }, ...changes })
    return { known: { eventId, sale: order, person, worth }, wire }
  }

  #view(person: string, changes: Members): Made {
    const eventId = `v-${this.#newOrder()}`
    const { order: _order, ...rest } = sale(eventId, {
      event: 'view_item',
      event_id: eventId,
      person: personOf(person),
      consent: this.#earlierConsent(),
    })
    return { known: { eventId, sale: eventId, person }, wire: { ...rest, ...changes } }
  }

  /** Given before anybody of this cycle takes it back: what comes after that is refused. */
  #earlierConsent(): Members {
    return { ...consent('granted'), at: new Date(this.#nowMs - 60_000).toISOString() }
  }
}

/** `…-17` is worth 17.25 EUR. */
function worthOf(order: string): number {
  return Number(order.slice(order.lastIndexOf('-') + 1)) + 0.25
}

/** Of each person their own: a withdrawal reaches nobody else. */
function personOf(person: string): Members {
  return { ...CAMILLE, email: `${person}@example.com`, phone: undefined, external_id: person }
}

function fromServer(events: readonly Made[], more: Members = {}): Step {
  return step('/v1/events', SERVER, events, more)
}

function fromBrowser(events: readonly Made[]): Step {
  return step('/e', BROWSER, events, {})
}

/** As it comes through some proxies: its length is not announced. */
function inChunks(one: Step): Step {
  return { ...one, request: { ...one.request, inChunks: true } }
}

/** By so little that all of it is under way when the answer comes: whoever is cut off while it sends hears none. */
function tooLarge(path: string, maxBytes: number): Step {
  const body = 'x'.repeat(maxBytes + 4 * 1024)
  return inChunks({ kind: 'too_large', request: { method: 'POST', path, headers: SERVER, body } })
}

/** As in production, where no token is known before it was seen. */
function withToken(one: Step, token: string): Step {
  const headers = { ...one.request.headers, authorization: `Bearer ${token}` }
  return { ...one, request: { ...one.request, headers } }
}

function step(path: string, headers: CallerRequest['headers'], events: readonly Made[], more: Members): Step {
  const [first] = events
  const one = events.length === 1 && first !== undefined ? first.wire : { events: events.map(({ wire }) => wire) }
  const request: CallerRequest = { method: 'POST', path, headers, body: JSON.stringify({ ...one, ...more }) }
  return { kind: 'events', request, events: events.map(({ known }) => known) }
}
