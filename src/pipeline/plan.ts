/**
 * The plan: policy × mapping, joined once when the Worker starts, so that the hot path is a loop over rows.
 * Effective fields = mapping (what the platform can take) ∩ policy (what the site allows) ∩ permit (the person).
 */
import type { ConsentNeed } from '../consent/decide.ts'
import type { ConsentRules } from '../consent/types.ts'
import type { Destination, DestinationCookie } from '../destinations/destination.ts'
import type { EventName } from '../event/types.ts'
import { CLICK_ID_PARAMETERS } from '../privacy/click-parameters.ts'
import type { Condition } from '../policy/document.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from '../policy/types.ts'
import { ConditionalPlan, type Circumstances } from './conditions.ts'
import { cookiesKept } from './cookie-plan.ts'
import { FieldNames } from './field-names.ts'
import { planPayload, planRow, type Part, type PlannedRow } from './payload-plan.ts'

export type { PlannedRow } from './payload-plan.ts'

export interface EventPlan extends FieldPlan {
  readonly platformEvent: string
  /** How long the gateway may hold what it has not been able to deliver: the shortest `retention_days` of the fields. */
  readonly holdMs: number
}

/** What leaves of an event; without what leaves only on a condition, until the condition is seen to hold (planUnder). */
export interface FieldPlan {
  /** Rows by permit level. */
  readonly full: readonly PlannedRow[]
  readonly limited: readonly PlannedRow[]
  /** The same rows as the text that they make. */
  readonly payload: { readonly full: readonly Part[]; readonly limited: readonly Part[] }
  /** Whether the platform's own click ids may leave: where their row may not, they do not stay in an address either. */
  readonly keepsClickIds: boolean
  /** The names of what is in a delivery begin here. */
  readonly names: FieldNames
  /** Rows that the mapping has and the policy does not allow: only for explaining. */
  readonly denied: readonly PlannedRow[]
  /** Rows that the policy allows on a condition that does not hold: only for explaining. */
  readonly withheld: readonly PlannedRow[]
  /** Absent where nothing is on a condition. */
  readonly conditional?: ConditionalPlan<FieldPlan>
}

export interface DestinationPlan {
  readonly destination: Destination
  readonly account: CompiledDestination
  readonly need: ConsentNeed
  readonly events: EventPlans
  readonly site: { readonly withClickIds: PrepareSite; readonly withoutClickIds: PrepareSite }
  /** Of its cookies those that the site keeps. */
  readonly cookies: readonly DestinationCookie[]
}

/** What preparing an event for one destination needs to know of the site. */
export interface PrepareSite {
  readonly defaultCountry: string
  /** Parameters that stay in an address. */
  readonly urlParameters: ReadonlySet<string>
  /** `cut`: of an address only the origin and those parameters. */
  readonly urlPaths: 'kept' | 'cut'
  /** The event's own id leaves as a keyed hash. */
  readonly hidesEventIds: boolean
}

export interface SitePlan {
  readonly id: string
  readonly site: CompiledSite
  readonly digest: string
  readonly consent: ConsentRules
  readonly destinations: readonly DestinationPlan[]
  /** What the destinations need that this policy does not name: something may wait for them from before, should they come back. */
  readonly absent: readonly AbsentPlan[]
}

export interface AbsentPlan extends ConsentNeed {
  /** Names of its cookies: a browser may still have them. */
  readonly cookies: readonly string[]
}

/** A policy that names what the build does not have is a defect of the build: it must not start. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
}

/** What events of destinations point into. */
type Rules = Pick<CompiledPolicy, 'grants' | 'fieldSets'>

export function planSites(policy: CompiledPolicy, registry: readonly Destination[]): ReadonlyMap<string, SitePlan> {
  return new Map(policy.sites.map((site) => [site.id, planSite(site, policy, registry)]))
}

function planSite(site: CompiledSite, policy: CompiledPolicy, registry: readonly Destination[]): SitePlan {
  return {
    id: site.id,
    site,
    digest: policy.digest,
    consent: consentRules(site),
    destinations: site.destinations.map((account) => planDestination(policy, site, account, registry)),
    absent: registry
      .filter(({ id }) => !site.destinations.some((account) => account.id === id))
      .map(({ id, purposes, cookies }) => ({
        destination: id,
        purposes,
        onOptOut: 'drop',
        cookies: cookies.map(({ name }) => name),
      })),
  }
}

