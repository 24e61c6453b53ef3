/**
 * Several copies of one sale, made into one: the shop's truth for money, articles and person, the page's for click ids, browser ids,
 * address and device. Judged by what all of them say of consent: a no counts until a yes that is later (order-noes.ts). Pure.
 */
import { clickIdFromUrl } from '../destinations/click-id.ts'
import type { CanonicalEvent, ConsentEvidence, Order, Person } from '../event/types.ts'
import { bareName } from './dedupe.ts'
import { isOfConsent, judge, saysSomething, type Delivery, type JudgeContext, type Verdict } from './judge.ts'
import { heldAgainst, withNoes, type No, type Noes, type Yes } from './order-noes.ts'
import type { SitePlan } from './plan.ts'
import type { Visitor } from './visitor.ts'

/** A sale as one of its senders told it. Plain data: it waits encrypted. */
export interface Copy {
  readonly event: CanonicalEvent
  readonly source: 'browser' | 'server'
  readonly via: string
  readonly gpcHeader: string | null
  readonly visitor?: Visitor | undefined
  /** Epoch ms; of what waits since before this was kept it is not known. */
  readonly receivedAtMs?: number
}

/** One of each of its senders, and some again. */
const MAX_COPIES = 8
/** As JSON, together: a row holds 2 MB, and a character has three bytes at most. */
const MAX_CHARACTERS = 600_000

/** The copies with one more; where there is no room, without it: the first came first. */
export function withCopy(copies: readonly Copy[], copy: Copy): readonly Copy[] {
  const more = [...copies, copy]
  const isTooMuch = more.length > MAX_COPIES || JSON.stringify(more).length > MAX_CHARACTERS
  return copies.length > 0 && isTooMuch ? copies : more
}

/** What is to be done with all of them: as for one event. `context.known` is what is known of a server's event. */
export function judgeCopies(
  copies: readonly Copy[],
  plan: SitePlan,
  context: Omit<JudgeContext, 'gpcHeader' | 'source' | 'via' | 'visitor'>,
): Verdict {
  const { consent: _consent, ...event } = mergedOf(copies, plan)
  const own = { ...context, ...sendersOf(copies, context) }
  const said = evidenceOf(copies)
  if (said.length === 0) return judge(event, plan, own)
  return together(
    said.map(({ consent, copy, heardAtMs }) => saidBy(copy, judge({ ...event, consent }, plan, { ...own, heardAtMs }))),
  )
}

type Senders = Pick<JudgeContext, 'gpcHeader' | 'source' | 'via' | 'visitor' | 'known'>

function sendersOf(copies: readonly Copy[], { known }: Pick<JudgeContext, 'known'>): Senders {
  const isFromServer = copies.some(({ source }) => source === 'server')
  const visitor = copies.find((copy) => copy.visitor !== undefined)?.visitor
  return {
    gpcHeader: copies.find(({ gpcHeader }) => gpcHeader !== null)?.gpcHeader ?? null,
    source: isFromServer ? 'server' : 'browser',
    // Of several, the one that came first: it made the sale.
    via: copies[0]?.via,
    visitor,
    // A browser's event rests on its own evidence alone.
    ...(known !== undefined && {
      known: isFromServer ? known : { ...known, snapshotFor: () => undefined, mayWait: false },
    }),
  }
}

interface Said {
  readonly consent: ConsentEvidence
  readonly copy: Copy
  /** The first time that it was said in these words. */
  readonly heardAtMs: number | undefined
}

/** What the copies bring of their own; the same text twice is one. */
function evidenceOf(copies: readonly Copy[]): readonly Said[] {
  const said = copies.flatMap((copy) => {
    const { consent } = copy.event
    return consent !== undefined && saysSomething(consent)
      ? [[JSON.stringify(consent), { consent, copy }] as const]
      : []
  })
  const first = new Map(said.toReversed())
  return [...new Map(said)].map(([text, one]) => ({ ...one, heardAtMs: first.get(text)?.copy.receivedAtMs }))
}

