/**
 * Google consent mode v2 `gcd`, decoded bit by bit. Characters are 6-bit numbers (0-9, a-z, A-Z, "-", "_" = 0..63):
 * "1", then per purpose a separator (delegation << 2 | implicit) and a letter (declare << 4 | default << 2 | update),
 * then flags (gpc << 3 | active << 2 | allowAdPersonalizationSignals), then optionally what the container had by default.
 * A 2-bit field is 1 unset, 2 denied, 3 granted.
 * Source: bit layout of gtag.js as public decoders read it, read 2026-11-21.
 */
import type { Finding, Purpose } from '../types.ts'
import { readAnsweredAt } from './answered-at.ts'
import { plainText } from './plain-text.ts'
import { invalidFinding } from './reader.ts'
import type { Answers, ReadContext, SignalInput, SignalReader } from './reader.ts'

export type GcdValue = 'granted' | 'denied' | null

export interface GcdSignal {
  readonly default: GcdValue
  readonly update: GcdValue
  readonly implicit: GcdValue
  /** What gtag acts on; null behaves as granted in gtag, and as unset here. */
  readonly effective: GcdValue
  /** What the person chose; a default is no choice. */
  readonly choice: GcdValue
}

export type Gcd =
  | {
      readonly ok: true
      readonly signals: Readonly<Record<Purpose, GcdSignal>>
      readonly gpcFlag: boolean
      readonly consentModeActive: boolean
    }
  | { readonly ok: false }

/** "1", four pairs, flags; at most six more characters for container defaults (two are seen). */
const FORMAT = /^1[0-9A-Za-z_-]{9,15}$/
const FLAGS_AT = 9

export const gcdReader: SignalReader = { signal: 'gcd', read }

export function decodeGcd(text: unknown): Gcd {
  if (typeof text !== 'string' || !FORMAT.test(text)) return { ok: false }
  const flags = sixBits(text, FLAGS_AT)
  return {
    ok: true,
    signals: {
      ad_storage: decodePair(sixBits(text, 1), sixBits(text, 2)),
      analytics_storage: decodePair(sixBits(text, 3), sixBits(text, 4)),
      ad_user_data: decodePair(sixBits(text, 5), sixBits(text, 6)),
      ad_personalization: decodePair(sixBits(text, 7), sixBits(text, 8)),
    },
    gpcFlag: ((flags >> 3) & 1) === 1,
    consentModeActive: ((flags >> 2) & 1) === 1,
  }
}

function read(input: SignalInput, context: ReadContext): Finding | undefined {
  const text: unknown = input.evidence?.signals?.gcd
  if (text === undefined) return undefined
  const gcd = decodeGcd(typeof text === 'string' ? plainText(text) : text)
  if (!gcd.ok) return invalidFinding('gcd')
  const at = readAnsweredAt(input.evidence?.at, context)
  return {
    signal: 'gcd',
    // What came with blanks or quotes around it may refuse; a grant must come as it was written.
    validity: decodeGcd(text).ok ? at.validity : 'invalid',
    answers: answersOf(gcd.signals),
    // Where no purpose was updated, everything in it is what the page set before anybody answered.
    choiceMade: Object.values(gcd.signals).some(({ choice }) => choice !== null),
    optOut: gcd.gpcFlag ? true : null,
    ...(gcd.gpcFlag ? { viaGpc: true } : {}),
    ...(at.validity !== 'invalid' && at.atMs !== undefined ? { atMs: at.atMs } : {}),
  }
}

/** Only a choice grants; anything that gtag treats as denied denies, chosen or not. */
function answersOf(signals: Readonly<Record<Purpose, GcdSignal>>): Answers {
  const answers: Answers = {}
  for (const purpose of ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const) {
    const signal = signals[purpose]
    if (signal.effective === 'denied') answers[purpose] = 'denied'
    else if (signal.choice === 'granted') answers[purpose] = 'granted'
  }
  return answers
}

function decodePair(separator: number, letter: number): GcdSignal {
  const implicit = valueOf(separator & 3)
  const declare = valueOf((letter >> 4) & 3)
  const byDefault = valueOf((letter >> 2) & 3)
  const update = valueOf(letter & 3)
  return { default: byDefault, update, implicit, effective: update ?? byDefault ?? declare ?? implicit, choice: update }
}

function valueOf(twoBits: number): GcdValue {
  if (twoBits === 3) return 'granted'
  return twoBits === 2 ? 'denied' : null
}

/** FORMAT has checked the alphabet. */
function sixBits(text: string, index: number): number {
  const code = text.charCodeAt(index)
  if (code >= 97) return code - 97 + 10
  if (code === 95) return 63
  if (code >= 65) return code - 65 + 36
  return code === 45 ? 62 : code - 48
}