function consentRules(site: CompiledSite): ConsentRules {
  return {
    ...site.consent,
    destinations: Object.fromEntries(site.destinations.map(({ id, consentNames }) => [id, consentNames])),
  }
}

function planDestination(
  policy: Rules,
  site: CompiledSite,
  account: CompiledDestination,
  registry: readonly Destination[],
): DestinationPlan {
  const destination = registry.find((candidate) => candidate.id === account.id)
  if (destination === undefined)
    throw new PlanError(`the policy names the destination "${account.id}", which is not in this build`)
  const missing = destination.purposes.filter((purpose) => !account.purposes.includes(purpose))
  if (missing.length > 0)
    throw new PlanError(`${account.id} needs the purposes ${missing.join(', ')}, which the policy leaves out`)
  return {
    destination,
    account,
    need: { destination: account.id, purposes: account.purposes, onOptOut: account.onOptOut },
    events: new EventPlans(policy, destination, account),
    site: {
      withClickIds: siteFor(site, new Set(destination.clickParameters.map(({ name }) => name))),
      withoutClickIds: siteFor(site, new Set()),
    },
    cookies: cookiesKept(policy, site, account, destination),
  }
}

/** Of all click ids only the platform's own may stay in an address. */
function siteFor(site: CompiledSite, ownClickParameters: ReadonlySet<string>): PrepareSite {
  const kept = site.urlParameters.filter(
    (name) => !CLICK_ID_PARAMETERS.has(name.toLowerCase()) || ownClickParameters.has(name),
  )
  return {
    defaultCountry: site.defaultCountry,
    urlParameters: new Set(kept),
    urlPaths: site.urlPaths,
    hidesEventIds: site.eventIds === 'hidden',
  }
}

/**
 * A destination's events: each list of fields is planned when the first event comes that needs it, once for all events that
 * share it, so that a large policy costs a start nothing.
 */
export class EventPlans {
  readonly #policy: Rules
  readonly #table: DestinationTable
  readonly #account: CompiledDestination
  readonly #platformEvents: ReadonlyMap<EventName, string>
  readonly #byFieldSet = new Map<number, FieldPlan>()
  readonly #plans = new Map<EventName, EventPlan>()

  constructor(policy: Rules, destination: Destination, account: CompiledDestination) {
    this.#policy = policy
    this.#table = new DestinationTable(destination, new Set(account.limitedFields))
    this.#account = account
    this.#platformEvents = new Map(Object.entries(destination.events) as [EventName, string][])
  }

  /** Undefined where the policy does not allow it, or the platform has no name for it. */
  get(name: EventName): EventPlan | undefined {
    return this.#plans.get(name) ?? this.#plan(name)
  }

  /** All of them, planned. */
  *[Symbol.iterator](): Generator<EventPlan> {
    for (const name of this.#platformEvents.keys()) {
      const plan = this.get(name)
      if (plan !== undefined) yield plan
    }
  }

