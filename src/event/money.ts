/**
 * Amounts of money as whole millionths of their unit: decimal text in, decimal text out, no binary fraction in between, so that
 * sums close to the last digit. Shops write two to six decimals.
 */
import { minorUnits } from './currency.ts'

/** Millionths of a unit of the currency. */
export type Micros = bigint

const DECIMALS = 6
const UNIT = 10n ** BigInt(DECIMALS)
/** Fifteen digits before the point is more than any order; more text than that is no amount. */
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/

/**
 * "47.40", 47.4 and "25.500000" as millionths; undefined where it is no plain decimal, or has digits that millionths cannot hold.
 * A number is taken by its shortest decimal text, which is what its sender wrote.
 */
export function microsOf(value: unknown): Micros | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  const parts = typeof text === 'string' ? DECIMAL.exec(text.trim()) : null
  if (parts === null) return undefined
  const [, sign = '', units = '0', fraction = ''] = parts
  if (/[1-9]/.test(fraction.slice(DECIMALS))) return undefined
  const micros = BigInt(units) * UNIT + BigInt(fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'))
  return sign === '-' ? -micros : micros
}

/** As microsOf; a number that its sender has worked out in binary (`59.970000000000006`) is the millionth nearest to it. */
export function nearestMicros(value: unknown): Micros | undefined {
  return microsOf(value) ?? (typeof value === 'number' ? microsOf(value.toFixed(DECIMALS)) : undefined)
}

/** Cents of EUR, yen of JPY, fils of KWD; undefined where the currency is none. */
export function microsOfMinor(minor: bigint, currency: string): Micros | undefined {
  const digits = minorUnits(currency)
  return digits === undefined ? undefined : minor * 10n ** BigInt(DECIMALS - digits)
}

/** Whole cents of EUR, yen of JPY, halves away from zero; undefined where the currency is none, or the number too large to be exact. */
export function minorOfMicros(micros: Micros, currency: string): number | undefined {
  const digits = minorUnits(currency)
  if (digits === undefined) return undefined
  const minor = Number(roundedTo(micros, currency) / 10n ** BigInt(DECIMALS - digits))
  return Number.isSafeInteger(minor) ? minor : undefined
}

/** To the currency's own decimals, halves away from zero; as it is where the currency is none. */
export function roundedTo(micros: Micros, currency: string): Micros {
  return dividedBy(micros, 1n, currency)
}

/** `micros / parts`, to the currency's own decimals, halves away from zero. */
export function dividedBy(micros: Micros, parts: bigint, currency: string): Micros {
  const step = 10n ** BigInt(DECIMALS - (minorUnits(currency) ?? DECIMALS))
  const whole = step * parts
  const half = micros < 0n ? -whole / 2n : whole / 2n
  return ((micros + half) / whole) * step
}

/** The shortest decimal text: "47.4", "0", "-8.5". */
export function decimalOf(micros: Micros): string {
  const size = micros < 0n ? -micros : micros
  const fraction = (size % UNIT).toString().padStart(DECIMALS, '0').replace(/0+$/, '')
  const text = `${size / UNIT}${fraction === '' ? '' : `.${fraction}`}`
  return micros < 0n ? `-${text}` : text
}

/** For the event on the wire, whose amounts are JSON numbers: the double nearest to the decimal text. */
export function amountOf(micros: Micros): number {
  return Number(decimalOf(micros))
}

/** One cent of EUR, one yen: what two amounts may differ by and still be the same. */
export function oneMinorUnit(currency: string): Micros {
  return 10n ** BigInt(DECIMALS - (minorUnits(currency) ?? 2))
}
