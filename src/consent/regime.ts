/**
 * Which law applies where the person is. Closed by default: what we do not know is opt-in.
 * Sources: GDPR and ePrivacy Directive art. 5(3) (EEA), UK PECR, Swiss FADP under Google's EU user consent policy,
 * Québec Law 25 s. 8.1, US state privacy laws; read 2026-11-21.
 */
import { COUNTRIES } from './countries.ts'
import type { ConsentRules, Regime } from './types.ts'

/** `country` ISO 3166-1 alpha-2; `region` ISO 3166-2, whole (`FR-IDF`) or its second part (`IDF`). */
export interface Place {
  readonly country?: string
  readonly region?: string
}

/** Where prior consent is settled law for advertising: a policy cannot loosen these, so a slip of the pen does no harm. */
const CONSENT_BY_LAW: ReadonlySet<string> = new Set(
  (
    'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH ' +
    // EU law applies in the French outermost regions and in Åland; they have ISO codes of their own.
    'GP MQ GF RE YT MF AX'
  ).split(' '),
)

/** Opt-out by default. Every other country is opt-in, BR KR IN and CA among them, unless the policy says otherwise. */
const OPT_OUT_COUNTRIES: ReadonlySet<string> = new Set(['US'])

/** Regions with a regime of their own, whatever a policy says about the rest of the country. */
const BUILT_IN_REGIONS: Readonly<Record<string, Regime>> = { 'CA-QC': 'opt-in' }

const STRICTNESS: Readonly<Record<Regime, number>> = { none: 0, 'opt-out': 1, 'opt-in': 2 }

export function regimeOf(place: Place, rules: ConsentRules): Regime {
  const country = countryCode(place.country)
  if (country === undefined || CONSENT_BY_LAW.has(country)) return 'opt-in'
  // A region of another country: nobody knows where the person is.
  if (isOfAnother(country, place.region)) return 'opt-in'
  const region = regionCode(country, place.region)
  if (region === undefined) return strictestOfCountry(country, rules)
  return regimeOfRegion(`${country}-${region}`, rules) ?? regimeOfCountry(country, rules)
}

function isOfAnother(country: string, region: unknown): boolean {
  return typeof region === 'string' && /^[A-Za-z]{2}-/.test(region) && !region.toUpperCase().startsWith(`${country}-`)
}

export function stricterRegime(a: Regime, b: Regime): Regime {
  return STRICTNESS[a] >= STRICTNESS[b] ? a : b
}

/** Not of ISO 3166-1, and read by everybody as one country: the United Kingdom’s own letters, and the EU’s for Greece. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
])

/**
 * Upper-case ISO 3166-1 code, or undefined for what is no country: `XX` and `T1` are Cloudflare's "unknown" and "Tor"; `EU`
 * and `AP` are what databases of addresses say where they do not know it.
 */
export function countryCode(country: unknown): string | undefined {
  if (typeof country !== 'string' || !/^[A-Za-z]{2}$/.test(country)) return undefined
  const written = country.toUpperCase()
  const code = ALIASES.get(written) ?? written
  return COUNTRIES.has(code) ? code : undefined
}

/** Where regions differ in law, all of them have two letters: `06` or `CAL` is California, and no region that anything is known of. */
const TWO_LETTERS: readonly string[] = ['US', 'CA']

/** The second part of the region's ISO 3166-2 code; undefined where it is unreadable or another country's. */
export function regionCode(country: string, region: unknown): string | undefined {
  if (typeof region !== 'string' || region.length > 6) return undefined
  const upper = region.toUpperCase()
  const own = upper.startsWith(`${country}-`) ? upper.slice(3) : upper
  return (TWO_LETTERS.includes(country) ? /^[A-Z]{2}$/ : /^[A-Z0-9]{1,3}$/).test(own) ? own : undefined
}

function regimeOfCountry(country: string, rules: ConsentRules): Regime {
  return override(country, rules) ?? (OPT_OUT_COUNTRIES.has(country) ? 'opt-out' : 'opt-in')
}

function regimeOfRegion(key: string, rules: ConsentRules): Regime | undefined {
  return override(key, rules) ?? (Object.hasOwn(BUILT_IN_REGIONS, key) ? BUILT_IN_REGIONS[key] : undefined)
}

/** The person may be in any region of the country, so the strictest of its regions counts. */
function strictestOfCountry(country: string, rules: ConsentRules): Regime {
  let regime = regimeOfCountry(country, rules)
  for (const key of [...Object.keys(BUILT_IN_REGIONS), ...Object.keys(rules.regimes)]) {
    if (key.startsWith(`${country}-`)) regime = stricterRegime(regime, regimeOfRegion(key, rules) ?? regime)
  }
  return regime
}

function override(key: string, rules: ConsentRules): Regime | undefined {
  return Object.hasOwn(rules.regimes, key) ? rules.regimes[key] : undefined
}
