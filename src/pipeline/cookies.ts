/**
 * Which cookies an answer sets and which it deletes, by what the person has agreed to: set only for destinations with a full
 * permit, deleted where the person said no. Pure; the Worker writes the headers (routes/cookies.ts).
 */
import type { DestinationCookie } from '../destinations/destination.ts'
import { clickIdFromUrl } from '../destinations/click-id.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { Judged } from './accept.ts'
import { ANALYSIS } from './analysis-need.ts'
import type { ConsentRecord, Followed } from './consent-record.ts'
import { cookieNames, isWritable, readCookies } from './cookie-values.ts'
import type { Verdict } from './judge.ts'
import type { DestinationPlan, SitePlan } from './plan.ts'
import { VISITOR_COOKIE, visitorMadeAtMs, type Visitor } from './visitor.ts'

export interface CookieOrders {
  readonly set: readonly CookieOrder[]
  /** Names of cookies that were sent to us and must go. */
  readonly clear: readonly string[]
}

export interface CookieOrder {
  readonly name: string
  readonly value: string
  readonly seconds: number
  /** A pixel of the page must read it: not HttpOnly. */
  readonly readable?: true
}

/** What the Worker saw and drew: see routes/browser-facts.ts. */
export interface CookieFacts {
  /** The raw Cookie header, also for what speaks of consent in it. */
  readonly cookies?: string
  readonly visitor?: Visitor
  /** Cookies that a platform lets a server make, drawn by chance: name → value. */
  readonly made?: Readonly<Record<string, string>>
}

/** Of an answer that tells the events' own. */
export function cookiesOfEvents(
  judged: Extract<Judged, { ok: true }>,
  plan: SitePlan,
  facts: CookieFacts,
  nowMs: number,
): CookieOrders | undefined {
  if (plan.site.browser?.cookies === undefined) return undefined
  const standing = new Standing()
  judged.verdicts.forEach((verdict, index) => {
    const one = judged.parsed[index]
    if (verdict !== undefined && one?.ok === true) standing.hear(verdict, one.event)
  })
  return ordersFor(standing, plan, facts, nowMs)
}

/** Of `POST /v1/consent`: no event, so no click. `withdrawn`: destinations that an earlier no keeps closed to this answer. */
export function cookiesOfAnswer(
  record: ConsentRecord,
  plan: SitePlan,
  facts: CookieFacts,
  withdrawn: readonly string[] = [],
): CookieOrders | undefined {
  // Also where the policy sets none any more: a no deletes what was set before.
  if (plan.site.browser === undefined) return undefined
  const standing = new Standing()
  for (const { destination } of plan.destinations) {
    const dated = record.granted.includes(destination.id)
    const decision = withdrawn.includes(destination.id) ? 'consent_withdrawn' : record.decisions[destination.id]
    standing.add(destination.id, decision, dated ? record.grantedAtMs : undefined)
  }
  for (const { destination, cookies } of plan.absent)
    if (record.withdrawn.includes(destination)) standing.left.push(...cookies)
  if (withdrawn.includes(ANALYSIS)) standing.isRemembered = true
  else standing.followed = record.followed
  return ordersFor(standing, plan, facts, record.receivedAtMs)
}

/** A person's no. `limited` is what a policy leaves of an opt-out: nothing that tells a browser from others. */
const REFUSALS: ReadonlySet<string> = new Set([
  'consent_denied',
  'consent_withdrawn',
  'opted_out',
  'known_child',
  'limited',
])
/** Nobody has said yes or no: neither sets nor deletes. */
const SILENCES: ReadonlySet<string> = new Set([
  'consent_unknown',
  'consent_awaited',
  'consent_expired',
  'consent_malformed',
])

/** What all events of a request say together: of one destination, a no stands against any yes. */
class Standing {
  /** Destination → when it was granted, epoch ms, where that is known. */
  readonly #full = new Map<string, number | undefined>()
  readonly #clicks = new Map<string, CanonicalEvent[]>()
  readonly refused = new Set<string>()
  /** The gateway knows of a no that the request does not: it is found again by the visitor's cookie alone. */
  isRemembered = false
  /** Cookies of refused destinations that have left the policy. */
  readonly left: string[] = []
  /** Of these the request says nothing, by what it is about. */
  readonly open = new Set<string>()