  /** Milliseconds; 0 where nothing leaves at all. Plans nothing. */
  shortestHoldMs(): number {
    const places = [...new Set(Object.values(this.#account.events))]
    return places.length === 0 ? 0 : Math.min(...places.map((place) => holdMsAt(this.#policy, place)))
  }

  #plan(name: EventName): EventPlan | undefined {
    const platformEvent = this.#platformEvents.get(name)
    const place = this.#account.events[name]
    if (platformEvent === undefined || place === undefined) return undefined
    const fields = this.#byFieldSet.get(place) ?? this.#table.planUnderConditions(termsAt(this.#policy, place))
    this.#byFieldSet.set(place, fields)
    const plan = { ...fields, platformEvent, holdMs: holdMsAt(this.#policy, place) }
    this.#plans.set(name, plan)
    return plan
  }
}

/** Field → the condition on which it leaves, if any. A place that leads nowhere allows nothing. */
function termsAt({ grants, fieldSets }: Rules, place: number): ReadonlyMap<string, Condition | undefined> {
  const terms = new Map<string, Condition | undefined>()
  for (const [field, index] of Object.entries(fieldSets[place] ?? {})) {
    const grant = grants[index]
    if (grant !== undefined) terms.set(field, grant.condition)
  }
  return terms
}

const DAY_MS = 86_400_000

/** What is held where no field says how long: a sector may leave nothing but an event's name and time. */
const HOLD_WITHOUT_FIELDS_MS = 7 * DAY_MS

function holdMsAt({ grants, fieldSets }: Pick<CompiledPolicy, 'grants' | 'fieldSets'>, place: number): number {
  const days = Object.values(fieldSets[place] ?? {}).map((index) => grants[index]?.retentionDays ?? 0)
  return days.length === 0 ? HOLD_WITHOUT_FIELDS_MS : Math.min(...days) * DAY_MS
}

/** A destination's rows, planned once for all of its events. */
class DestinationTable {
  readonly #destination: Destination
  readonly #allowedLimited: ReadonlySet<string>
  readonly #names = FieldNames.start()
  #rows: readonly PlannedRow[] | undefined

  constructor(destination: Destination, allowedLimited: ReadonlySet<string>) {
    this.#destination = destination
    this.#allowedLimited = allowedLimited
  }

  planUnderConditions(terms: ReadonlyMap<string, Condition | undefined>): FieldPlan {
    const conditions = [...new Set(terms.values())].filter((condition) => condition !== undefined)
    const planFor = (held: ReadonlySet<Condition>): FieldPlan => {
      const withheld = new Set<string>()
      for (const [field, condition] of terms) if (condition !== undefined && !held.has(condition)) withheld.add(field)
      return this.plan(new Set(terms.keys()), withheld)
    }
    const closed = planFor(new Set())
    return conditions.length === 0
      ? closed
      : { ...closed, conditional: new ConditionalPlan(conditions, planFor, this.#destination.rows) }
  }

  plan(allowed: ReadonlySet<string>, withheld: ReadonlySet<string>): FieldPlan {
    const rows = (this.#rows ??= this.#destination.rows.map((row, index) => planRow(row, index)))
    const full = rows.filter(({ row }) => row.kind === 'fixed' || (allowed.has(row.from) && !withheld.has(row.from)))
    const limited = full.filter(
      ({ row }) => !row.identifying && (row.kind === 'fixed' || this.#allowedLimited.has(row.from)),
    )
    return {
      full,
      limited,
      payload: { full: planPayload(full), limited: planPayload(limited) },
      keepsClickIds: this.#destination.clickParameters.every(({ field }) => allowed.has(field) && !withheld.has(field)),
      names: this.#names,
      denied: rows.filter(({ row }) => row.kind !== 'fixed' && !allowed.has(row.from)),
      withheld: rows.filter(({ row }) => row.kind !== 'fixed' && withheld.has(row.from)),
    }
  }
}

/** A click id is one wherever it stands: in an address it needs its own row, and a full permit. */
export function prepareSiteFor(planned: DestinationPlan, plan: FieldPlan, level: 'full' | 'limited'): PrepareSite {
  return level === 'full' && plan.keepsClickIds ? planned.site.withClickIds : planned.site.withoutClickIds
}

/** The plan for an event under its own circumstances: the same for all events where nothing is on a condition. */
export function planUnder(plan: EventPlan, circumstances: Circumstances): EventPlan {
  if (plan.conditional === undefined) return plan
  return { ...plan.conditional.under(circumstances), platformEvent: plan.platformEvent, holdMs: plan.holdMs }
}

/**
 * `allowed`: the canonical fields that the policy lets out for this event; `allowedLimited`: those of them that it still lets out
 * under a limited permit. Fixed rows are part of any delivery. Without a policy nothing says how long it may be held: not at all.
 */
export function planEvent(
  destination: Destination,
  platformEvent: string,
  allowed: ReadonlySet<string>,
  allowedLimited: ReadonlySet<string>,
): EventPlan {
  return { ...new DestinationTable(destination, allowedLimited).plan(allowed, new Set()), platformEvent, holdMs: 0 }
}
