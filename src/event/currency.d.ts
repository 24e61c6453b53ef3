/**
 * ISO 4217: the active alphabetic codes that have minor units, and how many. Codes whose minor unit is "N.A." (gold,
 * special drawing rights, test and no-currency codes) are left out: no shop sells in them, and an amount cannot be checked.
 * Source: SIX, "List one: current currency and funds", published 2026-01-01, read 2026-11-22.
 */
/** Upper-case codes only: bring lower-case input to upper case first. */
export declare function isCurrency(code: string): boolean
/** Digits after the decimal point (EUR 2, JPY 0, KWD 3); undefined where the code is not active. */
export declare function minorUnits(code: string): number | undefined
/** Sorted. */
export declare const CURRENCIES: readonly string[]
