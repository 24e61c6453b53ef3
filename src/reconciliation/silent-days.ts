/** Days that were asked for and of which the platform's figures say nothing: mostly they were not imported. */
import { dayAfter, type ShopClock } from './days.ts'
import { isSale } from './names.ts'
import type { PlatformSide, ReconcileInput } from './reconcile.ts'
import type { Sighting } from './sightings.ts'

/** `counted`: by time. */
export function silentDays(
  { firstDay, lastDay, platform }: ReconcileInput,
  tells: PlatformSide['tells'],
  counted: readonly Sighting[],
  clock: ShopClock,
): readonly string[] {
  if (tells === 'nothing') return []
  const told = new Set(platform.flatMap((row) => (row.kind === 'received' && isSale(row) ? [row.day] : [])))
  const silent: string[] = []
  let at = 0
  for (let day = firstDay; day <= lastDay; day = dayAfter(day)) {
    const [startMs, endMs] = [clock.startOf(day), clock.startOf(dayAfter(day))]
    while ((counted[at]?.ms ?? Infinity) < startMs) at++
    const isTold = tells === 'events' ? (counted[at]?.ms ?? Infinity) < endMs : told.has(day)
    if (!isTold) silent.push(day)
  }
  return silent
}

/** `2026-11-10 – 2026-11-19, 2026-11-21` */
export function spansOf(days: readonly string[]): string {
  const spans: [string, string][] = []
  for (const day of days) {
    const last = spans.at(-1)
    if (last !== undefined && dayAfter(last[1]) === day) last[1] = day
    else spans.push([day, day])
  }
  return spans.map(([first, last]) => (first === last ? first : `${first} – ${last}`)).join(', ')
}
