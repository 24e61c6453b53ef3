/**
 * Credit by removal from an absorbing Markov chain, exactly: visits follow one another with the probabilities that were observed, until
 * an order or nothing. What share of the orders would be missing if every path through a channel ended in nothing is its removal effect.
 * Solved by elimination, not by simulated walks: no noise, no seed. Of order k the state is the last k touches; equal consecutive
 * states count once; a path shorter than k is its own state.
 */
import { solve } from '../numbers/linear.ts'

export type MarkovOrder = 1 | 2

/** Elimination costs the cube of the states, for each channel. */
export const MAX_STATES = 320

/** Channels are numbers below `channels`. */
export interface MarkovPaths {
  readonly channels: number
  readonly order: MarkovOrder
  /** `path`: channels in the order of time, from `from` up to `to` without it. `nulls`: how often it led to nothing. */
  readonly add: (path: ArrayLike<number>, ends: PathEnds, from?: number, to?: number) => void
  readonly removal: () => RemovalResult
}

export interface PathEnds {
  readonly conversions: number
  readonly value: number
  readonly nulls: number
}

export type RemovalResult =
  | { readonly ok: true; readonly removal: Removal }
  | { readonly ok: false; readonly code: 'too_many_states'; readonly states: number; readonly most: number }
  /** No path led to an order, or none was given. */
  | { readonly ok: false; readonly code: 'no_conversion' }

export interface Removal {
  /** States that were seen, with the start. */
  readonly states: number
  /** Of a path: how probable it is that it ends with an order. */
  readonly pConversion: number
  /** Of each channel, 0 to 1. */
  readonly effect: Float64Array
  readonly valueEffect: Float64Array
  /** Of each channel: its effect by the sum of all. They sum to 1. */
  readonly share: Float64Array
  readonly valueShare: Float64Array
}

export function markovPaths(channels: number, order: MarkovOrder): MarkovPaths {
  const chain = new Chain(channels, order)
  return {
    channels,
    order,
    add: (path, ends, from = 0, to = path.length) => chain.add(path, ends, from, to),
    removal: () => chain.removal(),
  }
}

/** What leaves one state. */
interface State {
  /** One or two channels. */
  readonly channels: readonly number[]
  started: number
  conversions: number
  value: number
  nulls: number
  /** To each of the states, by its place. */
  readonly moves: Float64Array
}

/** Channels whose pairs are still numbers of a table; more are looked up. */
const MOST_IN_A_TABLE = 1_000

class Chain {
  readonly #channels: number
  readonly #order: MarkovOrder
  readonly #states: State[] = []
  /** Those after the most that can be solved: only counted. */
  #beyond = 0
  /** Key → place in the list of states + 1. A single channel's key comes after those of all pairs. */
  readonly #places: Uint32Array | Map<number, number>

  constructor(channels: number, order: MarkovOrder) {
    this.#channels = channels
    this.#order = order
    const keys = order === 1 ? channels : channels * channels + channels
    this.#places = keys <= MOST_IN_A_TABLE ** 2 ? new Uint32Array(keys) : new Map()
  }

  add(path: ArrayLike<number>, { conversions, value, nulls }: PathEnds, from: number, to: number): void {
    const weight = conversions + nulls
    if (to <= from || !(weight > 0)) return
    let at = this.#placeOf(path, from, to)
    let state = this.#states[at]
    if (state !== undefined) state.started += weight
    for (let index = from + 1; index + this.#order <= to; index++) {
      const next = this.#placeOf(path, index, to)
      if (next === at) continue
      if (state !== undefined && next < MAX_STATES) state.moves[next] = (state.moves[next] ?? 0) + weight
      at = next
      state = this.#states[at]
    }
    if (state === undefined) return
    state.conversions += conversions
    state.value += value
    state.nulls += nulls
  }