/** It was said when its copy came, and by whoever sent that. */
function saidBy({ via, receivedAtMs }: Copy, verdict: Verdict): Verdict {
  const heardMs = receivedAtMs ?? Number.NEGATIVE_INFINITY
  const told = (yes: Yes | undefined): Yes => ({ ...yes, via, heardMs })
  const noes = Object.entries(verdict.noes ?? {}).map(([id, byVia]) => [
    id,
    Object.fromEntries(Object.values(byVia).map((no) => [via, { ...no, ...earlier(no, receivedAtMs) }])),
  ])
  return {
    ...verdict,
    ...(verdict.order !== undefined && { order: { ...verdict.order, yes: told(verdict.order.yes) } }),
    deliveries: verdict.deliveries.map((one) => ({ ...one, yes: told(one.yes) })),
    ...(verdict.noes !== undefined && { noes: Object.fromEntries(noes) as Noes }),
  }
}

/** A no without a date was said when its copy came. */
function earlier({ atMs }: No, receivedAtMs: number | undefined): Partial<No> {
  return receivedAtMs === undefined ? {} : { atMs: Math.min(atMs, receivedAtMs), heardMs: receivedAtMs }
}

/** Each destination gets what one of them lets go, unless another says no to it that is not known to be older. */
function together(verdicts: readonly Verdict[]): Verdict {
  const noes = verdicts.reduce<Noes>((known, one) => withNoes(known, one.noes ?? {}), {})
  // They were told when their copies came.
  return verdicts
    .map((verdict) => heldAgainst(verdict, noes))
    .map(({ noes: _told, ...heard }) => heard)
    .reduce(joined)
}

/** Of two that may go, no more than either. */
function joined(one: Verdict, other: Verdict): Verdict {
  const mine = one.deliveries.map((delivery) => {
    const same = other.deliveries.find(({ destination }) => destination === delivery.destination)
    return same === undefined ? delivery : lesser(delivery, same)
  })
  const known = new Set(mine.map(({ destination }) => destination))
  const deliveries = [...mine, ...other.deliveries.filter(({ destination }) => !known.has(destination))]
  const left = new Set(deliveries.map(({ destination }) => destination))
  const refused = { ...other.refused, ...one.refused, ...noesIn(other), ...noesIn(one) }
  const { fact, following, followedSinceMs } = one.fact === undefined ? other : one
  return {
    ...one,
    ...(fact !== undefined && { fact, following, followedSinceMs }),
    deliveries,
    refused: Object.fromEntries(Object.entries(refused).filter(([id]) => !left.has(id))),
    personKeys: [...new Set([...one.personKeys, ...other.personKeys])],
    bases: { ...other.bases, ...one.bases },
  }
}

/** A no is the reason, whatever else is missing. */
function noesIn({ refused }: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(refused).filter(([, reason]) => isOfConsent(reason)))
}

function lesser(one: Delivery, other: Delivery): Delivery {
  if (one.level !== other.level) return one.level === 'limited' ? one : other
  // The older grant: a withdrawal after it reaches the delivery.
  return (one.grantedAtMs ?? Number.POSITIVE_INFINITY) <= (other.grantedAtMs ?? Number.POSITIVE_INFINITY) ? one : other
}

/** Name, id and time are the first copy's; the rest comes from whoever knows it best. */
function mergedOf(copies: readonly Copy[], plan: SitePlan): CanonicalEvent {
  const [first] = copies
  if (first === undefined) throw new Error('a sale that waits has a copy')
  const shopFirst = copies.toSorted((one, other) => rankOf(other) - rankOf(one)).map(({ event }) => event)
  const pageFirst = copies.toSorted((one, other) => rankOf(one) - rankOf(other)).map(({ event }) => event)
  const person = personOf(shopFirst)
  const page = pageOf(pageFirst, plan)
  const [client] = pageFirst.flatMap((event) => event.client ?? [])
  const destinations = narrowest(copies)
  const order = orderOf(shopFirst, isWhole(copies) ? shopFirst : pageFirst)
  return {
    name: first.event.name,
    eventId: first.event.eventId,
    occurredAtMs: first.event.occurredAtMs,
    ...(page !== undefined && { page }),
    ...(client !== undefined && { client }),
    ...(pageFirst.some(({ click }) => click !== undefined) && {
      click: filled(pageFirst.map(({ click }) => click ?? {})),
    }),
    ...(person !== undefined && { person }),
    ...(order !== undefined && { order }),
    ...(destinations !== undefined && { destinations }),
  }
}

