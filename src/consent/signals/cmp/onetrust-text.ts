/** The text of OneTrust's `OptanonConsent`: a query string whose values are lists of `name:1` and `name:0`. */
import { percentDecoded } from './cmp.ts'

/** Name → its values, decoded, in the order in which they came; a value that cannot be decoded is `undecodable`. */
export type Parameters = ReadonlyMap<string, readonly string[]>

/** A name of which OneTrust always writes one at least; anything else is not its cookie. */
const NAMES = [
  'groups',
  'interactionCount',
  'isGpcEnabled',
  'isIABGlobal',
  'consentId',
  'datestamp',
  'AwaitingReconsent',
]
const MAX_PARAMETERS = 100
/** Not a list, not a number, not a time. */
const UNDECODABLE = '%'

/**
 * Undefined where the text is not OneTrust's. Some servers encode the whole cookie once more. Else it is split before its
 * values are decoded: `landingPath` is an address that anybody can write, and a `%26groups%3D` in it must not become a
 * parameter.
 */
export function readParameters(raw: unknown): Parameters | undefined {
  if (typeof raw !== 'string') return undefined
  const isWhollyEncoded = !raw.includes('=')
  const text = percentDecoded(raw, isWhollyEncoded ? 1 : 0)
  const pairs = text?.split('&', MAX_PARAMETERS + 1)
  if (pairs === undefined || pairs.length > MAX_PARAMETERS) return undefined
  const parameters = new Map<string, string[]>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals <= 0) continue
    const name = pair.slice(0, equals)
    const value = percentDecoded(pair.slice(equals + 1).replaceAll('+', ' '), isWhollyEncoded ? 1 : 2) ?? UNDECODABLE
    parameters.set(name, [...(parameters.get(name) ?? []), value])
  }
  return NAMES.some((name) => parameters.has(name)) ? parameters : undefined
}

/**
 * The switches of all parameters of that name: only `1` is on, and a switch that stands there twice is off if one is off.
 * Undefined where a value cannot be decoded.
 */
export function readSwitches(parameters: Parameters, name: string): Readonly<Record<string, 0 | 1>> | undefined {
  const switches = new Map<string, 0 | 1>()
  for (const list of parameters.get(name) ?? []) {
    if (list === UNDECODABLE) return undefined
    for (const item of list.split(',')) {
      const colon = item.lastIndexOf(':')
      const key = (colon < 0 ? item : item.slice(0, colon)).trim()
      if (key === '') continue
      const isOn = colon >= 0 && item.slice(colon + 1).trim() === '1' && switches.get(key) !== 0
      switches.set(key, isOn ? 1 : 0)
    }
  }
  return Object.fromEntries(switches)
}
