/**
 * ISO 4217: the active alphabetic codes that have minor units, and how many. Codes whose minor unit is "N.A." (gold,
 * special drawing rights, test and no-currency codes) are left out: no shop sells in them, and an amount cannot be checked.
 * Source: SIX, "List one: current currency and funds", published 2026-01-01, read 2026-11-22.
 */

const TWO =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU ' +
  'CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR ' +
  'NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP ' +
  'TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG'
const ZERO = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const THREE = 'BHD IQD JOD KWD LYD OMR TND'
const FOUR = 'CLF UYW'

const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...digits(TWO, 2),
  ...digits(ZERO, 0),
  ...digits(THREE, 3),
  ...digits(FOUR, 4),
])

function digits(codes: string, count: number): [string, number][] {
  return codes.split(' ').map((code) => [code, count])
}

/** Upper-case codes only: bring lower-case input to upper case first. */
export function isCurrency(code: string): boolean {
  return MINOR_UNITS.has(code)
}

/** Digits after the decimal point (EUR 2, JPY 0, KWD 3); undefined where the code is not active. */
export function minorUnits(code: string): number | undefined {
  return MINOR_UNITS.get(code)
}

/** Sorted. */
export const CURRENCIES: readonly string[] = [...MINOR_UNITS.keys()].toSorted()
