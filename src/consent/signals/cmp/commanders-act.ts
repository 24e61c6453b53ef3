/**
 * Commanders Act (TrustCommander). `TC_PRIVACY` = status, version, categories, categories that are always on, times and a
 * vendor string, joined by a separator that the site can choose (`@` by default, `!` is seen too). **Status 1 is an
 * opt-out**, 0 consents to the listed categories and to no others. `TC_PRIVACY_CENTER` repeats the accepted categories
 * without status or time: it can take an acceptance away and gives none. The vendor string has no public description and
 * is not read; the forwarded consent object says vendors in clear.
 * Sources: Commanders Act "Consent Cookie" and "Consent Object", cookies seen in public code, read 2026-11-22.
 */
import { addChoice, MAX_CHOICES, percentDecoded, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { readConsentObject } from './commanders-act-object.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'

export type CommandersActCookie =
  | { readonly ok: false }
  | {
      readonly ok: true
      readonly optout: boolean
      readonly privacyVersion: string
      /** Category numbers, or `ALL` in old banners. */
      readonly categories: readonly string[]
      /** Always on: nobody is asked about them. */
      readonly blockedOn: readonly string[]
      /** Epoch ms; null = the cookie does not say. */
      readonly updated: number | null
      readonly created: number | null
      readonly expires: number | null
      /** Only where `nowMs` was given. */
      readonly expired?: boolean
      readonly vendorString: string
    }

/** Marks that stand inside the fields or that a cookie cannot carry are no separators. */
const SEPARATORS = '@!#$&*+/:~^'
/** Where the times stand: after the categories, or two later where old banners write their banner and site apart. */
const TIMES_AT = [4, 6] as const
const ALL = 'ALL'
/** Refused along with every category by its number; no banner has a category of this name. */
const EVERYTHING = 'all'
/** Accounts number their categories from 1; every number up to here that was not accepted was refused. */
const LAST_CATEGORY = 99

/** `input`: the text of `TC_PRIVACY`, percent-encoded or not. */
export function decodeCommandersAct(input: unknown, nowMs?: number): CommandersActCookie {
  const parts = typeof input === 'string' ? partsOf(percentDecoded(input)) : undefined
  const timesAt = parts === undefined ? -1 : timesIndex(parts)
  if (parts === undefined || timesAt < 0) return { ok: false }
  const [status, version = ''] = parts
  const categories = categoriesOf(parts[timesAt - 2])
  const blockedOn = categoriesOf(parts[timesAt - 1])
  if ((status !== '0' && status !== '1') || version === '' || !categories || !blockedOn) return { ok: false }
  const { times, vendorString } = tailOf(parts.slice(timesAt))
  const [updated = null, created = null, expires = null] = times
  return {
    ok: true,
    optout: status === '1',
    privacyVersion: version.split('|', 1)[0] ?? '',
    categories,
    blockedOn,
    updated,
    created,
    expires,
    ...(nowMs !== undefined && { expired: expires !== null && !(expires > nowMs) }),
    vendorString,
  }
}

function partsOf(text: string | undefined): readonly string[] | undefined {
  const separator = text?.charAt(1) ?? ''
  return text !== undefined && separator !== '' && SEPARATORS.includes(separator) ? text.split(separator) : undefined
}

/** Very old cookies end after the categories: their times would stand where nothing is. -1 = in no known place. */
function timesIndex(parts: readonly string[]): number {
  const at = TIMES_AT.find((index) => timesOf(parts[index]).length > 0)
  if (at !== undefined) return at
  return parts.length >= 3 && parts.slice(4).every((part) => part === '') ? TIMES_AT[0] : -1
}

function timesOf(part: string | undefined): readonly number[] {
  const times = part?.split(',') ?? []
  return times.every((time) => /^\d{13}$/.test(time)) ? times.map(Number) : []
}

/** Times are joined by commas or by the separator; what follows them is the vendor string. */
function tailOf(parts: readonly string[]): { readonly times: readonly number[]; readonly vendorString: string } {
  const end = parts.findIndex((part) => timesOf(part).length === 0)
  const timeParts = end < 0 ? parts : parts.slice(0, end)
  return { times: timeParts.flatMap(timesOf).slice(0, 3), vendorString: (end < 0 ? undefined : parts[end]) ?? '' }
}

/** Undefined where something else than category numbers is listed. */
function categoriesOf(part: string | undefined): readonly string[] | undefined {
  if (part === undefined || part === '') return []
  const categories = part.split(',')
  const known = categories.every((category) => category === ALL || /^\d{1,9}$/.test(category))
  return known && categories.length < MAX_CHOICES - LAST_CATEGORY ? categories : undefined
}

function recordOf(cookie: CommandersActCookie): CmpRecord {
  if (!cookie.ok) return UNREADABLE
  // `ALL` is described for opt-outs only: beside an opt-in it may mean either.
  if (!cookie.optout && cookie.categories.includes(ALL)) return UNREADABLE
  const accepted = cookie.optout ? [] : cookie.categories
  const choices = choicesOf(accepted, cookie.blockedOn)
  if (cookie.optout) for (const category of cookie.categories) addChoice(choices, category, false)
  const { privacyVersion, updated, expires } = cookie
  return {
    ok: true,
    choiceMade: true,
    choices,
    optOut: null,
    ...(updated !== null && { atMs: updated }),
    ...(expires !== null && { expiresAtMs: expires }),
    ...(privacyVersion.length <= 64 && { version: privacyVersion }),
  }
}

/** The list is complete: what is not on it was refused, save what nobody is asked about. */
function choicesOf(accepted: readonly string[], blockedOn: readonly string[]): Map<string, boolean | null> {
  const choices = new Map<string, boolean | null>()
  const alwaysOn = new Set(blockedOn)
  const asked = accepted.filter((category) => !alwaysOn.has(category))
  for (const category of asked) addChoice(choices, category, true)
  for (let number = 1; number <= LAST_CATEGORY; number++) {
    const category = String(number)
    if (!choices.has(category) && !alwaysOn.has(category)) addChoice(choices, category, false)
  }
  if (asked.length === 0) addChoice(choices, EVERYTHING, false)
  return choices
}

/** An empty list and `0` are refusals; a list alone is no proof that anybody was asked. */
function centerRecord(text: string | undefined): CmpRecord | undefined {
  if (text === undefined) return undefined
  const decoded = percentDecoded(text)
  const accepted = decoded === undefined ? undefined : categoriesOf(decoded === '0' ? '' : decoded)
  if (accepted === undefined || accepted.includes(ALL)) return UNREADABLE
  return { ok: true, choiceMade: accepted.length === 0, choices: choicesOf(accepted, []), optOut: null }
}

/** `TC_PRIVACY_CENTER` counts as answered where `TC_PRIVACY` says that somebody answered. */
function cookieRecord(main: string | undefined, center: string | undefined): CmpRecord | undefined {
  const first = main === undefined ? undefined : recordOf(decodeCommandersAct(main))
  const second = centerRecord(center)
  if (first === undefined || second === undefined) return first ?? second
  return strictestRecord([first, second.ok ? { ...second, choiceMade: true } : second])
}

function forwardedRecord(forwarded: unknown): CmpRecord | undefined {
  if (forwarded === undefined) return undefined
  const object = objectOf(forwarded)
  return object === undefined ? recordOf(decodeCommandersAct(forwarded)) : readConsentObject(object)
}

/** Who refused everything in one place accepted nothing in another. */
function refusalHeld(record: CmpRecord | undefined): CmpRecord | undefined {
  if (record?.ok !== true || record.choices.get(EVERYTHING) !== false) return record
  return { ...record, choices: new Map([...record.choices.keys()].map((key) => [key, false])) }
}

/** Keys of the choices: category numbers, and `vendor:<id>` from the forwarded object. */
export const commandersActReader: CmpReader = {
  cmp: 'commandersact',
  cookies: ['TC_PRIVACY', 'TC_PRIVACY_CENTER'],
  read: ({ cookies, forwarded }) => {
    const written = cookieRecord(cookies.get('TC_PRIVACY'), cookies.get('TC_PRIVACY_CENTER'))
    return refusalHeld(strictestRecord([written, forwardedRecord(forwarded)]))
  },
}
