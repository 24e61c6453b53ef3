/** policy.yaml → the flat policy that the Worker loads, or every mistake in it with its place. Never throws. */
import { EVENT_NAMES } from '../event/types.ts'
import type { EventName } from '../event/types.ts'
import { PURPOSES, type DestinationNames } from '../consent/types.ts'
import { policyDigest } from './digest.ts'
import type { Sha256HexOf } from './digest.ts'
import { inFileOrder } from './errors.ts'
import type { PolicyError } from './errors.ts'
import { plainWords, schemaErrors } from './issues.ts'
import type { KnownDestination } from './known.ts'
import { ruleErrors } from './rules.ts'
import { policySchema } from './schema.ts'
import type { DestinationFile, PolicyFile, SiteFile } from './schema.ts'
import { readPolicy } from './source.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from './types.ts'

export type CompileResult =
  | { readonly ok: true; readonly policy: CompiledPolicy }
  | { readonly ok: false; readonly errors: readonly PolicyError[] }

export function compilePolicy(
  yamlText: string,
  known: readonly KnownDestination[],
  sha256Hex: Sha256HexOf,
): CompileResult {
  const { source, errors } = readPolicy(yamlText)
  if (source === undefined) return { ok: false, errors: inFileOrder(errors) }

  const parsed = policySchema.safeParse(source.value, { error: plainWords })
  const all = [
    ...errors,
    ...(parsed.success ? [] : schemaErrors(parsed.error.issues, source)),
    ...ruleErrors(source, known),
  ]
  if (!parsed.success || all.length > 0) return { ok: false, errors: inFileOrder(all) }

  const sites = compileSites(parsed.data, known)
  return { ok: true, policy: { version: 1, digest: policyDigest({ sites }, sha256Hex), sites } }
}

function compileSites(file: PolicyFile, known: readonly KnownDestination[]): CompiledSite[] {
  return sortedEntries(file.sites).map(([id, site]) => compileSite(id, site, file, known))
}

function compileSite(id: string, site: SiteFile, file: PolicyFile, known: readonly KnownDestination[]): CompiledSite {
  return {
    id,
    demo: site.demo,
    hosts: site.hosts.toSorted(),
    origins: site.origins.toSorted(),
    developmentOrigins: site.development_origins.toSorted(),
    defaultCountry: site.default_country,
    shards: site.shards,
    urlParameters: site.url_parameters.toSorted(),
    consent: {
      maxAgeDays: site.consent.max_age_days,
      regimes: Object.fromEntries(sortedEntries(site.consent.regimes)),
      gpcScope: site.consent.gpc_scope,
      cookieNames: Object.fromEntries(sortedEntries(site.consent.cookie_names)),
      snapshotWaitMinutes: site.consent.snapshot_wait_minutes,
    },
    retention: { receiptsDays: site.retention.receipts_days, consentDays: site.retention.consent_days },
    unique: Object.fromEntries(sortedEntries(site.unique)),
    destinations: sortedEntries(site.destinations).map(([name, destination]) =>
      compileDestination(name, destination, file, usualNames(known, name)),
    ),
  }
}

function compileDestination(
  id: string,
  destination: DestinationFile,
  file: PolicyFile,
  usual: DestinationNames,
): CompiledDestination {
  const testEventCode = destination.test_event_code
  return {
    id,
    accountId: destination.account,
    tokenSecret: destination.token_secret,
    ...(testEventCode === undefined ? {} : { testEventCode }),
    purposes: inPurposeOrder(destination.purposes),
    consentNames: consentNames(destination, usual),
    onOptOut: destination.on_opt_out,
    limitedFields: fieldsOf(destination.limited ?? [], file),
    events: compileEvents(destination.allow, file),
  }
}

function usualNames(known: readonly KnownDestination[], id: string): DestinationNames {
  return known.find((destination) => destination.id === id)?.consentNames ?? { tools: {} }
}

/** Tool by tool, what the policy says takes the place of the usual names; keys are compared in small letters. */
function consentNames(destination: DestinationFile, usual: DestinationNames): DestinationNames {
  const tcfVendor = destination.tcf_vendor ?? usual.tcfVendor
  const acProvider = destination.ac_provider ?? usual.acProvider
  const tools = { ...usual.tools, ...destination.consent_names }
  const folded = Object.entries(tools).map(
    ([name, keys]) => [name, (keys ?? []).map((key) => key.trim().toLowerCase()).toSorted()] as const,
  )
  return {
    tools: Object.fromEntries(folded.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ...(tcfVendor !== undefined && { tcfVendor }),
    ...(acProvider !== undefined && { acProvider }),
  }
}

/** One list of fields per event: every group of events and of fields written out. */
function compileEvents(allow: DestinationFile['allow'], file: PolicyFile): CompiledDestination['events'] {
  const rows = Object.entries(allow).flatMap(([key, groups]) => {
    const fields = fieldsOf(groups, file)
    return eventsOf(key, file).map((event) => [event, fields] as const)
  })
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function fieldsOf(groups: readonly string[], file: PolicyFile): string[] {
  return [...new Set(groups.flatMap((group) => file.field_groups[group]?.fields ?? []))].toSorted()
}

function eventsOf(key: string, file: PolicyFile): readonly EventName[] {
  return file.event_groups[key]?.events ?? EVENT_NAMES.filter((event) => event === key)
}

function inPurposeOrder(purposes: DestinationFile['purposes']): CompiledDestination['purposes'] {
  const [first, ...rest] = PURPOSES.filter((purpose) => purposes.includes(purpose))
  // The schema has refused a destination without a purpose.
  if (first === undefined) throw new TypeError('a destination without a purpose passed the schema')
  return [first, ...rest]
}

function sortedEntries<Value>(block: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(block).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
