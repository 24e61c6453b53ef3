/** Plans a geo split: which regions may be treated, which are drawn, what the design can find. Every refusal comes before anything is spent. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { admissibleAssignments, drawOne, MAX_LISTED, streamOf, type Admissible, type Listing } from './assignments.ts'
import { daysBetween } from './days.ts'
import { done, fault, type LiftFault, type Result } from './faults.ts'
import { panelHash, type Metric, type Panel } from './outcomes.ts'
import type { Assignment } from './placebo.ts'
import {
  alphaFault,
  datesFault,
  sealed,
  type Dates,
  type GeoPlan,
  type GeoRules,
  type LiftPlan,
  type WindowReport,
} from './plan.ts'
import { mean, sum } from './series.ts'
import { didPower, leastHistory, pastWindows, syntheticPower, type WindowPower } from './windows.ts'

export interface GeoAsk extends Dates {
  readonly metric: Metric
  readonly currency?: string
  readonly seed: number
  readonly alpha: number
  readonly rules: GeoRules
  readonly wash_out_days: number
}

/** With fewer regions weights would be fitted to noise: differences in differences then. */
const SYNTHETIC_REGIONS = 12
const LEAST_REGIONS = 4
/** Longer ago is another business. */
export const DID_PRE_DAYS = 56
/** Of days without news, before a test begins. */
const STALE_DAYS = 14
export const MOST_CANDIDATES = 1_000
const MOST_TEST_DAYS = 183

export function planGeo(history: Panel, ask: GeoAsk): Result<LiftPlan> {
  const refused = askFault(history, ask)
  if (refused !== undefined) return refused
  const method = methodOf(history)
  const shares = sharesOf(history)
  const rules = byNumber(history.regions, ask.rules)
  const listing = listingOf(ask, { method, shares, rules })
  const candidates = admissibleAssignments(listing)
  const treated = drawOne(candidates, ask.seed)
  if (treated === undefined) return fault('no_assignment', { treated: ask.rules.treated })
  const smallest = smallestP(method, candidates, { ...listing, treated, days: history.days.length })
  if (smallest > ask.alpha + 1e-12) return tooFew(smallest, ask, candidates.length)
  const windows = windowReports(history, ask, listing, candidates)
  return done(
    sealed({
      design: 'geo',
      method,
      drawn_on: ask.drawn_on,
      seed: ask.seed,
      metric: ask.metric,
      ...(ask.currency !== undefined && { currency: ask.currency }),
      alpha: ask.alpha,
      start: ask.start,
      end: ask.end,
      wash_out_days: ask.wash_out_days,
      rules: ask.rules,
      history: historyOf(history),
      regions: history.regions.map((name, region) => ({ name, share: shares[region] ?? 0 })),
      candidates: { count: candidates.length, hash: listHash(candidates, history.regions) },
      treated: treated.map((region) => history.regions[region] ?? ''),
      smallest_p: smallest,
      windows,
      ...summary(windows),
    }),
  )
}

function askFault(history: Panel, ask: GeoAsk): LiftFault | undefined {
  const regions = history.regions.length
  const testDays = daysBetween(ask.start, ask.end) + 1
  return (
    datesFault(ask) ??
    alphaFault(ask.alpha, ask.seed) ??
    historyFault(history, ask.start) ??
    lengthFault(history, testDays, ask.wash_out_days) ??
    regionsFault(history, ask.rules) ??
    (regions < LEAST_REGIONS ? fault('too_few_regions', { regions, least: LEAST_REGIONS }) : undefined) ??
    treatedFault(history, ask.rules.treated)
  )
}

/** It ends before the test begins, and not long before. */
export function historyFault({ days }: Panel, start: string): LiftFault | undefined {
  const last = days.at(-1) ?? start
  const apart = daysBetween(last, start)
  if (apart < 1) return fault('history_reaches_start', { last, start })
  if (apart > STALE_DAYS + 1) return fault('history_stale', { last, start, most: STALE_DAYS })
  return undefined
}

function lengthFault({ days }: Panel, testDays: number, washOut: number): LiftFault | undefined {
  if (testDays > MOST_TEST_DAYS) return fault('bad_setting', { setting: 'end' })
  if (!Number.isInteger(washOut) || washOut < 0) return fault('bad_setting', { setting: 'wash_out_days' })
  if (testDays - washOut < 7) return fault('too_short', { days: testDays - washOut, least: 7 })
  const least = leastHistory(testDays - washOut)
  return days.length < least ? fault('history_too_short', { days: days.length, least }) : undefined
}

function regionsFault({ regions, rows }: Panel, { together, never, share_min: low, share_max: high }: GeoRules) {
  const unknown = [...together.flat(), ...never].find((name) => !regions.includes(name))
  if (unknown !== undefined) return fault('unknown_region', { region: unknown })
  if (!(low >= 0 && high <= 1 && low < high)) return fault('bad_setting', { setting: 'share' })
  const empty = rows.findIndex((row) => sum(row) <= 0)
  return empty === -1 ? undefined : fault('region_without_orders', { region: regions[empty] ?? '' })
}

/** A synthetic control needs regions that are neither treated nor placebo: a third at most is treated. */
function treatedFault(history: Panel, treated: number): LiftFault | undefined {
  const regions = history.regions.length
  const most = methodOf(history) === 'synthetic_control' ? Math.floor(regions / 3) : regions - 1
  if (Number.isInteger(treated) && treated >= 1 && treated <= most) return undefined
  return fault('too_many_treated', { treated, most })
}

