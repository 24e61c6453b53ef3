/**
 * TrustArc. Permissions are levels: 1 required, 2 functional, 3 advertising unless the site numbers them otherwise.
 * `cmapi_cookie_privacy` lists them (`permit 1,2,3`, `permit 1 required`), `notice_gdpr_prefs` lists them from 0
 * (`0,1,2:`), `notice_preferences` names the highest from 0 (`2:`). `notice_behavior` says whether the region asks
 * (`expressed,eu`) or assumes (`implied,us`); `gpcishonored=true` that the tool acted on Global Privacy Control.
 * Sources: TrustArc cookies as duckduckgo/autoconsent tests them and as seen in public code, read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, percentDecoded, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'

export type TrustArcCookies =
  | { readonly ok: false }
  | {
      readonly ok: true
      /** Permitted levels, ascending: those that every cookie permits. */
      readonly levels: readonly number[]
      /** Level 3. */
      readonly advertising: boolean
      readonly choiceMade: boolean
      readonly gpc: boolean
    }

const COOKIES = [
  'cmapi_cookie_privacy',
  'notice_preferences',
  'notice_gdpr_prefs',
  'notice_behavior',
  'gpcishonored',
] as const
const REQUIRED = 1
const ADVERTISING = 3
/** Every level up to here that is not permitted was refused. */
const LAST_LEVEL = 9
const MAX_LEVELS = 20
const SEPARATOR = /[,|]/

/** `input`: the cookies by name, the text of `cmapi_cookie_privacy`, or the answer of `getGDPRConsentDecision`. */
export function decodeTrustArc(input: unknown): TrustArcCookies {
  if (typeof input === 'string' && !input.startsWith('{')) return decodeCookies({ cmapi_cookie_privacy: input })
  const object = objectOf(input)
  if (object === undefined) return { ok: false }
  return Object.hasOwn(object, 'consentDecision') ? decodeDecision(object) : decodeCookies(object)
}

type Cookies = Readonly<Record<string, unknown>>

function decodeCookies(cookies: Cookies): TrustArcCookies {
  const lists = [
    listIn(cookies, 'cmapi_cookie_privacy', permitted),
    listIn(cookies, 'notice_gdpr_prefs', listedFromZero),
    listIn(cookies, 'notice_preferences', upToHighest),
  ].filter((list) => list !== undefined)
  if (lists.length === 0 || lists.includes(null)) return { ok: false }
  const [first = [], ...others] = lists.filter((list) => list !== null)
  const levels = first.filter((level) => others.every((other) => other.includes(level)))
  const behavior = textIn(cookies, 'notice_behavior')
  const asked = behavior === undefined || behavior?.replace(/^"/, '').startsWith('expressed') === true
  return readable(levels, asked || levels.every((level) => level <= REQUIRED), isGpc(cookies))
}

/** Undefined = no such cookie; null = it cannot be read. */
function listIn(
  cookies: Cookies,
  name: string,
  read: (text: string) => readonly number[] | undefined,
): readonly number[] | null | undefined {
  const text = textIn(cookies, name)
  return typeof text === 'string' ? (read(text) ?? null) : text
}

function textIn(cookies: Cookies, name: string): string | null | undefined {
  if (!Object.hasOwn(cookies, name)) return undefined
  const value = cookies[name]
  return (typeof value === 'string' ? percentDecoded(value) : undefined) ?? null
}

function permitted(text: string): readonly number[] | undefined {
  const list = /^permit[ _+]([\d,|]{1,60})(?:[ _+]required)?$/.exec(text.trim())?.[1]
  return list === undefined ? undefined : levelsIn(list)
}

function listedFromZero(text: string): readonly number[] | undefined {
  return levelsIn(text.split(':', 1)[0] ?? '')?.map((level) => level + 1)
}

function upToHighest(text: string): readonly number[] | undefined {
  const highest = levelsIn(text.split(':', 1)[0] ?? '')
  return highest?.length === 1 && highest[0] !== undefined ? upTo(highest[0] + 1) : undefined
}

function upTo(highest: number): readonly number[] {
  return Array.from({ length: Math.min(highest, LAST_LEVEL) }, (_, index) => index + 1)
}

/** Undefined where it is no list of one-digit levels. */
function levelsIn(list: string): readonly number[] | undefined {
  const written = list.split(SEPARATOR, MAX_LEVELS + 1)
  if (written.length > MAX_LEVELS || !written.every((level) => /^\d$/.test(level))) return undefined
  return [...new Set(written.map(Number))].toSorted((a, b) => a - b)
}

function isGpc(cookies: Cookies): boolean {
  return textIn(cookies, 'gpcishonored') === 'true'
}

/** One number is the highest permitted level, 0 = nobody has answered. */
function decodeDecision({ consentDecision, source }: Cookies): TrustArcCookies {
  const levels = typeof consentDecision === 'number' ? [consentDecision] : consentDecision
  if (!Array.isArray(levels) || levels.length === 0 || levels.length > MAX_LEVELS) return { ok: false }
  if (!levels.every(isLevel)) return { ok: false }
  const listed = levels.length === 1 && levels[0] !== undefined ? upTo(levels[0]) : levels.toSorted((a, b) => a - b)
  return readable(listed, source === 'asserted' && listed.length > 0, false)
}

function isLevel(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_LEVEL
}

function readable(levels: readonly number[], choiceMade: boolean, gpc: boolean): TrustArcCookies {
  return { ok: true, levels, advertising: levels.includes(ADVERTISING), choiceMade, gpc }
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookies = decodeTrustArc(input)
  if (!cookies.ok) return UNREADABLE
  const { levels, choiceMade, gpc } = cookies
  const choices = new Map<string, boolean | null>()
  const unanswered = levels.length === 0 && !choiceMade
  for (let level = REQUIRED; level <= LAST_LEVEL; level++) {
    addChoice(choices, String(level), levels.includes(level) ? true : unanswered ? null : false)
  }
  return { ok: true, choiceMade, choices, ...(gpc ? OPTED_OUT : NOTHING_SAID) }
}

const OPTED_OUT = { optOut: true, viaGpc: true } as const
const NOTHING_SAID = { optOut: null } as const
/** The tool acted on Global Privacy Control and has written no permission yet. */
const GPC_ONLY: CmpRecord = { ok: true, choiceMade: false, choices: new Map(), ...OPTED_OUT }

function cookieRecord(cookies: ReadonlyMap<string, string>): CmpRecord | undefined {
  const object = Object.fromEntries(COOKIES.flatMap((name) => (cookies.has(name) ? [[name, cookies.get(name)]] : [])))
  if (COOKIES.slice(0, 3).some((name) => Object.hasOwn(object, name))) return recordOf(object)
  return isMembers(object) && isGpc(object) ? GPC_ONLY : undefined
}

/** Keys of the choices: the levels `1` to `9`. */
export const trustarcReader: CmpReader = {
  cmp: 'trustarc',
  cookies: COOKIES,
  read: ({ cookies, forwarded }) => strictestRecord([cookieRecord(cookies), recordOf(forwarded)]),
}