  /** The off-site record follows this browser; since when that is agreed to, epoch ms, where it is known. */
  followed: Followed | undefined

  hear({ deliveries, refused, following, followedSinceMs }: Verdict, event: CanonicalEvent): void {
    if (following === 'agreed') this.followed = { sinceMs: followedSinceMs }
    if (following === 'taken_back') this.isRemembered = true
    for (const { destination, level, grantedAtMs } of deliveries) {
      this.add(destination, level, grantedAtMs)
      if (level === 'full') this.#clicks.set(destination, [...(this.#clicks.get(destination) ?? []), event])
    }
    for (const [destination, reason] of Object.entries(refused)) this.add(destination, reason, undefined)
  }

  add(destination: string, decision: string | undefined, grantedAtMs: number | undefined): void {
    if (decision === 'consent_withdrawn') this.isRemembered = true
    if (decision === 'full') this.#full.set(destination, grantedAtMs)
    else if (decision !== undefined && REFUSALS.has(decision)) this.refused.add(destination)
    else if (decision === undefined || !SILENCES.has(decision)) this.open.add(destination)
  }

  isFull(destination: string): boolean {
    return this.#full.has(destination) && !this.refused.has(destination)
  }

  grantedAtMs(destination: string): number | undefined {
    return this.#full.get(destination)
  }

  eventsFor(destination: string): readonly CanonicalEvent[] {
    return this.#clicks.get(destination) ?? []
  }
}

interface Setting {
  readonly plan: SitePlan
  readonly facts: CookieFacts
  readonly nowMs: number
  readonly sent: ReadonlyMap<string, string>
  readonly labels: number
}

function ordersFor(standing: Standing, plan: SitePlan, facts: CookieFacts, nowMs: number): CookieOrders {
  const labels = plan.site.browser?.registrableDomain.split('.').length ?? 2
  const setting = { plan, facts, nowMs, sent: readCookies(facts.cookies), labels }
  const full = plan.destinations.filter(({ destination }) => standing.isFull(destination.id))
  return {
    set: [
      ...full.flatMap((planned) => ordersOf(planned, standing, setting)),
      ...(full.length > 0 ? clickOrders(full, standing, setting) : []),
      ...visitorOrders(full, standing, setting),
    ],
    clear: cleared(full.length > 0, standing, setting),
  }
}

function ordersOf(planned: DestinationPlan, standing: Standing, setting: Setting): readonly CookieOrder[] {
  const { id } = planned.destination
  const { cookies } = setting.plan.site.browser ?? {}
  const untilMs = consentEndsMs(standing.grantedAtMs(id), setting)
  return planned.cookies.flatMap((cookie) => {
    const value = valueOf(cookie, standing.eventsFor(id), setting)
    if (value === undefined || cookies === undefined) return []
    const seconds = secondsLeft(cookies.clickDays, cookie.madeAtMs?.(value), untilMs, setting.nowMs)
    const readable = cookies.pixelsOnPage.includes(id)
    return seconds > 0 ? [{ name: cookie.name, value, seconds, ...(readable && { readable: true as const }) }] : []
  })
}

/** The newest click, else what the browser has, else what a server may make. */
function valueOf(cookie: DestinationCookie, events: readonly CanonicalEvent[], setting: Setting): string | undefined {
  const { sent, facts, nowMs, labels } = setting
  const isUsable = (value: string | undefined): value is string =>
    value !== undefined && cookie.isWellFormed(value) && isWritable(value)
  let current = sent.get(cookie.name)
  if (!isUsable(current)) current = undefined
  for (const { page, occurredAtMs } of events) {
    if (cookie.fromClick === undefined || page?.url === undefined) continue
    const clicked = cookie.fromClick({
      address: page.url,
      seenAtMs: Math.min(occurredAtMs, nowMs),
      current,
      labels,
    })
    if (isUsable(clicked)) current = clicked
  }
  return current ?? facts.made?.[cookie.name]
}

/** Until when something may lie in this browser, for these destinations and the off-site record: the longest of them. */
function grantedUntilMs(full: readonly DestinationPlan[], standing: Standing, setting: Setting): number {
  const ends = full.map(({ destination }) => consentEndsMs(standing.grantedAtMs(destination.id), setting))
  return Math.max(...ends)
}

