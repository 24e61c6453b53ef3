/**
 * Does a sequence (educational → Spark → retargeting → offer) work as one? Journeys are put into cohorts by the role of the first creative
 * that brought them and the week in which it did; each cohort is followed to the basket and to the order, and through the roles that
 * came after in the planned order. A description of who came how: those who meet all four roles are keener already.
 */
import type { JourneyColumns } from '../columns.ts'
import { delaysByGroup, type DelayGroup, type DelaySettings, type MomentColumns } from '../delay/time-to-conversion.ts'

export interface SequenceSettings extends Omit<DelaySettings, 'origin'> {
  /** Index into SEQUENCE_ROLES of each channel, −1 for what is in no sequence. */
  readonly roleOfChannel: Int32Array
  readonly roles: number
  /** When each week begins, and when the last one ends, in the frame's time zone. */
  readonly weekStartsMs: Float64Array
}

export interface Cohort {
  readonly role: number
  /** Index of its week; undefined for all weeks together. */
  readonly week: number | undefined
  readonly journeys: number
  readonly toCart: DelayGroup
  readonly toOrder: DelayGroup
  /** Of its journeys: how many went on to each later role in the planned order, within the window. Its own role: all. */
  readonly wentOn: readonly number[]
}

/** Cohorts of all weeks together, a role each, then week by week; without anybody they are left out. */
export function followSequences(
  journeys: JourneyColumns,
  carts: MomentColumns,
  orders: MomentColumns,
  settings: SequenceSettings,
): readonly Cohort[] {
  const weeks = settings.weekStartsMs.length - 1
  const { first, wentOn } = cohortOfJourneys(journeys, settings, weeks)
  return [false, true].flatMap((weekly) => {
    const groups = weekly ? settings.roles * weeks : settings.roles
    const begun = firstTouchesOnly(journeys, first, (cohort) => (weekly ? cohort : Math.floor(cohort / weeks)))
    const toCart = followed(begun, carts, groups, settings)
    const toOrder = followed(begun, orders, groups, settings)
    const went = weekly ? wentOn : sumOverWeeks(wentOn, settings.roles, weeks)
    return toCart.flatMap((cart, group): readonly Cohort[] =>
      cart.journeys === 0
        ? []
        : [
            {
              role: weekly ? Math.floor(group / weeks) : group,
              week: weekly ? group % weeks : undefined,
              journeys: cart.journeys,
              toCart: cart,
              toOrder: toOrder[group] as DelayGroup,
              wentOn: went[group] as readonly number[],
            },
          ],
    )
  })
}

/** A journey's first touch in the sequence. */
interface FirstTouches {
  /** Role × weeks + week, −1 for who began in none of them. */
  readonly cohort: Int32Array
  readonly atMs: Float64Array
}

function cohortOfJourneys(
  journeys: JourneyColumns,
  settings: SequenceSettings,
  weeks: number,
): { readonly first: FirstTouches; readonly wentOn: readonly (readonly number[])[] } {
  const cohort = new Int32Array(journeys.count).fill(-1)
  const atMs = new Float64Array(journeys.count)
  const wentOn = Array.from({ length: settings.roles * weeks }, () => Array.from({ length: settings.roles }, () => 0))
  for (let journey = 0; journey < journeys.count; journey++) {
    const row = firstInSequence(journeys, journey, settings.roleOfChannel)
    if (row === undefined) continue
    const startMs = journeys.touchAtMs[row] as number
    const week = weekOf(settings.weekStartsMs, startMs)
    if (week < 0 || startMs < settings.fromMs || startMs >= settings.toMs) continue
    const role = roleAt(journeys, row, settings.roleOfChannel)
    const number = role * weeks + week
    cohort[journey] = number
    atMs[journey] = startMs
    countRoles(wentOn[number] as number[], journeys, journey, row, settings)
  }
  return { first: { cohort, atMs }, wentOn }
}

/** From one role only to a later one: a journey that meets the offer before the retargeting has skipped it. */
function countRoles(
  counts: number[],
  journeys: JourneyColumns,
  journey: number,
  from: number,
  settings: SequenceSettings,
): void {
  const untilMs = (journeys.touchAtMs[from] as number) + settings.windowMs
  let reached = -1
  for (let row = from; row < (journeys.firstTouch[journey + 1] as number); row++) {
    const role = roleAt(journeys, row, settings.roleOfChannel)
    if (role <= reached || (journeys.touchAtMs[row] as number) > untilMs) continue
    counts[role] = (counts[role] as number) + 1
    reached = role
  }
}

/** The journeys with their first touch in the sequence alone, whose channel is the number of its cohort. */
function firstTouchesOnly(
  journeys: JourneyColumns,
  first: FirstTouches,
  groupOf: (cohort: number) => number,
): JourneyColumns {
  const firstTouch = new Uint32Array(journeys.count + 1)
  const channel = new Uint32Array(journeys.count)
  const atMs = new Float64Array(journeys.count)
  let row = 0
  for (let journey = 0; journey < journeys.count; journey++) {
    const cohort = first.cohort[journey] as number
    if (cohort >= 0) {
      channel[row] = groupOf(cohort)
      atMs[row] = first.atMs[journey] as number
      row++
    }
    firstTouch[journey + 1] = row
  }
  const ended = journeys.endMs === undefined ? {} : { endMs: journeys.endMs }
  return { count: journeys.count, firstTouch, touchAtMs: atMs, touchChannel: channel, channels: [], ...ended }
}

function followed(
  begun: JourneyColumns,
  events: MomentColumns,
  groups: number,
  settings: SequenceSettings,
): readonly DelayGroup[] {
  const itself = Int32Array.from({ length: groups }, (_, group) => group)
  return delaysByGroup(begun, events, itself, groups, { ...settings, origin: 'first' })
}

function sumOverWeeks(wentOn: readonly (readonly number[])[], roles: number, weeks: number): readonly number[][] {
  return Array.from({ length: roles }, (_, role) =>
    Array.from({ length: roles }, (__, later) =>
      wentOn.slice(role * weeks, (role + 1) * weeks).reduce((sum, counts) => sum + (counts[later] as number), 0),
    ),
  )
}

function firstInSequence(journeys: JourneyColumns, journey: number, roleOfChannel: Int32Array): number | undefined {
  for (let row = journeys.firstTouch[journey] as number; row < (journeys.firstTouch[journey + 1] as number); row++)
    if (roleAt(journeys, row, roleOfChannel) >= 0) return row
  return undefined
}

function roleAt(journeys: JourneyColumns, row: number, roleOfChannel: Int32Array): number {
  return roleOfChannel[journeys.touchChannel[row] as number] as number
}

/** −1 before the first week and after the last. */
function weekOf(startsMs: Float64Array, atMs: number): number {
  let week = -1
  while (week + 1 < startsMs.length && (startsMs[week + 1] as number) <= atMs) week++
  return week < startsMs.length - 1 ? week : -1
}
