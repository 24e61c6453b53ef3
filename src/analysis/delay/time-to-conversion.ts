/**
 * From the columns to the durations of a curve. Origin: a journey's first (or last) touch of a group. Event: the first order or step after
 * it. Who has neither is censored when last known: consent taken back, the window over, or the data's end.
 */
import type { JourneyColumns } from '../columns.ts'
import { sortedDurations, type Durations } from './kaplan-meier.ts'

const HOUR_MS = 3_600_000

/** What ends a duration: those of journey j are rows `first[j]` to `first[j + 1] - 1`, sorted by time. */
export interface MomentColumns {
  readonly first: Uint32Array
  readonly atMs: Float64Array
}

export interface DelaySettings {
  readonly origin: 'first' | 'last'
  readonly windowMs: number
  readonly asOfMs: number
  /** Origins before or after are left out. */
  readonly fromMs: number
  readonly toMs: number
}

export interface DelayGroup {
  readonly durations: Durations
  /** Hours of buyers whose origin is old enough to have had the whole window: the delay of those who buy, not the chance to buy. */
  readonly buyersHours: Float64Array
  readonly journeys: number
}

interface Lists {
  readonly converted: number[]
  readonly censored: number[]
  readonly buyers: number[]
}

/** Rows from (inclusive) to (exclusive) of one journey. */
interface Slice {
  readonly from: number
  readonly to: number
}

/**
 * A journey stands in each group that touched it (`groupOfChannel`; −1: none). An event at the very moment of the origin counts, at 0
 * hours.
 */
export function delaysByGroup(
  journeys: JourneyColumns,
  events: MomentColumns,
  groupOfChannel: Int32Array,
  groups: number,
  settings: DelaySettings,
): readonly DelayGroup[] {
  const lists: readonly Lists[] = Array.from({ length: groups }, () => ({ converted: [], censored: [], buyers: [] }))
  for (let journey = 0; journey < journeys.count; journey++) {
    const touches = sliceOf(journeys.firstTouch, journey)
    const happened = sliceOf(events.first, journey)
    for (const row of firstOfGroups(journeys, touches, groupOfChannel)) {
      const group = groupOfTouch(journeys, row, groupOfChannel)
      const originMs = originOf(journeys, { from: row, to: touches.to }, groupOfChannel, events, happened, settings)
      if (originMs < settings.fromMs || originMs >= settings.toMs) continue
      const endMs = Math.min(originMs + settings.windowMs, settings.asOfMs, journeys.endMs?.[journey] ?? Infinity)
      addDuration(lists[group] as Lists, originMs, firstFrom(events, happened, originMs), endMs, settings)
    }
  }
  return lists.map(({ converted, censored, buyers }) => ({
    durations: sortedDurations(converted, censored),
    buyersHours: Float64Array.from(buyers).toSorted(),
    journeys: converted.length + censored.length,
  }))
}

/** The row of each group's first touch. */
function firstOfGroups(journeys: JourneyColumns, touches: Slice, groupOfChannel: Int32Array): readonly number[] {
  const rows: number[] = []
  for (let row = touches.from; row < touches.to; row++) {
    const group = groupOfTouch(journeys, row, groupOfChannel)
    if (group >= 0 && !rows.some((known) => groupOfTouch(journeys, known, groupOfChannel) === group)) rows.push(row)
  }
  return rows
}

/**
 * First: the group's first touch. Last: its last one up to the first event that comes after the group's first touch (all of them where
 * nothing came), so that what happened after an order does not move its origin.
 */
function originOf(
  journeys: JourneyColumns,
  touches: Slice,
  groupOfChannel: Int32Array,
  events: MomentColumns,
  happened: Slice,
  settings: DelaySettings,
): number {
  const firstMs = journeys.touchAtMs[touches.from] as number
  if (settings.origin === 'first') return firstMs
  const group = groupOfTouch(journeys, touches.from, groupOfChannel)
  const eventMs = firstFrom(events, happened, firstMs)
  let lastMs = firstMs
  for (let row = touches.from + 1; row < touches.to; row++) {
    const atMs = journeys.touchAtMs[row] as number
    if (atMs <= eventMs && groupOfTouch(journeys, row, groupOfChannel) === group) lastMs = atMs
  }
  return lastMs
}

function addDuration(list: Lists, originMs: number, eventMs: number, endMs: number, settings: DelaySettings): void {
  if (eventMs > endMs) {
    if (endMs >= originMs) list.censored.push((endMs - originMs) / HOUR_MS)
    return
  }
  const hours = (eventMs - originMs) / HOUR_MS
  list.converted.push(hours)
  if (originMs + settings.windowMs <= settings.asOfMs) list.buyers.push(hours)
}

function firstFrom(events: MomentColumns, happened: Slice, atMs: number): number {
  for (let row = happened.from; row < happened.to; row++) {
    const eventMs = events.atMs[row] as number
    if (eventMs >= atMs) return eventMs
  }
  return Infinity
}

function groupOfTouch(journeys: JourneyColumns, row: number, groupOfChannel: Int32Array): number {
  return groupOfChannel[journeys.touchChannel[row] as number] as number
}

function sliceOf(first: Uint32Array, journey: number): Slice {
  return { from: first[journey] as number, to: first[journey + 1] as number }
}