export function methodOf({ regions }: Pick<Panel, 'regions'>): GeoPlan['method'] {
  return regions.length >= SYNTHETIC_REGIONS ? 'synthetic_control' : 'enumerated_did'
}

function sharesOf({ rows }: Panel): readonly number[] {
  const volumes = rows.map(sum)
  const all = sum(volumes)
  return volumes.map((volume) => volume / all)
}

function byNumber(regions: readonly string[], rules: GeoRules): Admissible {
  const numbers = (names: readonly string[]): readonly number[] => names.map((name) => regions.indexOf(name))
  return {
    shareMin: rules.share_min,
    shareMax: rules.share_max,
    together: rules.together.map(numbers),
    never: numbers(rules.never),
  }
}

interface Laid {
  readonly method: GeoPlan['method']
  readonly shares: readonly number[]
  readonly rules: Admissible
}

function listingOf({ rules, seed }: Pick<GeoAsk, 'rules' | 'seed'>, { method, shares, rules: by }: Laid): Listing {
  // An enumeration lists all of them: its p value is their share.
  const most = method === 'enumerated_did' ? MAX_LISTED : MOST_CANDIDATES
  return { size: rules.treated, shares, rules: by, seed, most }
}

/** The lists of a plan, made again from what stands in it; undefined where they are not those of its hash. */
export function listsOf(plan: GeoPlan) {
  const regions = plan.regions.map(({ name }) => name)
  const shares = plan.regions.map(({ share }) => share)
  const listing = listingOf(plan, { method: plan.method, shares, rules: byNumber(regions, plan.rules) })
  const candidates = admissibleAssignments(listing)
  if (listHash(candidates, regions) !== plan.candidates.hash) return undefined
  const treated = plan.treated.map((name) => regions.indexOf(name))
  return { candidates, treated, placebos: placebosFor(listing, treated) }
}

/** What could have been treated in place of it, among the others alone. */
function placebosFor(listing: Listing, treated: Assignment, most = MOST_CANDIDATES): readonly Assignment[] {
  return admissibleAssignments({
    ...listing,
    rules: { ...listing.rules, never: [...listing.rules.never, ...treated] },
    most,
  })
}

function smallestP(
  method: GeoPlan['method'],
  candidates: readonly Assignment[],
  listing: Listing & { readonly treated: Assignment; readonly days: number },
): number {
  if (method === 'synthetic_control')
    return Math.max(1 / (1 + placebosFor(listing, listing.treated).length), 1 / listing.days)
  // Where one half is treated, the other half has the same difference with the other sign.
  const others = listing.shares.flatMap((_, region) => (listing.treated.includes(region) ? [] : [region])).join(' ')
  const mirrored = candidates.some((one) => one.join(' ') === others)
  return (mirrored ? 2 : 1) / candidates.length
}

function tooFew(smallest: number, { alpha, rules }: GeoAsk, assignments: number): LiftFault {
  return fault('cannot_reach_alpha', { smallest, alpha, assignments, treated: rules.treated })
}

function windowReports(
  { days, regions, rows }: Panel,
  ask: GeoAsk,
  listing: Listing,
  candidates: readonly Assignment[],
): readonly WindowReport[] {
  const testDays = daysBetween(ask.start, ask.end) + 1 - ask.wash_out_days
  const uniform = streamOf(ask.seed)
  const placebosOf = (treated: Assignment, most: number) => placebosFor(listing, treated, most)
  const settings = { alpha: ask.alpha, uniform, placebosOf }
  // Of an enumeration with very many assignments a part is enough to see what it finds.
  const few = candidates.slice(0, MOST_CANDIDATES)
  return pastWindows(days.length, testDays).map((window) => {
    const first = Math.max(0, window.start - DID_PRE_DAYS)
    const found =
      methodOf({ regions }) === 'synthetic_control'
        ? syntheticPower(rows, window, candidates, settings)
        : didPower(rows, { ...window, first }, few, settings)
    return reportOf(found, days[window.start] ?? '', days[window.end - 1] ?? '')
  })
}

export function reportOf(found: WindowPower, from: string, to: string): WindowReport {
  return {
    from,
    to,
    power: found.power,
    false_alarms: found.falseAlarms,
    mde: found.mde,
    ...(found.mdeVerdict !== undefined && { mde_verdict: found.mdeVerdict }),
  }
}

/** The worst of the windows; an effect that one of them never finds makes the plan's null. */
export function summary(windows: readonly WindowReport[]) {
  const worst = (values: readonly (number | null)[]): number | null =>
    values.includes(null) ? null : Math.max(...values.map((value) => value ?? 0))
  const verdicts = windows.flatMap((one) => (one.mde_verdict === undefined ? [] : [one.mde_verdict]))
  return {
    mde_worst: worst(windows.map(({ mde }) => mde)),
    ...(verdicts.length > 0 && { mde_verdict_worst: worst(verdicts) }),
    false_alarm_rate: mean(windows.map((one) => one.false_alarms)),
  }
}

export function historyOf(history: Panel) {
  const { days } = history
  return { from: days[0] ?? '', to: days.at(-1) ?? '', days: days.length, hash: panelHash(history) }
}

/** By name: a list means the same whatever the order of the regions. */
function listHash(candidates: readonly Assignment[], regions: readonly string[]): string {
  return sha256Hex(JSON.stringify(candidates.map((group) => group.map((region) => regions[region] ?? ''))))
}
