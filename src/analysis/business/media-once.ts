/**
 * The same day of an ad may have been imported under two windows: its claims differ by the window, its spend and its views do not. And a
 * post may be known by its days and by all it has had. Each number that is no claim is left in one row only. Pure.
 */
import type { MediaDay } from '../../offsite/rows.ts'

/** `days`: of one day the newest file's last, whose numbers hold. Claims stay where they are, each with its window. */
export function mediaOnce(days: readonly MediaDay[]): readonly MediaDay[] {
  const names = days.map(nameOf)
  const isAlone = aloneAmong(days, names)
  // Mostly every day is there once, and there is nothing to compare.
  if (isAlone.every(Boolean)) return days
  const byDay = new Set(
    days.flatMap((day, at) => (isAlone[at] === true || day.window === LIFETIME ? [] : numbersOf(day, names[at] ?? ''))),
  )
  const said = new Set<string>()
  const once = days.map((day) => day)
  for (let at = days.length - 1; at >= 0; at--) {
    const day = days[at]
    if (day === undefined || isAlone[at] === true) continue
    const isLifetime = day.window === LIFETIME
    once[at] = newOf(day, (number) => {
      const name = `${names[at] ?? ''}\n${number}`
      // What a post has had in all is one number, whenever it was looked up; where its days say it, it is theirs.
      const place = isLifetime ? name : `${name}\n${day.day}`
      if (said.has(place) || (isLifetime && byDay.has(name))) return false
      said.add(place)
      return true
    })
  }
  return once
}

const LIFETIME = 'lifetime'
const SPEND = 'spend'

/** The only row of its day, of one of which nobody says all it has had. */
function aloneAmong(days: readonly MediaDay[], names: readonly string[]): readonly boolean[] {
  const inAll = new Set(names.filter((_, at) => days[at]?.window === LIFETIME))
  const rows = new Map<string, number>()
  const places = days.map(({ day }, at) => `${names[at] ?? ''}\n${day}`)
  for (const place of places) rows.set(place, (rows.get(place) ?? 0) + 1)
  return places.map((place, at) => rows.get(place) === 1 && !inAll.has(names[at] ?? ''))
}

function numbersOf({ metrics, spend }: MediaDay, name: string): readonly string[] {
  const numbers = [...Object.keys(metrics), ...(spend === undefined ? [] : [SPEND])]
  return numbers.map((number) => `${name}\n${number}`)
}

function nameOf({ source, level, id, paid }: MediaDay): string {
  return `${source}\n${level}\n${id}\n${paid}`
}

function newOf({ spend, ...day }: MediaDay, isNew: (number: string) => boolean): MediaDay {
  const metrics = Object.fromEntries(Object.entries(day.metrics).filter(([metric]) => isNew(metric)))
  return { ...day, metrics, ...(spend !== undefined && isNew(SPEND) && { spend }) }
}