/** Where nobody has a click id but an address does, it is that address: on another it would be lost. */
function pageOf(pageFirst: readonly CanonicalEvent[], { destinations }: SitePlan): CanonicalEvent['page'] {
  const pages = pageFirst.flatMap(({ page }) => page ?? [])
  if (pageFirst.some(({ click }) => click !== undefined)) return pages[0]
  const names = destinations.flatMap(({ destination }) => destination.clickParameters.map(({ name }) => name))
  return pages.find(({ url }) => names.some((name) => clickIdFromUrl(url, name) !== undefined)) ?? pages[0]
}

/** Who speaks for the shop knows best, then its server, then the page. */
function rankOf({ source, event: { order } }: Copy): number {
  if (source === 'browser') return 0
  return order?.id !== undefined && order.aliases !== undefined ? 2 : 1
}

/** A basket that the shop has split is whole on the page only. */
function isWhole(copies: readonly Copy[]): boolean {
  const orders = copies.filter((copy) => rankOf(copy) === 2).map(({ event }) => bareName(event.order?.id ?? ''))
  return new Set(orders).size <= 1
}

/** Of each member the first that there is. */
function filled<T extends object>(parts: readonly T[]): T {
  return Object.assign({}, ...parts.toReversed()) as T
}

/** How a hash was made belongs to the value that it stands for. */
function personOf(events: readonly CanonicalEvent[]): Person | undefined {
  const persons = events.flatMap(({ person }) => person ?? [])
  if (persons.length === 0) return undefined
  const { hashedAs: _hashedAs, ...person } = filled(persons)
  const email = persons.find((one) => one.email !== undefined)?.hashedAs?.email
  const phone = persons.find((one) => one.phone !== undefined)?.hashedAs?.phone
  const hashedAs = { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) }
  return { ...person, ...(Object.keys(hashedAs).length > 0 && { hashedAs }) }
}

const MAX_ALIASES = 12

/** `byMoney`: whose money is believed first. An amount and its currency are never of two copies. */
function orderOf(shopFirst: readonly CanonicalEvent[], byMoney: readonly CanonicalEvent[]): Order | undefined {
  const orders = shopFirst.flatMap(({ order }) => order ?? [])
  if (orders.length === 0) return undefined
  const { value: _value, tax: _tax, shipping: _shipping, currency: _currency, items: _items, ...rest } = filled(orders)
  const aliases = [...new Set(orders.flatMap((order) => order.aliases ?? []))].slice(0, MAX_ALIASES)
  const paid = byMoney.flatMap(({ order }) => order ?? [])
  return { ...rest, ...moneyOf(paid), ...(aliases.length > 0 && { aliases }) }
}

/** Tax, shipping and articles of another copy count in its currency, and only in that. */
function moneyOf(orders: readonly Order[]): Order {
  const said = orders.find(({ value }) => value !== undefined) ?? orders.find(({ currency }) => currency !== undefined)
  const { value, currency } = said ?? {}
  const same = orders.filter((order) => order.currency === currency)
  const [tax] = same.flatMap((order) => order.tax ?? [])
  const [shipping] = same.flatMap((order) => order.shipping ?? [])
  const items = same.find((order) => (order.items ?? []).length > 0)?.items
  return {
    ...(value !== undefined && { value }),
    ...(tax !== undefined && { tax }),
    ...(shipping !== undefined && { shipping }),
    ...(currency !== undefined && { currency }),
    ...(items !== undefined && { items }),
  }
}

/** Whoever left a destination out has left it out. */
function narrowest(copies: readonly Copy[]): readonly string[] | undefined {
  const lists = copies.flatMap(({ event: { destinations } }) => (destinations === undefined ? [] : [destinations]))
  return lists.length === 0 ? undefined : lists.reduce((left, list) => left.filter((id) => list.includes(id)))
}
