/**
 * What ties a delivery or a refusal to an order in the ledger: a keyed hash of the order's name, what left of its money, who told us
 * and on which page. No name of an order and no address that could name anybody. Made only where the policy has `orders`.
 */
import type { Destination } from '../destinations/destination.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { bareName } from './dedupe.ts'
import { orderLink } from './order-link.ts'
import type { SitePlan } from './plan.ts'

/** Short names: it is stored once per event and destination. */
export interface OrderTrace extends Paid {
  /** orderLink of the name that the event had: its order's id, else its first alias, else its own id */
  readonly o: string
  /** who told us: `browser`, `server`, or the id of a source */
  readonly w: string
  /** the page's path with what could name an order or a person replaced by `*`: `/thanks`, `/checkouts/cn/*` */
  readonly u?: string
}

/** Value and currency that left in one delivery; absent in refusals and where the policy keeps them back. */
export interface Paid {
  readonly v?: number
  readonly c?: string
}

/** Undefined where no order is concerned, or the site keeps no ledger. */
export function traceOf(
  event: CanonicalEvent,
  plan: SitePlan,
  { personKey, via = '' }: { readonly personKey: PersonKeyMaker; readonly via?: string | undefined },
): OrderTrace | undefined {
  if (!isTraced(event, plan)) return undefined
  const path = pathShown(event.page?.url)
  const [o, w] = [linkOfOrder(event, plan.id, personKey), via.slice(0, VIA_CHARACTERS)]
  return path === undefined ? { o, w } : { o, w, u: path }
}

export function paidOf(
  event: CanonicalEvent,
  plan: SitePlan,
  destination: Pick<Destination, 'rows'>,
  fields: () => readonly string[],
): Paid | undefined {
  const { order } = event
  if (order === undefined || !isTraced(event, plan)) return undefined
  const left = fields()
  const { value, currency } = namesOfMoney(destination.rows)
  const paid: { v?: number; c?: string } = {}
  if (order.value !== undefined && value.some((name) => left.includes(name))) paid.v = order.value
  if (order.currency !== undefined && currency.some((name) => left.includes(name))) paid.c = order.currency
  return paid
}

type Rows = Destination['rows']
interface MoneyNames {
  readonly value: readonly string[]
  readonly currency: readonly string[]
}

/** A mapping is looked through once: this is asked for every sale. */
const MONEY_NAMES = new WeakMap<Rows, MoneyNames>()

/** Under which names value and currency leave for a platform. */
function namesOfMoney(rows: Rows): MoneyNames {
  const known = MONEY_NAMES.get(rows)
  if (known !== undefined) return known
  const namesOf = (field: string) => rows.filter(({ from }) => from === field).map(({ to }) => to)
  const names = { value: namesOf('order.value'), currency: namesOf('order.currency') }
  MONEY_NAMES.set(rows, names)
  return names
}

function isTraced({ name }: CanonicalEvent, { site }: SitePlan): boolean {
  return site.orders !== undefined && (name === 'purchase' || name === 'refund')
}

/** By the name that the event has for it: its order's id, else its first alias, else its own id. */
export function linkOfOrder(event: CanonicalEvent, site: string, personKey: PersonKeyMaker): string {
  return orderLink(site, nameOf(event), personKey)
}

/** An order without any name leaves a line all the same: it may be one too many at the platform. */
function nameOf({ order, eventId }: CanonicalEvent): string {
  const id = bareName(order?.id ?? '')
  return id === '' ? (order?.aliases?.[0] ?? eventId) : id
}

const VIA_CHARACTERS = 40
const PATH_CHARACTERS = 80
const PATH_SEGMENTS = 16
/** Words of a site's own: small letters, the first perhaps a capital, or a country's two. Numbers, tokens and references are none. */
const WORDS = /^(?:[A-Z]?[a-z]+|[A-Z]{2})(?:[-_](?:[A-Z]?[a-z]+|[A-Z]{2}))*(?:\.(?:html?|php|aspx?|jsp))?$/
const WORD_CHARACTERS = 24

/** Undefined where it is no address of the web. */
export function pathShown(url: string | undefined): string | undefined {
  const path = url === undefined ? undefined : /^https?:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1]
  if (path === undefined) return undefined
  let shown = ''
  let slash = path === '' ? -1 : 0
  for (let segment = 0; segment < PATH_SEGMENTS && slash !== -1; segment++) {
    const next = path.indexOf('/', slash + 1)
    shown += `/${segmentShown(path.slice(slash + 1, next === -1 ? path.length : next))}`
    slash = next
  }
  return shown === '' ? '/' : shown.slice(0, PATH_CHARACTERS)
}

function segmentShown(segment: string): string {
  return segment === '' || (segment.length <= WORD_CHARACTERS && WORDS.test(segment)) ? segment : '*'
}
