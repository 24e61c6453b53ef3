/**
 * An address whose parts are clean may not be clean as a whole: a word in its path or in one parameter meets the digits of
 * another (`/naissance?variant=2026-11-22`). Then it is put together part by part, without what spoils it.
 */
import { detectPersonalData } from './detect.ts'
import { countedName, originOf, type UrlHit } from './url.ts'

/** Parameters that are tried one by one; behind them, those that are left are left out. */
const MAX_TRIES = 10

export interface WholeAddress {
  readonly url: string
  /** What was left out, and why: a parameter, or `` for the path. */
  readonly hits: readonly UrlHit[]
}

/** Undefined where not even the origin is clean. */
export function withoutSpoilers(url: string): WholeAddress | undefined {
  const mark = url.indexOf('?')
  const base = cleanStart(mark === -1 ? url : url.slice(0, mark))
  if (base === undefined) return undefined
  return mark === -1 ? base : withParameters(base, url.slice(mark + 1).split('&'))
}

function cleanStart(start: string): WholeAddress | undefined {
  const kinds = detectPersonalData(start, 'id')
  if (kinds.length === 0) return { url: start, hits: [] }
  const origin = originOf(start)
  return detectPersonalData(origin, 'id').length === 0 ? { url: origin, hits: [{ at: '', kinds }] } : undefined
}

function withParameters({ url: start, hits: before }: WholeAddress, parameters: readonly string[]): WholeAddress {
  const hits = [...before]
  let url = start
  for (const parameter of parameters.slice(0, MAX_TRIES)) {
    const longer = url + (url === start ? '?' : '&') + parameter
    const kinds = detectPersonalData(longer, 'id')
    if (kinds.length === 0) url = longer
    else hits.push({ at: `?${countedName(parameter)}`, kinds })
  }
  for (const parameter of parameters.slice(MAX_TRIES)) hits.push({ at: `?${countedName(parameter)}`, kinds: [] })
  return { url, hits }
}
