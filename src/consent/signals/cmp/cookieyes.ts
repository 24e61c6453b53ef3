/**
 * CookieYes. Its cookie joins `key:value` with commas: an id, `consent`, `action` and one answer a category. Only
 * `action:yes` is an answer of the person: where the law lets the site assume consent the categories say yes before.
 * `lastRenewedDate` is when the site last asked everybody anew, not when this person answered.
 * Sources: CookieYes documentation ("cookieyes-consent", "getCkyConsent"), cookies seen in public code, read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, percentDecoded, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { strictestRecord } from './strictest.ts'

const CATEGORIES = ['necessary', 'functional', 'analytics', 'performance', 'advertisement', 'other'] as const
type Category = (typeof CATEGORIES)[number]

export type CookieYesCookie =
  | { readonly ok: false }
  | ({
      readonly ok: true
      readonly choiceMade: boolean
      /** The whole banner: false beside an answer means that everything which can be refused was. */
      readonly consent: boolean | null
      /** Epoch ms; null = not in the cookie. */
      readonly lastRenewedDate: number | null
    } & Readonly<Record<Category, boolean | null>>)

/** `input`: the cookie's text, its keys as an object, or what `getCkyConsent()` gives. */
export function decodeCookieYes(input: unknown): CookieYesCookie {
  if (typeof input === 'string') return decodeText(input)
  if (!isMembers(input)) return { ok: false }
  const { categories, isUserActionCompleted } = input
  if (!isMembers(categories)) return decodeWords(valueIn(input))
  return readable(valueIn(categories), isUserActionCompleted === true, null)
}

function decodeText(text: string): CookieYesCookie {
  const decoded = percentDecoded(text)
  if (decoded === undefined) return { ok: false }
  const words = new Map<string, string>()
  for (const pair of decoded.split(',')) {
    const colon = pair.indexOf(':')
    if (colon <= 0) return { ok: false }
    const key = pair.slice(0, colon).trim()
    const value = pair.slice(colon + 1).trim()
    // One key with two values is a refusal: a `no` may be one of them.
    words.set(key, (words.get(key) ?? value) === value ? value : 'no')
  }
  return decodeWords((key) => words.get(key))
}

function decodeWords(valueOf: (key: string) => unknown): CookieYesCookie {
  if (!['action', ...CATEGORIES].some((key) => valueOf(key) !== undefined)) return { ok: false }
  return readable(valueOf, valueOf('action') === 'yes', epochMs(valueOf('lastRenewedDate')))
}

function readable(
  valueOf: (key: string) => unknown,
  choiceMade: boolean,
  lastRenewedDate: number | null,
): CookieYesCookie {
  return {
    ok: true,
    choiceMade,
    consent: answerOf(valueOf('consent')),
    lastRenewedDate,
    necessary: answerOf(valueOf('necessary')),
    functional: answerOf(valueOf('functional')),
    analytics: answerOf(valueOf('analytics')),
    performance: answerOf(valueOf('performance')),
    advertisement: answerOf(valueOf('advertisement')),
    other: answerOf(valueOf('other')),
  }
}

function valueIn(object: Readonly<Record<string, unknown>>): (key: string) => unknown {
  return (key) => (Object.hasOwn(object, key) ? object[key] : undefined)
}

function answerOf(value: unknown): boolean | null {
  if (value === 'yes' || value === true) return true
  return value === 'no' || value === false ? false : null
}

function epochMs(value: unknown): number | null {
  return typeof value === 'string' && /^\d{13}$/.test(value) ? Number(value) : null
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookie = decodeCookieYes(input)
  if (!cookie.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  for (const category of CATEGORIES) {
    const contradicts = cookie.consent === false && category !== 'necessary' && cookie[category] === true
    addChoice(choices, category, contradicts ? false : cookie[category])
  }
  const { choiceMade, consent } = cookie
  return { ok: true, choiceMade, choices, ...(choiceMade && consent === false && { allRefused: true }), optOut: null }
}

/** Keys of the choices: the tool's six categories. */
export const cookieyesReader: CmpReader = {
  cmp: 'cookieyes',
  cookies: ['cookieyes-consent'],
  read: ({ cookies, forwarded }) => strictestRecord([recordOf(cookies.get('cookieyes-consent')), recordOf(forwarded)]),
}
