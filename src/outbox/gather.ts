/** Lays single deliveries out of several parcels together again: those that may lie in one row. Pure. */
import { utf8Bytes } from './bytes.ts'
import { placeOf, type Sheet } from './state.ts'
import type { Entry } from './types.ts'

/** One delivery, with the sheet that its entry points into. */
export interface Line {
  readonly acceptedAtMs: number
  readonly entry: Entry
  readonly body: string
  readonly sheet: Sheet
}

export interface Gathered {
  /** The event's name: the same for all of them. */
  readonly event: string
  /** Of the oldest of them: what is held by its age is held no longer than that one may be. */
  readonly acceptedAtMs: number
  readonly events: number
  readonly bodies: string
  readonly sheet: string
}

const HOUR_MS = 3_600_000
/** As parcels are: far below the 2 MB of a row. */
const MAX_EVENTS = 500
const MAX_BYTES = 512 * 1024

/** Together lie deliveries of one event and one policy that were accepted in the same hour. */
export function gather(lines: readonly Line[]): Gathered[] {
  const groups = Map.groupBy(
    lines,
    ({ entry, sheet, acceptedAtMs }) => `${sheet.digest} ${entry.ev} ${Math.floor(acceptedAtMs / HOUR_MS)}`,
  )
  return [...groups.values()].flatMap((group) => parted(group).map(layTogether))
}

function parted(lines: readonly Line[]): Line[][] {
  const parts: Line[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const own = utf8Bytes(line.body)
    const part = parts.at(-1)
    if (part === undefined || part.length >= MAX_EVENTS || bytes + own > MAX_BYTES) {
      parts.push([line])
      bytes = own
    } else {
      part.push(line)
      bytes += own
    }
  }
  return parts
}

/** All of them in one. */
export function layTogether(lines: readonly Line[]): Gathered {
  const [first] = lines
  const sets = new Map<string, number>()
  const bases = new Map<string, number>()
  const list = lines.map(({ entry, sheet }) => ({
    ...entry,
    ...(entry.f !== undefined && { f: placeOf(sets, sheet.sets[entry.f] ?? '') }),
    ...(typeof entry.b === 'number' && { b: placeOf(bases, sheet.bases[entry.b] ?? '') }),
  }))
  const { site = '', digest = '' } = first?.sheet ?? {}
  const sheet: Sheet = { site, digest, sets: [...sets.keys()], bases: [...bases.keys()], list }
  return {
    event: first?.entry.ev ?? '',
    acceptedAtMs: Math.min(...lines.map(({ acceptedAtMs }) => acceptedAtMs)),
    events: lines.length,
    bodies: lines.map(({ body }) => body).join('\n'),
    sheet: JSON.stringify(sheet),
  }
}
