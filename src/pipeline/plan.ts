/**
 * The plan: policy × mapping, joined once when the Worker starts, so that the hot path is a loop over rows.
 * Effective fields = mapping (what the platform can take) ∩ policy (what the site allows) ∩ permit (the person).
 */
import type { ConsentRules, Purpose } from '../consent/types.ts'
import type { Destination } from '../destinations/destination.ts'
import type { EventName } from '../event/types.ts'
import { CLICK_ID_PARAMETERS } from '../privacy/url.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from '../policy/types.ts'
import { FieldNames } from './field-names.ts'
import { planPayload, planRow, type Part, type PlannedRow } from './payload-plan.ts'

export type { PlannedRow } from './payload-plan.ts'

export interface EventPlan {
  readonly platformEvent: string
  /** Rows by permit level. */
  readonly full: readonly PlannedRow[]
  readonly limited: readonly PlannedRow[]
  /** The same rows as the text that they make. */
  readonly payload: { readonly full: readonly Part[]; readonly limited: readonly Part[] }
  /** The names of what is in a delivery begin here. */
  readonly names: FieldNames
  /** Rows that the mapping has and the policy does not allow: only for explaining. */
  readonly denied: readonly PlannedRow[]
}

export interface DestinationPlan {
  readonly destination: Destination
  readonly account: CompiledDestination
  readonly need: {
    readonly destination: string
    readonly purposes: readonly [Purpose, ...Purpose[]]
    readonly onOptOut: 'drop' | 'limited'
  }
  readonly events: ReadonlyMap<EventName, EventPlan>
  /** By permit level. */
  readonly site: { readonly full: PrepareSite; readonly limited: PrepareSite }
}

/** What preparing an event for one destination needs to know of the site. */
export interface PrepareSite {
  readonly defaultCountry: string
  /** Parameters that stay in an address. */
  readonly urlParameters: ReadonlySet<string>
}

export interface SitePlan {
  readonly id: string
  readonly site: CompiledSite
  readonly digest: string
  readonly consent: ConsentRules
  readonly destinations: readonly DestinationPlan[]
}

/** A policy that names what the build does not have is a defect of the build: it must not start. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
}

export function planSites(policy: CompiledPolicy, registry: readonly Destination[]): ReadonlyMap<string, SitePlan> {
  return new Map(policy.sites.map((site) => [site.id, planSite(site, policy.digest, registry)]))
}

function planSite(site: CompiledSite, digest: string, registry: readonly Destination[]): SitePlan {
  return {
    id: site.id,
    site,
    digest,
    consent: consentRules(site),
    destinations: site.destinations.map((account) => planDestination(site, account, registry)),
  }
}

function consentRules(site: CompiledSite): ConsentRules {
  return {
    ...site.consent,
    destinations: Object.fromEntries(site.destinations.map(({ id, consentNames }) => [id, consentNames])),
  }
}

function planDestination(
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
    events: planEvents(destination, account),
    site: {
      full: siteFor(site, new Set(destination.clickParameters)),
      limited: siteFor(site, new Set()),
    },
  }
}

/** Of all click ids only the platform's own stay in an address, and none under a limited permit. */
function siteFor(site: CompiledSite, ownClickParameters: ReadonlySet<string>): PrepareSite {
  const kept = site.urlParameters.filter(
    (name) => !CLICK_ID_PARAMETERS.has(name.toLowerCase()) || ownClickParameters.has(name),
  )
  return { defaultCountry: site.defaultCountry, urlParameters: new Set(kept) }
}

function planEvents(destination: Destination, account: CompiledDestination): ReadonlyMap<EventName, EventPlan> {
  const events = new Map<EventName, EventPlan>()
  for (const [name, platformEvent] of Object.entries(destination.events) as [EventName, string][]) {
    const allowed = account.events[name]
    if (allowed !== undefined)
      events.set(name, planEvent(destination, platformEvent, new Set(allowed), new Set(account.limitedFields)))
  }
  return events
}

/**
 * `allowed`: the canonical fields that the policy lets out for this event; `allowedLimited`: those of them that it still lets out
 * under a limited permit. Fixed rows are part of any delivery.
 */
export function planEvent(
  destination: Destination,
  platformEvent: string,
  allowed: ReadonlySet<string>,
  allowedLimited: ReadonlySet<string>,
): EventPlan {
  const rows = destination.rows.map((row, index) => planRow(row, index))
  const full = rows.filter(({ row }) => row.kind === 'fixed' || allowed.has(row.from))
  const limited = full.filter(({ row }) => !row.identifying && (row.kind === 'fixed' || allowedLimited.has(row.from)))
  return {
    platformEvent,
    full,
    limited,
    payload: { full: planPayload(full), limited: planPayload(limited) },
    names: FieldNames.start(),
    denied: rows.filter(({ row }) => row.kind !== 'fixed' && !allowed.has(row.from)),
  }
}
