/**
 * Cookiebot: the cookie `CookieConsent`, text that looks like a JavaScript object and is neither that nor JSON
 * (`{stamp:'…',necessary:true,…,method:'explicit',ver:1,utc:<ms>,region:'fr'}`, quotes and commas percent-encoded), or a bare
 * `-1` (outside the region that is asked) or `0` (nobody answered). The TCF edition adds `iab2` and `gacm`.
 * Source: Cookiebot, "Developer" (cookiebot.com/en/developer), and cookies as seen on public sites, read 2026-11-21.
 */
import { isMembers } from '../../../event/members.ts'
import { UNREADABLE, percentDecoded, type CmpInput, type CmpReader, type CmpRecord } from './cmp.ts'
import { parseLooseObject, type LooseValue } from './cookiebot-text.ts'
import { own } from './members.ts'
import { strictestRecord } from './strictest.ts'
import { timeMs } from './times.ts'

const CATEGORIES = ['necessary', 'preferences', 'statistics', 'marketing'] as const
type Category = (typeof CATEGORIES)[number]

export type Cookiebot =
  | { readonly ok: false }
  | ({
      readonly ok: true
      /** The person pressed a button: not a region without a question, not a banner still open. */
      readonly choiceMade: boolean
      /** `explicit` or `implied`; null in old cookies. */
      readonly method: string | null
      /** Epoch milliseconds; NaN = there is something else. */
      readonly utc: number | null
      /** Version of the consent text. */
      readonly ver: number | null
      readonly region: string | null
      /** TC string and Google AC string of the TCF edition. */
      readonly iab2: string | null
      readonly gacm: string | null
    } & Readonly<Record<Category, boolean | null>>)

type Readable = Extract<Cookiebot, { ok: true }>

const FIELDS = [...CATEGORIES, 'stamp', 'method', 'ver', 'utc', 'region', 'iab2', 'gacm'] as const
const COOKIE = 'CookieConsent'
/** The stamp that stands where consent was not asked for. */
const STAMP_NOT_ASKED = '-1'
const ANSWERLESS = new Set(['0', '-1'])
const MAX_VERSION_LENGTH = 64

export const cookiebotReader: CmpReader = { cmp: 'cookiebot', cookies: [COOKIE], read }

/** Takes the cookie's text, an object with the cookie under its name, or the page's `Cookiebot` object. Never throws. */
export function decodeCookiebot(input: unknown): Cookiebot {
  if (typeof input === 'string') return decodeText(input)
  if (!isMembers(input)) return { ok: false }
  if (!Object.hasOwn(input, COOKIE)) return decodePageObject(input)
  const text = input[COOKIE]
  return typeof text === 'string' ? decodeText(text) : { ok: false }
}

function read(input: CmpInput): CmpRecord | undefined {
  return strictestRecord([recordOf(input.cookies.get(COOKIE)), recordOf(input.forwarded)])
}

function recordOf(source: unknown): CmpRecord | undefined {
  if (source === undefined) return undefined
  const decoded = decodeCookiebot(source)
  if (!decoded.ok) return UNREADABLE
  const wrapped = wrappedBy(decoded)
  return {
    ok: true,
    choiceMade: decoded.choiceMade,
    choices: new Map(CATEGORIES.map((category) => [category, decoded[category]])),
    optOut: null,
    ...(decoded.utc !== null && { atMs: decoded.utc }),
    ...(decoded.ver !== null && { version: String(decoded.ver).slice(0, MAX_VERSION_LENGTH) }),
    ...(Object.keys(wrapped).length > 0 && { wrapped }),
  }
}

/** `gacm` is also seen packed (`2~AA==…`), which only Cookiebot can read: it grants nobody anything, so it is left out. */
function wrappedBy({ iab2, gacm }: Readable): { readonly tcf?: string; readonly ac?: string } {
  return {
    ...(iab2 !== null && iab2 !== '' && { tcf: iab2 }),
    ...(gacm !== null && /^[12]~[0-9.~dv]*$/.test(gacm) && { ac: gacm }),
  }
}

function decodeText(raw: string): Cookiebot {
  const text = percentDecoded(raw)?.trim()
  if (text === undefined) return { ok: false }
  if (ANSWERLESS.has(text)) return answerOf(new Map())
  const values = parseLooseObject(text, stricterValue)
  return values === undefined || !CATEGORIES.some((category) => values.has(category)) ? { ok: false } : answerOf(values)
}

/** One name written twice: the stricter of two answers; undefined where neither is, as two times or two stamps. */
function stricterValue(a: LooseValue, b: LooseValue): LooseValue | undefined {
  if (typeof a === 'boolean' && typeof b === 'boolean') return a && b
  return a === b ? a : undefined
}

/** `window.Cookiebot`, or only its `consent`; what it says of a response that was not given counts. */
function decodePageObject(input: Readonly<Record<string, unknown>>): Cookiebot {
  const consent = own(input, 'consent') ?? input
  if (!isMembers(consent)) return { ok: false }
  const values = new Map<string, LooseValue>()
  for (const name of FIELDS) {
    const value = own(consent, name)
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') values.set(name, value)
    else if (value !== undefined && value !== null) return { ok: false }
  }
  if (!CATEGORIES.some((category) => values.has(category))) return { ok: false }
  const decoded = answerOf(values)
  if (!decoded.ok) return decoded
  return Object.hasOwn(input, 'hasResponse') && input['hasResponse'] !== true
    ? { ...decoded, choiceMade: false }
    : decoded
}

/** An answer of a type that it cannot have is unreadable: `marketing:'true'` is no grant, and might be a refusal. */
function answerOf(values: ReadonlyMap<string, LooseValue>): Cookiebot {
  const categories = new Map<Category, boolean | null>()
  for (const category of CATEGORIES) {
    const value = values.get(category) ?? null
    if (value !== null && typeof value !== 'boolean') return { ok: false }
    categories.set(category, value)
  }
  const method = textOf(values.get('method'))
  const stamp = values.get('stamp')
  return {
    ok: true,
    necessary: categories.get('necessary') ?? null,
    preferences: categories.get('preferences') ?? null,
    statistics: categories.get('statistics') ?? null,
    marketing: categories.get('marketing') ?? null,
    choiceMade: method === 'explicit' && stamp !== STAMP_NOT_ASKED && stamp !== Number(STAMP_NOT_ASKED),
    method,
    utc: timeMs(values.get('utc')) ?? null,
    ver: numberOf(values.get('ver')),
    region: textOf(values.get('region')),
    iab2: textOf(values.get('iab2')),
    gacm: textOf(values.get('gacm')),
  }
}

function textOf(value: LooseValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: LooseValue | undefined): number | null {
  return typeof value === 'number' ? value : null
}
