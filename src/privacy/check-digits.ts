/** Check digits as the states that issue a number define them. Digits come as text; none of them throws. */

/** Σ digit × weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (const [i, weight] of weights.entries()) sum += digitAt(digits, i) * weight
  return sum
}

export function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48
}

/** ISO/IEC 7064, MOD 11,10: the German tax number. */
export function passesMod11Of10(digits: string): boolean {
  let product = 10
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digitAt(digits, i) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1)
}

/** GS1's: threes and ones from the right. */
export function passesEan(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += digitAt(digits, digits.length - 1 - i) * (i % 2 === 1 ? 3 : 1)
  return sum % 10 === 0
}

/** A number of GS1 for an article or a parcel of them: GTIN-8, -12, -13 and -14. */
export function isGtin(digits: string): boolean {
  const { length } = digits
  return (length === 8 || (length >= 12 && length <= 14)) && passesEan(digits)
}

/** J. Verhoeff, "Error detecting decimal codes" (1969): multiplication in the dihedral group D5. */
export function passesVerhoeff(digits: string): boolean {
  let check = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digitAt(digits, digits.length - 1 - i)
    check = timesInD5(check, permuted(digit, i % 8))
  }
  return check === 0
}

function timesInD5(a: number, b: number): number {
  const turned = a < 5 ? a + (b % 5) : a - (b % 5) + 5
  return (turned % 5) + (a < 5 === b < 5 ? 0 : 5)
}

const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

function permuted(digit: number, times: number): number {
  let one = digit
  for (let i = 0; i < times; i++) one = PERMUTATION[one] ?? 0
  return one
}

/** Two digits each; a month may carry the century (PL adds 20, 40 …): `monthStep`. */
export function isDayOfYear(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}
