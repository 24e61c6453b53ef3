/**
 * Complianz. One cookie a category, `cmplz_<category>` = `allow` or `deny`, and `cmplz_banner-status=dismissed` once the
 * banner has been answered: categories are written before that. `cmplz_consented_services` holds single services as JSON.
 * `functional` cannot be refused, so it is no choice.
 * Sources: Complianz cookies as duckduckgo/autoconsent tests them and as seen in public code, read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import {
  addChoice,
  MAX_CHOICES,
  percentDecoded,
  UNREADABLE,
  type CmpInput,
  type CmpReader,
  type CmpRecord,
} from './cmp.ts'
import { membersOf } from './members.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'

const CATEGORIES = ['marketing', 'statistics', 'statistics-anonymous', 'preferences'] as const
type Category = (typeof CATEGORIES)[number]

export type ComplianzCookies =
  | { readonly ok: false }
  | ({
      readonly ok: true
      readonly choiceMade: boolean
      readonly services: Readonly<Record<string, boolean>>
      readonly policyId: string | null
    } & Readonly<Record<Category, boolean | null>>)

const PREFIX = 'cmplz_'
const MAX_VERSION = 64

/** `input`: the cookies as an object name → value, or as the text of a Cookie header. */
export function decodeComplianz(input: unknown): ComplianzCookies {
  const valueOf = cookiesIn(input)
  if (valueOf === undefined) return { ok: false }
  const services = servicesIn(valueOf('consented_services'))
  if (services === undefined) return { ok: false }
  const policyId = valueOf('policy_id')
  return {
    ok: true,
    choiceMade: valueOf('banner-status') === 'dismissed',
    services,
    policyId: typeof policyId === 'string' && policyId.length <= MAX_VERSION ? policyId : null,
    marketing: answerOf(valueOf('marketing')),
    statistics: answerOf(valueOf('statistics')),
    'statistics-anonymous': answerOf(valueOf('statistics-anonymous')),
    preferences: answerOf(valueOf('preferences')),
  }
}

/** The value of `cmplz_<name>`; undefined where none of the tool's cookies is there. */
function cookiesIn(input: unknown): ((name: string) => unknown) | undefined {
  const cookies = typeof input === 'string' ? cookiesInText(input) : isMembers(input) ? input : undefined
  if (cookies === undefined) return undefined
  const valueOf = (name: string) => {
    const key = PREFIX + name
    return Object.hasOwn(cookies, key) ? cookies[key] : undefined
  }
  const known = [...CATEGORIES, 'functional', 'banner-status', 'consented_services', 'policy_id']
  return known.some((name) => valueOf(name) !== undefined) ? valueOf : undefined
}

/** One name with two values is a refusal: a `deny` may be one of them. */
function cookiesInText(text: string): Readonly<Record<string, unknown>> | undefined {
  const decoded = percentDecoded(text)
  if (decoded === undefined) return undefined
  const cookies = new Map<string, string>()
  for (const pair of decoded.split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(equals, 0)).trim()
    const value = pair.slice(equals + 1).trim()
    cookies.set(name, (cookies.get(name) ?? value) === value ? value : 'deny')
  }
  return Object.fromEntries(cookies)
}

function answerOf(value: unknown): boolean | null {
  if (value === 'allow') return true
  return value === 'deny' ? false : null
}

/** Undefined where something is written that is no list of services. PHP writes an empty list as `[]`. */
function servicesIn(value: unknown): Readonly<Record<string, boolean>> | undefined {
  if (value === undefined || value === '') return {}
  if (value === '[]' || value === '%5B%5D') return {}
  const services = objectOf(value)
  const entries = services === undefined ? undefined : membersOf(services, MAX_CHOICES)
  if (entries === undefined) return undefined
  // A value that is no boolean is not a grant, and might be a refusal.
  return Object.fromEntries(entries.filter(isService).map(([name, allowed]) => [name, allowed === true]))
}

/** A service does not answer for a category by bearing its name. */
function isService([name]: readonly [string, unknown]): boolean {
  return !(CATEGORIES as readonly string[]).includes(name.trim().toLowerCase())
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookies = decodeComplianz(input)
  if (!cookies.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  for (const category of CATEGORIES) {
    if (cookies[category] !== null) addChoice(choices, category, cookies[category])
  }
  for (const [service, allowed] of Object.entries(cookies.services)) {
    if (!addChoice(choices, service, allowed)) return UNREADABLE
  }
  const { choiceMade, policyId } = cookies
  return { ok: true, choiceMade, choices, optOut: null, ...(policyId !== null && { version: policyId }) }
}

function cookieRecord(cookies: CmpInput['cookies']): CmpRecord | undefined {
  return cookies.size === 0 ? undefined : recordOf(Object.fromEntries(cookies))
}

/** Keys of the choices: categories and service names. */
export const complianzReader: CmpReader = {
  cmp: 'complianz',
  cookies: ['cmplz_*'],
  read: ({ cookies, forwarded }) => strictestRecord([cookieRecord(cookies), recordOf(forwarded)]),
}
