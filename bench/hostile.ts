/** Consent signals that mean harm: as long as the parser lets through, and shaped to make a reader work. Seeded. */
import { writeTc, type TcParts } from '../test/support/tc/tc-writer.ts'

export interface Signal {
  readonly signal: 'tcf' | 'ac' | 'gpp' | 'cookies'
  readonly text: string
}

type Chance = () => number

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const MAX_SIGNAL = 4_096
const MAX_COOKIES = 16_384

export function hostileSignals(count: number, seed: number): Signal[] {
  const chance = seeded(seed)
  return Array.from({ length: count }, (_, index) => (MAKERS[index % MAKERS.length] ?? randomTcf)(chance))
}

const MAKERS: readonly ((chance: Chance) => Signal)[] = [
  randomTcf,
  overlappingRanges,
  manyRestrictions,
  (chance) => ({ signal: 'gpp', text: `DB${letters(chance, MAX_SIGNAL - 2)}` }),
  (chance) => ({ signal: 'gpp', text: `DBABBg~${'B'.repeat(whole(chance, 4_000))}` }),
  (chance) => ({ signal: 'ac', text: `2~${'1.'.repeat(whole(chance, 2_000))}9~dv.1` }),
  manyCookies,
  percents,
  deepJson,
  groups,
]

function randomTcf(chance: Chance): Signal {
  return { signal: 'tcf', text: `CQ${letters(chance, whole(chance, MAX_SIGNAL - 2))}` }
}

function overlappingRanges(chance: Chance): Signal {
  const entries = Array.from({ length: whole(chance, 200) }, () => [1, 65_535] as const)
  return tcf({ vendorConsents: { maxVendorId: 65_535, entries } })
}

function manyRestrictions(chance: Chance): Signal {
  const restrictions = Array.from({ length: whole(chance, 300) }, (_, index) => ({
    purposeId: 1 + (index % 10),
    type: index % 3,
    entries: [[1, 1_000 + index] as const],
  }))
  return tcf({ restrictions })
}

function tcf(parts: TcParts): Signal {
  return { signal: 'tcf', text: writeTc(parts).slice(0, MAX_SIGNAL) }
}

function manyCookies(chance: Chance): Signal {
  const cookies = Array.from({ length: 900 }, (_, index) => `klaro=%7B%22${index}%22:${chance() < 0.5}%7D`)
  return { signal: 'cookies', text: cookies.join(';').slice(0, MAX_COOKIES) }
}

function percents(chance: Chance): Signal {
  const name = ['OptanonConsent', 'CookieConsent', 'TC_PRIVACY', 'axeptio_cookies'][whole(chance, 4)] ?? ''
  return { signal: 'cookies', text: `${name}=${'%25'.repeat(1_300)}%7B` }
}

function deepJson(chance: Chance): Signal {
  const depth = whole(chance, 2_000)
  return { signal: 'cookies', text: `cc_cookie=${'['.repeat(depth)}; klaro={${'"a":{'.repeat(depth / 4)}` }
}

function groups(chance: Chance): Signal {
  const all = Array.from({ length: 400 }, (_, index) => `C${index}:${whole(chance, 2)}`).join(',')
  return { signal: 'cookies', text: `OptanonConsent=interactionCount=1&groups=${encodeURIComponent(all)}` }
}

function letters(chance: Chance, length: number): string {
  return Array.from({ length }, () => BASE64URL.charAt(whole(chance, BASE64URL.length))).join('')
}

/** 0 to below `limit`. */
function whole(chance: Chance, limit: number): number {
  return Math.floor(chance() * limit)
}

/** Mulberry32: the same strings in every run. */
function seeded(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
