/** Tails and quantiles. Every tail is the upper one unless it says otherwise; every quantile is of the probability below it. */
import { betaBelow, gammaTail, logGamma } from './gamma-beta.ts'

/** P(Z > z). */
export function normalTail(z: number): number {
  const half = gammaTail(0.5, (z * z) / 2) / 2
  return z >= 0 ? half : 1 - half
}

/** P(|Z| > |z|). */
export function normalTwoSided(z: number): number {
  return gammaTail(0.5, (z * z) / 2)
}

/** Every interval of a table asks for the same one. */
let lastNormal = { probability: 0.5, quantile: 0 }

export function normalQuantile(probability: number): number {
  if (probability !== lastNormal.probability) {
    const size = inverseTail((z) => normalTwoSided(z) / 2, Math.min(probability, 1 - probability))
    lastNormal = { probability, quantile: probability < 0.5 ? -size : size }
  }
  return lastNormal.quantile
}

/** P(|T| > |t|) with `df` degrees of freedom. */
export function tTwoSided(t: number, df: number): number {
  return betaBelow(df / 2, 0.5, df / (df + t * t))
}

export function tQuantile(probability: number, df: number): number {
  if (probability === 0.5) return 0
  const tail = Math.min(probability, 1 - probability)
  const size = inverseTail((t) => tTwoSided(t, df) / 2, tail)
  return probability < 0.5 ? -size : size
}

/** P(X > x). */
export function chiSquareTail(x: number, df: number): number {
  return gammaTail(df / 2, x / 2)
}

export function chiSquareQuantile(probability: number, df: number): number {
  return inverseTail((x) => chiSquareTail(x, df), 1 - probability)
}

/** P(F > f). */
export function fTail(f: number, above: number, under: number): number {
  if (f <= 0) return 1
  return betaBelow(under / 2, above / 2, under / (under + above * f))
}

/** P(X ≥ successes) of `trials` with `probability` each. */
export function binomialTail(successes: number, trials: number, probability: number): number {
  if (successes <= 0) return 1
  if (successes > trials) return 0
  return betaBelow(successes, trials - successes + 1, probability)
}

/** The least number of successes whose probability of being reached from below is at least `probability`. */
export function binomialQuantile(probability: number, trials: number, chance: number): number {
  let [low, high] = [0, trials]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (1 - binomialTail(middle + 1, trials, chance) >= probability) high = middle
    else low = middle + 1
  }
  return low
}

/** P(X = successes) where `drawn` are taken from `total`, of whom `marked` are marked. */
export function hypergeometric(successes: number, total: number, marked: number, drawn: number): number {
  if (successes < Math.max(0, drawn + marked - total) || successes > Math.min(drawn, marked)) return 0
  return Math.exp(logChoose(marked, successes) + logChoose(total - marked, drawn - successes) - logChoose(total, drawn))
}

/** ln of the number of ways to choose `size` of `count`. */
export function logChoose(count: number, size: number): number {
  return logGamma(count + 1) - logGamma(size + 1) - logGamma(count - size + 1)
}

const HALVINGS = 200

/** Where a tail that falls from its value at 0 comes down to `target`: doubling, then halving, to the last digit. */
function inverseTail(tail: (value: number) => number, target: number): number {
  if (!(target > 0)) return Number.POSITIVE_INFINITY
  let high = 1
  while (tail(high) > target && high < Number.MAX_VALUE / 4) high *= 2
  let low = 0
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (tail(middle) > target) low = middle
    else high = middle
  }
  return high
}
