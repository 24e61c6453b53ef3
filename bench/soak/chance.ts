/** Chance that can be had again: the same seed gives the same run. mulberry32, enough for choosing. */
export type Chance = () => number

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function oneOf<One>(chance: Chance, list: readonly One[]): One {
  const one = list[Math.floor(chance() * list.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}
