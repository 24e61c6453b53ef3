/** The two incomplete functions that all tails come from: regularised gamma and beta, by series and continued fractions (Lentz). */

const MAX_TERMS = 10_000
const ENOUGH = 1e-16
const TINY = 1e-300

/** Lanczos, g = 7, nine terms: relative error below 1e-14 for positive arguments. */
const LANCZOS = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
  1.505_632_735_149_311_6e-7,
] as const

/** ln Γ(x), x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const base = x + 6.5
  let sum: number = LANCZOS[0]
  for (let term = 1; term < LANCZOS.length; term++) sum += (LANCZOS[term] ?? 0) / (x + term - 1)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/** Q(a, x): what of the gamma distribution with shape `a` lies above `x`. */
export function gammaTail(a: number, x: number): number {
  if (x <= 0) return 1
  if (x < a + 1) return 1 - gammaSeries(a, x)
  return gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let count = 1; count < MAX_TERMS; count++) {
    term *= x / (a + count)
    sum += term
    if (term < sum * ENOUGH) break
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a))
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let product = d
  for (let count = 1; count < MAX_TERMS; count++) {
    const numerator = -count * (count - a)
    b += 2
    d = 1 / away(numerator * d + b)
    c = away(b + numerator / c)
    product *= d * c
    if (Math.abs(d * c - 1) < ENOUGH * 10) break
  }
  return product * Math.exp(a * Math.log(x) - x - logGamma(a))
}

/** I_x(a, b): what of the beta distribution lies below `x`. */
export function betaBelow(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on one side of the mean only; the other side is its mirror.
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(a, b, x)) / a
  return 1 - (front * betaFraction(b, a, 1 - x)) / b
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let count = 1; count < MAX_TERMS; count++) {
    const even = (count * (b - count) * x) / ((a + 2 * count - 1) * (a + 2 * count))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    product *= d * c
    const odd = (-(a + count) * (a + b + count) * x) / ((a + 2 * count) * (a + 2 * count + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    product *= d * c
    if (Math.abs(d * c - 1) < ENOUGH * 10) break
  }
  return product
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
