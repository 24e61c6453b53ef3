/**
 * What the site's off-site record is told of an event: a session's start, a step or an order of somebody who agreed to it. Asked by
 * the same rules of consent as for a destination, and closed by default: without a visitor's id, or a yes, nothing. Pure.
 */
import { resolveTouch, type TouchRules } from '../analysis/touches/resolve.ts'
import type { ResolvedTouch } from '../analysis/touch.ts'
import type { ConsentNeed } from '../consent/decide.ts'
import type { ConsentState } from '../consent/types.ts'
import { minorUnits } from '../event/currency.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import type { JourneyFact, JourneyStep } from '../offsite/facts.ts'
import type { CompiledSite } from '../policy/types.ts'
import { cleanUrl, originOf } from '../privacy/url.ts'
import { analysisNeed, decideForRecord } from './analysis-need.ts'
import { grantedAtMs, grantedBefore } from './consent-basis.ts'
import { linkOfOrder } from './order-trace.ts'
import { personKeysOf } from './person-keys.ts'
import type { Shared } from './shared.ts'
import type { Visitor } from './visitor.ts'

export interface JourneyInput {
  readonly event: CanonicalEvent
  readonly site: CompiledSite
  readonly consent: ConsentState
  readonly shared: Shared
  readonly personKey: PersonKeyMaker
  /** The gateway's own id of the browser; the site's own in the event comes first. */
  readonly visitor?: Visitor | undefined
  /** When the answer that it rests on was heard, epoch ms. */
  readonly heardMs: number
  /** When this person last took the consent back that the record needs, epoch ms. */
  readonly withdrawnAtMs: (need: ConsentNeed) => number | undefined
}

/** `refusal`: a code of docs/errors.md. */
export type JourneyDecision =
  | { readonly fact: JourneyFact; readonly grantedAtMs: number | undefined; readonly refusal?: undefined }
  | { readonly fact?: undefined; readonly refusal: string }

/** Since when the person agrees to the record, epoch ms, where that is known; or why nothing is kept of them. */
export type Agreement =
  | { readonly grantedAtMs: number | undefined; readonly refusal?: undefined }
  | { readonly refusal: string }

/** Undefined where the site keeps no journeys. */
export function agreementOf(input: JourneyInput): Agreement | undefined {
  const plan = planOf(input.site)
  if (plan === undefined) return undefined
  const { need } = plan
  const { consent, heardMs, withdrawnAtMs } = input
  const decision = decideForRecord(consent, need)
  if (decision.permit === undefined) return { refusal: decision.refusal }
  // An opt-out of sale or sharing is answered with nothing (analysis-need.ts), so that a permit is a full one.
  const grantedMs = grantedBefore(grantedAtMs(consent, need.destination, need.purposes), heardMs)
  const withdrawnMs = withdrawnAtMs(need)
  const isTakenBack = withdrawnMs !== undefined && !(grantedMs !== undefined && grantedMs > withdrawnMs)
  return isTakenBack ? { refusal: 'consent_withdrawn' } : { grantedAtMs: grantedMs }
}

/** Undefined where the site keeps no journeys, or the event is none of what they are made of. */
export function journeyFactOf(input: JourneyInput, agreement = agreementOf(input)): JourneyDecision | undefined {
  const { event } = input
  const plan = planOf(input.site)
  if (plan === undefined || agreement === undefined || !isPartOfJourney(event)) return undefined
  if (agreement.refusal !== undefined) return { refusal: agreement.refusal }
  const journey = journeyOf(input)
  if (journey === undefined) return { refusal: 'no_visitor' }
  if (event.staging === true) return { refusal: 'staging' }
  const fact = event.name === 'purchase' ? orderFact(input, journey) : visitFact(input, plan.touches, journey)
  return { fact, grantedAtMs: agreement.grantedAtMs }
}

/** For the visitor's cookie, also of an event that is no part of a journey. */
export interface Following {
  /** Whether the record may follow this browser; `taken_back`: the event does not know of their no. */
  readonly following?: 'agreed' | 'taken_back' | undefined
  /** Where they agreed: when, epoch ms, where that is known; the cookie lives as long as that holds. */
  readonly followedSinceMs?: number | undefined
}

export function followingOf(agreement: Agreement | undefined, { staging }: CanonicalEvent): Following {
  if (agreement === undefined || staging === true) return {}
  if (agreement.refusal === undefined) return { following: 'agreed', followedSinceMs: agreement.grantedAtMs }
  return agreement.refusal === 'consent_withdrawn' ? { following: 'taken_back' } : {}
}

