/**
 * vanilla-cookieconsent (orestbida/cookieconsent; also behind other banners). `cc_cookie` is percent-encoded JSON, written
 * when the person answers. It lists what was accepted and nothing else, so that a usual category which is not on the list
 * was refused; a category of the site's own invention is known only where it was accepted. What a page forwards of
 * `getUserPreferences()` lists what was rejected too, and says by an `acceptType` that somebody answered.
 * Sources: vanilla-cookieconsent 3.1.0 (types, code) and 2.9 (names of the times), read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, MAX_CHOICES, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'
import { timeMs } from './times.ts'

export type VanillaCookieConsent =
  | { readonly ok: false }
  | {
      readonly ok: true
      /** Accepted categories, as written. */
      readonly categories: readonly string[]
      /** Whether `marketing` is among them. */
      readonly marketing: boolean
      readonly choiceMade: boolean
      /** Accepted services, as written. */
      readonly services: readonly string[]
      /** Categories and services that the page names as rejected; empty in the cookie, which lists none. */
      readonly rejected: readonly string[]
      readonly revision: number | null
      /** The last answer, epoch ms; null = the cookie does not say; NaN = what it says cannot be read. */
      readonly answeredAtMs: number | null
      readonly expiresAtMs: number | null
    }

/** Sites call one category by one of several names: where one of a family was accepted, the others say nothing. */
const FAMILIES = [
  ['marketing', 'ads', 'advertising', 'advertisement', 'targeting'],
  ['analytics', 'statistics', 'performance'],
  ['functionality', 'functional', 'preferences'],
] as const
const MAX_NAME = 200
/** Empty until somebody has answered. */
const ACCEPT_TYPES: ReadonlySet<unknown> = new Set(['all', 'custom', 'necessary'])

/** `input`: the cookie's text or its object, or what `getUserPreferences()` gives. */
export function decodeVanillaCookieConsent(input: unknown): VanillaCookieConsent {
  const object = objectOf(input)
  if (object === undefined) return { ok: false }
  if (!Object.hasOwn(object, 'categories') && Object.hasOwn(object, 'acceptedCategories')) return preferencesOf(object)
  const { consentTimestamp, lastConsentTimestamp, consent_date, last_consent_update } = object
  const categories = namesIn(object['categories'])
  const services = categories === undefined ? undefined : servicesIn(object['services'], categories)
  if (!categories || !services) return { ok: false }
  return {
    ok: true,
    categories,
    marketing: categories.includes('marketing'),
    choiceMade: true,
    services,
    rejected: [],
    revision: typeof object['revision'] === 'number' ? object['revision'] : null,
    answeredAtMs: timeMs(lastConsentTimestamp ?? last_consent_update ?? consentTimestamp ?? consent_date) ?? null,
    expiresAtMs: timeMs(object['expirationTime']) ?? null,
  }
}

/** Without times: the tool gives the page none. */
function preferencesOf(object: Readonly<Record<string, unknown>>): VanillaCookieConsent {
  const categories = namesIn(object['acceptedCategories'])
  const refused = namesIn(object['rejectedCategories'] ?? [])
  const services = categories === undefined ? undefined : servicesIn(object['acceptedServices'], categories)
  const refusedServices = allServicesIn(object['rejectedServices'])
  if (!categories || !refused || !services || !refusedServices) return { ok: false }
  return {
    ok: true,
    categories,
    marketing: categories.includes('marketing') && !refused.includes('marketing'),
    choiceMade: ACCEPT_TYPES.has(object['acceptType']) || refused.length > 0,
    services,
    rejected: [...refused, ...refusedServices],
    revision: null,
    answeredAtMs: null,
    expiresAtMs: null,
  }
}

/** Undefined where it is no list of names. */
function namesIn(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_CHOICES) return undefined
  const names: readonly unknown[] = value
  return names.every((name) => typeof name === 'string' && name.length <= MAX_NAME) ? names.map(String) : undefined
}

/** Services of a category that was not accepted are not accepted either. */
function servicesIn(value: unknown, categories: readonly string[]): readonly string[] | undefined {
  if (value === undefined || value === null) return []
  if (!isMembers(value)) return undefined
  const accepted: string[] = []
  for (const category of categories) {
    if (!Object.hasOwn(value, category)) continue
    const names = namesIn(value[category])
    if (names === undefined || accepted.length + names.length > MAX_CHOICES) return undefined
    accepted.push(...names)
  }
  return accepted
}

function allServicesIn(value: unknown): readonly string[] | undefined {
  return servicesIn(value, isMembers(value) ? Object.keys(value) : [])
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookie = decodeVanillaCookieConsent(input)
  if (!cookie.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  for (const name of [...cookie.categories, ...cookie.services]) {
    if (!addChoice(choices, name, true)) return UNREADABLE
  }
  for (const name of cookie.rejected) {
    if (!addChoice(choices, name, false)) return UNREADABLE
  }
  const { choiceMade, answeredAtMs, expiresAtMs, revision } = cookie
  if (choiceMade) addRefused(choices, cookie.categories)
  return {
    ok: true,
    choiceMade,
    choices,
    optOut: null,
    ...(answeredAtMs !== null && { atMs: answeredAtMs }),
    ...(expiresAtMs !== null && { expiresAtMs }),
    ...(revision !== null && { version: String(revision) }),
  }
}

function addRefused(choices: Map<string, boolean | null>, categories: readonly string[]): void {
  const accepted = new Set(categories.map((category) => category.trim().toLowerCase()))
  for (const family of FAMILIES) {
    if (family.some((name) => accepted.has(name))) continue
    for (const name of family) addChoice(choices, name, false)
  }
}

/** Keys of the choices: categories and service names. */
export const vanillaCookieConsentReader: CmpReader = {
  cmp: 'vanilla-cookieconsent',
  cookies: ['cc_cookie'],
  read: ({ cookies, forwarded }) => strictestRecord([recordOf(cookies.get('cc_cookie')), recordOf(forwarded)]),
}
