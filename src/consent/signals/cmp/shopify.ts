/**
 * Shopify's customer privacy. `_tracking_consent` carries what the visitor answered (`con.CMP`: a analytics, m marketing,
 * p preferences, s sale of data; "1" yes, "0" no, "" not answered) beside what the region allows without an answer
 * (`purposes`), which is no choice and is not read. Since v3 the same is written short: `3<answers>.<defaults>_<region>_…`,
 * where a capital letter is a yes and a small one a no. `_cmp_a` holds defaults only. A web pixel is told what is allowed
 * (`marketingAllowed` …) and not what was answered.
 * Sources: Shopify "Customer Privacy API", its consent-tracking-api v0.2, "Web Pixels API", read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, percentDecoded, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'

interface Answers {
  readonly marketing: boolean | null
  readonly analytics: boolean | null
  readonly preferences: boolean | null
  /** False = an opt-out of the sale of data. */
  readonly saleOfData: boolean | null
}

export type ShopifyConsent =
  | { readonly ok: false }
  | (Answers & {
      readonly ok: true
      /** Country and region as Shopify found them, e.g. `FRIDF`. */
      readonly region: string | null
      readonly regulation: string | null
      /** The visitor has answered about marketing. */
      readonly choiceMade: boolean
      readonly version: string | null
    })

const SWITCHES: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ['1', true],
  ['0', false],
  ['yes', true],
  ['no', false],
])
const MAX_WORD = 64

/** `input`: the cookie's text, its object, or what `customerPrivacy.currentVisitorConsent()` gives. */
export function decodeShopify(input: unknown): ShopifyConsent {
  const short = typeof input === 'string' ? percentDecoded(input) : undefined
  if (short?.startsWith('3') === true) return decodeShort(short)
  const object = objectOf(input)
  if (object === undefined) return { ok: false }
  if (isPixelPrivacy(object)) return decodePixelPrivacy(object)
  return isVisitorConsent(object) ? decodeVisitorConsent(object) : decodeLong(object)
}

function isPixelPrivacy(object: Readonly<Record<string, unknown>>): boolean {
  return typeof object['marketingAllowed'] === 'boolean' || typeof object['saleOfDataAllowed'] === 'boolean'
}

/** `init.customerPrivacy` of a web pixel. Marketing that is allowed is half of a yes, as long as nothing is said of the sale of data. */
function decodePixelPrivacy(object: Readonly<Record<string, unknown>>): ShopifyConsent {
  const allowed = (name: string) => (typeof object[name] === 'boolean' ? object[name] : null)
  const [marketing, saleOfData] = [allowed('marketingAllowed'), allowed('saleOfDataAllowed')]
  const answers = {
    marketing: marketing === true && saleOfData === null ? null : marketing,
    analytics: allowed('analyticsProcessingAllowed'),
    preferences: allowed('preferencesProcessingAllowed'),
    saleOfData,
  }
  return readable(answers, { region: null, regulation: null, version: null })
}

function decodeLong({ con, v, region, reg }: Readonly<Record<string, unknown>>): ShopifyConsent {
  if (!isMembers(con) || (v !== '2.1' && v !== '2.0')) return { ok: false }
  const answers = isMembers(con['CMP']) ? grantedIn(con['CMP']) : answersOfOldForm(con)
  return readable(answers, { region: wordOf(region), regulation: wordOf(reg), version: v })
}

function grantedIn({ m, a, p, s }: Readonly<Record<string, unknown>>): Answers {
  return { marketing: answerOf(m), analytics: answerOf(a), preferences: answerOf(p), saleOfData: answerOf(s) }
}

/** One answer for all tracking; the Californian one is about the sale of data alone. */
function answersOfOldForm({ GDPR, CCPA }: Readonly<Record<string, unknown>>): Answers {
  const tracking = answerOf(GDPR)
  return { marketing: tracking, analytics: tracking, preferences: tracking, saleOfData: answerOf(CCPA) }
}

function decodeShort(text: string): ShopifyConsent {
  const [flags = '', region] = text.slice(1).split('_', 2)
  const dot = flags.indexOf('.')
  if (dot < 0 || !/^[AMPSamps]{0,4}$/.test(flags.slice(0, dot))) return { ok: false }
  const answers = flags.slice(0, dot)
  return readable(
    {
      marketing: letterIn(answers, 'M'),
      analytics: letterIn(answers, 'A'),
      preferences: letterIn(answers, 'P'),
      saleOfData: letterIn(answers, 'S'),
    },
    { region: wordOf(region), regulation: null, version: '3' },
  )
}

function letterIn(answers: string, capital: string): boolean | null {
  if (answers.includes(capital.toLowerCase())) return false
  return answers.includes(capital) ? true : null
}

function isVisitorConsent(object: Readonly<Record<string, unknown>>): boolean {
  return typeof object['marketing'] === 'string' && !Object.hasOwn(object, 'con')
}

function decodeVisitorConsent(object: Readonly<Record<string, unknown>>): ShopifyConsent {
  const { marketing: m, analytics: a, preferences: p, sale_of_data: s } = object
  return readable(grantedIn({ m, a, p, s }), { region: null, regulation: null, version: null })
}

function readable(
  answers: Answers,
  rest: { readonly region: string | null; readonly regulation: string | null; readonly version: string | null },
): ShopifyConsent {
  return { ok: true, ...answers, ...rest, choiceMade: answers.marketing !== null }
}

function answerOf(value: unknown): boolean | null {
  return SWITCHES.get(value) ?? null
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= MAX_WORD ? value : null
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const consent = decodeShopify(input)
  if (!consent.ok) return UNREADABLE
  const { marketing, analytics, preferences, saleOfData, version } = consent
  const choices = new Map<string, boolean | null>()
  for (const [category, answer] of Object.entries({ marketing, analytics, preferences })) {
    addChoice(choices, category, answer)
  }
  const choiceMade = [...choices.values()].some((answer) => answer !== null)
  const optOut = saleOfData === null ? null : !saleOfData
  return { ok: true, choiceMade, choices, optOut, ...(version !== null && { version }) }
}

/** `_cmp_a` alone: Shopify knows the visitor's region and nobody has answered. */
const DEFAULTS_ONLY: CmpRecord = { ok: true, choiceMade: false, choices: new Map(), optOut: null }

/** Keys of the choices: `marketing`, `analytics`, `preferences`. */
export const shopifyReader: CmpReader = {
  cmp: 'shopify',
  cookies: ['_tracking_consent', '_cmp_a'],
  read: ({ cookies, forwarded }) =>
    strictestRecord([recordOf(cookies.get('_tracking_consent')), recordOf(forwarded)]) ??
    (cookies.has('_cmp_a') ? DEFAULTS_ONLY : undefined),
}
