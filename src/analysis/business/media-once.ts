/**
 * The same day of an ad may have been imported under two windows: its claims differ by the window, its spend and its views do not. And a
 * post may be known by its days and by all it has had. Each number that is no claim is left in one row only. Pure.
 */
import type { MediaDay } from '../../offsite/rows.ts'

const LIFETIME = 'lifetime'

/** `days`: of one day the newest file's last, whose numbers hold. Claims stay where they are, each with its window. */
export function mediaOnce(days: readonly MediaDay[]): readonly MediaDay[] {
  const byDay = new Set(days.flatMap((day) => (day.window === LIFETIME ? [] : numbersOf(day))))
  const said = new Set<string>()
  const once = days.toReversed().map((day) => {
    const isLifetime = day.window === LIFETIME
    return newOf(day, (number) => {
      const name = `${nameOf(day)}\n${number}`
      // What a post has had in all is one number, whenever it was looked up; where its days say it, it is theirs.
      const place = isLifetime ? name : `${name}\n${day.day}`
      if (said.has(place) || (isLifetime && byDay.has(name))) return false
      said.add(place)
      return true
    })
  })
  return once.toReversed()
}

const SPEND = 'spend'

function numbersOf(day: MediaDay): readonly string[] {
  const numbers = [...Object.keys(day.metrics), ...(day.spend === undefined ? [] : [SPEND])]
  return numbers.map((number) => `${nameOf(day)}\n${number}`)
}

function nameOf({ source, level, id, paid }: MediaDay): string {
  return [source, level, id, paid].join('\n')
}

function newOf({ spend, ...day }: MediaDay, isNew: (number: string) => boolean): MediaDay {
  const metrics = Object.fromEntries(Object.entries(day.metrics).filter(([metric]) => isNew(metric)))
  return { ...day, metrics, ...(spend !== undefined && isNew(SPEND) && { spend }) }
}
