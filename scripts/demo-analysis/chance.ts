/** Chance for the demo's data set: one seed, drawn in one order, so that the same seed makes the same shop to the byte. */
import { below, mulberry32, normal, type Uniform } from '../../src/analysis/numbers/prng.ts'

export class Chance {
  readonly #uniform: Uniform

  constructor(seed: number) {
    this.#uniform = mulberry32(seed)
  }

  /** True with this probability. */
  hits(probability: number): boolean {
    return this.#uniform() < probability
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#uniform()
  }

  whole(low: number, high: number): number {
    return low + below(high - low + 1, this.#uniform)
  }

  /** The list has at least one. */
  one<T>(list: readonly T[]): T {
    const [drawn] = list.slice(below(list.length, this.#uniform))
    if (drawn === undefined) throw new Error('nothing to draw from')
    return drawn
  }

  /** An index, by weight. */
  weighted(weights: readonly number[]): number {
    let left = this.#uniform() * weights.reduce((sum, weight) => sum + weight, 0)
    for (const [index, weight] of weights.entries()) {
      left -= weight
      if (left < 0) return index
    }
    return weights.length - 1
  }

  /** Poisson: by counting arrivals, and by the normal curve where they are many. */
  count(mean: number): number {
    if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(this.#uniform)))
    const limit = Math.exp(-mean)
    let arrivals = 0
    for (let product = this.#uniform(); product > limit; product *= this.#uniform()) arrivals++
    return arrivals
  }
}