const STEPS: Readonly<Partial<Record<CanonicalEvent['name'], JourneyStep>>> = {
  page_view: 'page',
  view_item: 'view_item',
  add_to_cart: 'add_to_cart',
  begin_checkout: 'begin_checkout',
}

function isPartOfJourney({ name }: CanonicalEvent): boolean {
  return name === 'purchase' || STEPS[name] !== undefined
}

interface JourneyPlan {
  readonly need: ConsentNeed
  readonly touches: TouchRules
}

/** Made once for a policy, and thrown away with it. */
const PLANS = new WeakMap<CompiledSite, JourneyPlan>()

function planOf(site: CompiledSite): JourneyPlan | undefined {
  const need = analysisNeed(site)
  if (need === undefined || site.analysis === undefined) return undefined
  const known = PLANS.get(site)
  if (known !== undefined) return known
  const plan = { need, touches: { isOwnHost: ownHosts(site), rules: site.analysis.touches } }
  PLANS.set(site, plan)
  return plan
}

/** The site's names, those under its own domain (the checkout's may be one), and the shop's. */
function ownHosts({ hosts, browser, sources }: CompiledSite): (host: string) => boolean {
  const names = new Set([...hosts, sources?.shopify?.shop ?? ''].map((host) => host.replace(/^www\./, '')))
  const domain = browser?.registrableDomain
  return (host) => names.has(host) || (domain !== undefined && (host === domain || host.endsWith(`.${domain}`)))
}

/** Under the key of the visitor's id: that by which a withdrawal finds it. */
function journeyOf({ event, visitor, shared, personKey }: JourneyInput): string | undefined {
  const visitorId = event.person?.visitorId ?? visitor?.id
  return visitorId === undefined ? undefined : personKeysOf({ visitorId }, shared, personKey)[0]
}

function visitFact(input: JourneyInput, rules: TouchRules, journey: string): JourneyFact {
  const { event } = input
  const touch = event.name === 'page_view' ? touchOf(event, rules) : undefined
  if (touch === undefined) return { k: 'step', journey, atMs: event.occurredAtMs, step: STEPS[event.name] ?? 'page' }
  const device = deviceOf(event.client?.userAgent)
  return {
    k: 'touch',
    journey,
    atMs: event.occurredAtMs,
    touch,
    path: pathOf(input),
    ...(device !== undefined && { device }),
  }
}

function touchOf({ page, client }: CanonicalEvent, rules: TouchRules): ResolvedTouch | undefined {
  return resolveTouch({ url: page?.url, referrer: page?.referrer, userAgent: client?.userAgent }, rules)
}

const NO_PARAMETERS: ReadonlySet<string> = new Set()
const PATH_CHARACTERS = 120

/** As it may leave: without parameters and what points at a person; where the policy cuts paths, without all of it. */
function pathOf({ event, site, shared }: JourneyInput): string {
  const url = event.page?.url
  const clean = url === undefined ? undefined : cleanUrl(url, NO_PARAMETERS, shared.addresses, site.urlPaths)?.url
  return clean === undefined ? '' : clean.slice(originOf(clean).length - 1).slice(0, PATH_CHARACTERS)
}

function deviceOf(userAgent: string | undefined): 'mobile' | 'desktop' | undefined {
  if (userAgent === undefined) return undefined
  return /Mobi|Android|iPhone|iPad/i.test(userAgent) ? 'mobile' : 'desktop'
}

/** Its money only where there is no ledger that would know it. */
function orderFact({ event, site, personKey }: JourneyInput, journey: string): JourneyFact {
  const { order } = event
  const value = site.orders === undefined ? minorOf(order?.value, order?.currency) : undefined
  return {
    k: 'order',
    journey,
    atMs: event.occurredAtMs,
    order: linkOfOrder(event, site.id, personKey),
    ...(value !== undefined && order?.currency !== undefined && { value, currency: order.currency }),
  }
}

function minorOf(value: number | undefined, currency: string | undefined): number | undefined {
  const digits = currency === undefined ? undefined : minorUnits(currency)
  if (value === undefined || digits === undefined) return undefined
  const minor = Math.round(value * 10 ** digits)
  return Number.isSafeInteger(minor) ? minor : undefined
}
