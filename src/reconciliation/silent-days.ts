/** Days that were asked for and of which the platform's figures say nothing: mostly they were not imported. */
import { dayAfter, shopClock } from './days.ts'
import type { Desk } from './desk.ts'
import { isSale } from './names.ts'

export function silentDays({ question, books, tells, sightings }: Desk): readonly string[] {
  if (tells === 'nothing') return []
  const { firstDay, lastDay, settings } = question
  const clock = shopClock(settings.time_zone)
  const told = new Set(books.figures.flatMap((row) => (row.kind === 'received' && isSale(row) ? [row.day] : [])))
  // By time.
  const { counted } = sightings
  const msAt = (index: number) => (index < counted.length ? sightings.msAt(counted[index] ?? 0) : Infinity)
  const silent: string[] = []
  let at = 0
  for (let day = firstDay; day <= lastDay; day = dayAfter(day)) {
    const [startMs, endMs] = [clock.startOf(day), clock.startOf(dayAfter(day))]
    while (msAt(at) < startMs) at++
    const isTold = tells === 'events' ? msAt(at) < endMs : told.has(day)
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