/** Click ids that are kept for the site alone. */
function clickOrders(full: readonly DestinationPlan[], standing: Standing, setting: Setting): readonly CookieOrder[] {
  const { plan, nowMs, sent } = setting
  const { cookies } = plan.site.browser ?? {}
  if (cookies === undefined) return []
  const untilMs = grantedUntilMs(full, standing, setting)
  const events = full.flatMap(({ destination }) => standing.eventsFor(destination.id))
  return cookies.clickIds.flatMap((parameter): CookieOrder[] => {
    const name = clickCookie(parameter)
    const clicked = events.map(({ page }) => clickIdFromUrl(page?.url, parameter)).findLast(isPlainClickId)
    const value = clicked ?? sent.get(name)
    const seconds = secondsLeft(cookies.clickDays, undefined, untilMs, nowMs)
    return isPlainClickId(value) && seconds > 0 ? [{ name, value, seconds }] : []
  })
}

/** The visitor's: for a destination with a full permit, or for the off-site record. */
function visitorOrders(full: readonly DestinationPlan[], standing: Standing, setting: Setting): readonly CookieOrder[] {
  const { plan, facts, nowMs } = setting
  const { cookies } = plan.site.browser ?? {}
  const { followed } = standing
  const id = facts.visitor?.id
  if (cookies === undefined || id === undefined || (full.length === 0 && followed === undefined)) return []
  const followedMs = followed === undefined ? 0 : consentEndsMs(followed.sinceMs, setting)
  const untilMs = Math.max(grantedUntilMs(full, standing, setting), followedMs)
  const seconds = secondsLeft(cookies.visitorDays, visitorMadeAtMs(id), untilMs, nowMs)
  return seconds > 0 ? [{ name: VISITOR_COOKIE, value: id, seconds }] : []
}

/** `tidegate_gclid`: no platform's own name, so that no script of the platform takes it for its own. */
const CLICK_COOKIE = 'tidegate_'

function clickCookie(parameter: string): string {
  return CLICK_COOKIE + parameter.toLowerCase()
}

const PLAIN_CLICK_ID = /^[A-Za-z0-9._~-]{1,512}$/

function isPlainClickId(value: string | undefined): value is string {
  return value !== undefined && PLAIN_CLICK_ID.test(value) && isWritable(value)
}

const DAY_MS = 86_400_000

/** A cookie does not outlive the answer that it rests on. Where silence permits, there is no such end. */
function consentEndsMs(grantedAtMs: number | undefined, { plan }: Setting): number {
  return grantedAtMs === undefined ? Number.POSITIVE_INFINITY : grantedAtMs + plan.consent.maxAgeDays * DAY_MS
}

/** From its making on, where the value says when that was; else from now on. */
function secondsLeft(days: number, madeAtMs: number | undefined, untilMs: number, nowMs: number): number {
  const endMs = Math.min((madeAtMs === undefined ? nowMs : Math.min(madeAtMs, nowMs)) + days * DAY_MS, untilMs)
  return Math.max(0, Math.floor((endMs - nowMs) / 1_000))
}

/** Only what was sent to us: nothing is said of cookies that are not there. */
function cleared(someFull: boolean, standing: Standing, { plan, facts }: Setting): readonly string[] {
  const refused = plan.destinations.filter(({ destination }) => standing.refused.has(destination.id))
  const names = refused.flatMap(({ destination }) => destination.cookies.map(({ name }) => name))
  // The visitor's goes with the last destination. Where the request is silent on one, that one may still be granted.
  const isLast = refused.length > 0 && !someFull && standing.open.size === 0
  const isVisitorKept = standing.followed !== undefined || standing.isRemembered
  const isOwn = (name: string) => (name === VISITOR_COOKIE ? !isVisitorKept : name.startsWith(CLICK_COOKIE))
  const sent = [...cookieNames(facts.cookies)]
  const gone = new Set([...names, ...standing.left])
  return sent.filter((name) => gone.has(name) || (isLast && isOwn(name)))
}

/** Of the parts of one request that several shards have judged: a deletion stands against any setting. */
export function mergeOrders(all: readonly CookieOrders[]): CookieOrders {
  const clear = new Set(all.flatMap((one) => one.clear))
  const set = new Map(all.flatMap((one) => one.set).map((order) => [order.name, order]))
  return { set: [...set.values()].filter(({ name }) => !clear.has(name)), clear: [...clear] }
}
