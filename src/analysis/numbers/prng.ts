/**
 * Chance that can be had again: mulberry32, a generator of 32 bits of state (public domain, Tommy Ettinger). Not for secrets. The seed is
 * always an argument and stands in the plan, so that whoever doubts a draw can draw it again.
 */

/** A number above 0 and below 1, never either: its logarithm exists. */
export type Uniform = () => number

const TWO_32 = 4_294_967_296

/** `seed`: a whole number; its lowest 32 bits count. */
export function mulberry32(seed: number): Uniform {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / TWO_32
  }
}

/** Standard normal, by Box and Muller's cosine: two uniforms each, nothing kept between two calls. */
export function normal(uniform: Uniform): number {
  const radius = Math.sqrt(-2 * Math.log(uniform()))
  return radius * Math.cos(2 * Math.PI * uniform())
}

/** A whole number from 0 up to `count`, without it. */
export function below(count: number, uniform: Uniform): number {
  return Math.min(count - 1, Math.floor(uniform() * count))
}

/** `size` different whole numbers below `count`, ascending: the first steps of a Fisher–Yates shuffle. */
export function draw(size: number, count: number, uniform: Uniform): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let place = 0; place < Math.min(size, count); place++) {
    const other = place + below(count - place, uniform)
    const kept = order[place] ?? 0
    order[place] = order[other] ?? 0
    order[other] = kept
  }
  return order.slice(0, size).toSorted((a, b) => a - b)
}
