/** Days as texts, `2026-11-22`, and as numbers: a test counts days, not instants. */

const DAY_MS = 86_400_000
const SHAPE = /^\d{4}-\d{2}-\d{2}$/

export function isDay(text: string): boolean {
  return SHAPE.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(dayNumber(text)) === text
}

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
}

export function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

export function daysBetween(first: string, last: string): number {
  return dayNumber(last) - dayNumber(first)
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(dayNumber(day) * DAY_MS).getUTCDay()
}
