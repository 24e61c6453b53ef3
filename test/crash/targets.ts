/** Which moment of which point is the next to end a life: all in turn, in an order chosen by chance, and again those that were missed. */
import type { Chance } from './chance.ts'
import type { Armed } from './gateway.ts'
import type { Point } from './points.ts'
import { placeOf, type Death } from './session.ts'
import { isOutOfReach, neverPassed, passedAllTheSame } from './unreached.ts'

/** A point that was not passed is tried again so often, and then it is said to be out of reach. */
const MAX_TRIES = 6
/** Which of its passings ends the life: one of the first so many. */
const MAX_VISIT = 12

type Target = Pick<Armed, 'point' | 'moment'>

export class Targets {
  readonly #points: readonly Point[]
  /** Those that are to end lives. */
  readonly #walkable: readonly Point[]
  readonly #all: readonly Target[]
  readonly #passed = new Map<string, number>()
  /** How often a life has ended there. */
  readonly #walked = new Map<string, number>()
  readonly #tries = new Map<string, number>()
  #queue: Target[] = []
  #missed: Target[] = []

  /** `only`: those whose id has this text in it. */
  constructor(points: readonly Point[], only = '') {
    this.#points = points
    this.#walkable = points.filter((point) => point.id.includes(only) && !isOutOfReach(point))
    this.#all = this.#walkable.flatMap(({ id, moments }) => moments.map((moment) => ({ point: id, moment })))
    if (this.#all.length === 0) throw new Error(`no point has "${only}" in its name`)
  }

  get moments(): number {
    return this.#all.length
  }

  get walked(): number {
    return this.#walked.size
  }

  /** Of each moment, how often a life has ended there. */
  endedAt(): Record<string, number> {
    return Object.fromEntries(this.#all.map(placeOf).map((place) => [place, this.#walked.get(place) ?? 0]))
  }

  /** For the `visit`th time at least. */
  passed(place: string, visit: number): void {
    this.#passed.set(place, Math.max(visit, this.#passed.get(place) ?? 0))
  }

  /** `fresh`: the state folder is new. What was missed is tried first then, for it may come about once in its life. */
  next(chance: Chance, fresh: boolean): Armed {
    if (this.#queue.length === 0) this.#queue = chance.shuffled(this.#missed.splice(0))
    if (this.#queue.length === 0) this.#queue = chance.shuffled(this.#all)
    const target = (fresh ? this.#missed.shift() : undefined) ?? this.#queue.shift()
    if (target === undefined) throw new Error('there is no point')
    const passed = this.#passed.get(placeOf(target)) ?? 1
    const again = this.#tries.has(placeOf(target))
    return { ...target, visit: again ? 1 : 1 + chance.below(Math.min(passed, MAX_VISIT)) }
  }

  /** What became of the deaths of a cycle. */
  settle(planned: readonly Death[], died: readonly string[]): void {
    for (const { at } of planned) {
      if (at === undefined) continue
      const place = placeOf(at)
      if (died.includes(place)) this.#walked.set(place, 1 + (this.#walked.get(place) ?? 0))
      else this.#miss(at, place)
    }
  }

  #miss({ point, moment }: Armed, place: string): void {
    const tries = 1 + (this.#tries.get(place) ?? 0)
    this.#tries.set(place, tries)
    if (tries < MAX_TRIES && !this.#walked.has(place)) this.#missed.push({ point, moment })
  }

  /** Passed, and no life has ended there in all its turns: something else ended it first. In sentences. */
  missed(): string[] {
    return this.#all
      .map(placeOf)
      .filter((place) => !this.#walked.has(place) && this.#passed.has(place))
      .filter((place) => (this.#tries.get(place) ?? 0) >= MAX_TRIES)
      .map(
        (place) =>
          `passed, and no life has ended there: ${place} (alone, with --only and its place, it has more turns)`,
      )
  }

  /** Points that are said to be out of reach, and are not. In sentences. */
  misjudged(): string[] {
    return passedAllTheSame(this.#points, new Set(this.#passed.keys()))
  }

  /** In sentences; none before each has had its turns. */
  unreached(): string[] {
    const isDone = ({ point, moment }: Target) => {
      const place = placeOf({ point, moment })
      return this.#walked.has(place) || (this.#tries.get(place) ?? 0) >= MAX_TRIES
    }
    return this.#all.every(isDone) ? neverPassed(this.#walkable, new Set(this.#passed.keys())) : []
  }
}