  /** Of the state that begins at `index` of the path. */
  #placeOf(path: ArrayLike<number>, index: number, to: number): number {
    const one = path[index] ?? 0
    const other = this.#order === 2 && index + 1 < to ? (path[index + 1] ?? 0) : -1
    const key = other >= 0 ? one * this.#channels + other : this.#order === 1 ? one : this.#channels ** 2 + one
    const known = (this.#places instanceof Map ? this.#places.get(key) : this.#places[key]) ?? 0
    return known > 0 ? known - 1 : this.#newPlace(key, other >= 0 ? [one, other] : [one])
  }

  #newPlace(key: number, channels: readonly number[]): number {
    if (this.#states.length >= MAX_STATES) this.#beyond++
    const place = this.#states.length < MAX_STATES ? this.#states.length : MAX_STATES + this.#beyond
    if (place < MAX_STATES) {
      this.#states.push({
        channels,
        started: 0,
        conversions: 0,
        value: 0,
        nulls: 0,
        moves: new Float64Array(MAX_STATES),
      })
    }
    if (this.#places instanceof Map) this.#places.set(key, place + 1)
    else this.#places[key] = place + 1
    return place
  }

  removal(): RemovalResult {
    const states = this.#states.length + this.#beyond + 1
    if (states > MAX_STATES) return { ok: false, code: 'too_many_states', states, most: MAX_STATES }
    const whole = reached(this.#states, () => true)
    if (whole === undefined || !(whole.conversion > 0)) return { ok: false, code: 'no_conversion' }
    const effect = new Float64Array(this.#channels)
    const valueEffect = new Float64Array(this.#channels)
    const seen = new Set(this.#states.flatMap(({ channels }) => channels))
    for (const channel of seen) {
      const without = reached(this.#states, (state) => !state.channels.includes(channel))
      effect[channel] = 1 - (without?.conversion ?? 0) / whole.conversion
      // Where nothing was worth anything there is no share of it either.
      valueEffect[channel] = whole.value > 0 ? 1 - (without?.value ?? 0) / whole.value : 0
    }
    return {
      ok: true,
      removal: {
        states,
        pConversion: whole.conversion,
        effect,
        valueEffect,
        share: sharesOf(effect),
        valueShare: sharesOf(valueEffect),
      },
    }
  }
}

/** The probability of an order, and the value of a path, where only these states may be gone through: (I − Q) h = r, and start · h. */
function reached(
  all: readonly State[],
  mayBe: (state: State) => boolean,
): { readonly conversion: number; readonly value: number } | undefined {
  const placeOf = new Int32Array(all.length).fill(-1)
  const states = all.filter(mayBe)
  for (const [place, index] of all.flatMap((state, index) => (mayBe(state) ? [index] : [])).entries())
    placeOf[index] = place
  const matrix = states.map((state, row) => equationOf(state, row, states.length, placeOf))
  const right = states.map((state) => [state.conversions / leavingOf(state), state.value / leavingOf(state)])
  const found = states.length === 0 ? [] : solve(matrix, right)
  if (found === undefined) return undefined
  const started = all.reduce((sum, state) => sum + state.started, 0)
  let [conversion, value] = [0, 0]
  for (const [row, state] of states.entries()) {
    conversion += (state.started / started) * (found[row]?.[0] ?? 0)
    value += (state.started / started) * (found[row]?.[1] ?? 0)
  }
  return { conversion, value }
}

/** A move to a state that is taken away leads to nothing: it has no column. */
function equationOf(state: State, row: number, size: number, placeOf: Int32Array): Float64Array {
  const equation = new Float64Array(size)
  equation[row] = 1
  const leaving = leavingOf(state)
  for (const [next, column] of placeOf.entries()) {
    if (column >= 0) equation[column] = (equation[column] ?? 0) - (state.moves[next] ?? 0) / leaving
  }
  return equation
}

function leavingOf({ conversions, nulls, moves }: State): number {
  return moves.reduce((sum, times) => sum + times, conversions + nulls)
}

function sharesOf(effects: Float64Array): Float64Array {
  const sum = effects.reduce((all, effect) => all + effect, 0)
  return effects.map((effect) => (sum > 0 ? effect / sum : 0))
}
