/** What happens in the cycles of a session: which lives end where, and what the platforms do. Chosen by chance; what a point needs, it gets. */
import type { Chance } from './chance.ts'
import { LONG_ANSWER, NO_FAULTS, OUT_OF_ORDER, someFaults, type FaultsOf } from './faults.ts'
import { ASIDE_WITHIN_MS, needsEventAside, needsLongAnswer, needsNarrowerPolicy } from './needs.ts'
import type { Point } from './points.ts'
import type { CyclePlan, Death } from './session.ts'
import type { Targets } from './targets.ts'

export interface PlannerOptions {
  readonly chance: Chance
  /** Of the session: part of its cycles' names. */
  readonly number: number
  readonly targets: Targets
  readonly points: readonly Point[]
  /** Bundles: the policy of the second allows less. */
  readonly wider: string
  readonly narrower: string
}

const LONGEST_LIFE_MS = 400
const MOST_FAULTS = 3
/** So many cycles in a row end lives at points; the next one does so at random. */
const CYCLES_AT_POINTS = 4
/** Long enough to take some sales, and too short for the second try of what a platform has refused. */
const TAKES_ONLY_MS = 500

export class Planner {
  readonly #options: PlannerOptions
  readonly #besideAside: ReadonlySet<string>
  readonly #narrowing: ReadonlySet<string>

  constructor(options: PlannerOptions) {
    this.#options = options
    this.#besideAside = idsOf(options.points.filter(needsEventAside))
    this.#narrowing = idsOf(options.points.filter(needsNarrowerPolicy))
  }

  next(cycle: number): CyclePlan {
    const { chance, number } = this.#options
    const deaths = this.#deaths(cycle)
    const own = { name: `s${number}c${cycle}`, chance, deaths }
    const patienceMs = 400 + chance.below(600)
    // Any other answer would begin the count of its failures anew; and its second turn aside comes in a minute.
    if (deaths.some((death) => isAt(death, this.#besideAside)))
      return { ...own, faults: NO_FAULTS, stubbornTimes: stubbornTimes(chance), patienceMs }
    if (deaths.some((death) => isAt(death, this.#narrowing))) return { ...own, faults: OUT_OF_ORDER, patienceMs }
    const faults = faultsFor(deaths, someFaults(chance.below(MOST_FAULTS + 1), chance))
    // In one cycle of eight the retries take the time that they take.
    return { ...own, faults, ...(chance.below(8) > 0 && { patienceMs }) }
  }

  /** A session begins with a point that its later cycles pass no more: what is done once a day, or once for a new state folder. */
  #deaths(cycle: number): readonly Death[] {
    const { chance, targets } = this.#options
    const atRandom = cycle % (CYCLES_AT_POINTS + 1) === CYCLES_AT_POINTS
    const lives = 1 + chance.below(3)
    const deaths: Death[] = []
    for (let life = 0; life < lives; life++) {
      const byChance = atRandom || this.#hasNeeds(deaths) || (life > 0 && chance.next() < 0.3)
      const at = byChance ? undefined : targets.next(chance, cycle === 0 && life === 0)
      const death = at === undefined ? { afterMs: chance.below(LONGEST_LIFE_MS) } : { at }
      // The first life is its own: the next would begin to count failures anew, and they would be spent.
      if (isAt(death, this.#besideAside)) deaths.unshift({ ...death, afterMs: ASIDE_WITHIN_MS })
      else if (isAt(death, this.#narrowing)) deaths.unshift(...this.#narrowed(death))
      else deaths.push(death)
    }
    return deaths
  }

  #hasNeeds(deaths: readonly Death[]): boolean {
    return deaths.some((death) => isAt(death, this.#besideAside) || isAt(death, this.#narrowing))
  }

  /** A life takes sales that cannot go out, and the next one has a narrower policy for them. */
  #narrowed(death: Death): readonly Death[] {
    const { wider, narrower } = this.#options
    return [
      { afterMs: TAKES_ONLY_MS, bundle: wider },
      { ...death, bundle: narrower },
    ]
  }
}

function idsOf(points: readonly Point[]): ReadonlySet<string> {
  return new Set(points.map(({ id }) => id))
}

function isAt({ at }: Death, points: ReadonlySet<string>): boolean {
  return at !== undefined && points.has(at.point)
}

/** It is put aside after the third; with a fourth it lies aside when its first turn there is over. */
function stubbornTimes(chance: Chance): number {
  return 3 + chance.below(2)
}

function faultsFor(deaths: readonly Death[], faults: FaultsOf): FaultsOf {
  const reads = deaths.some(({ at }) => at !== undefined && needsLongAnswer({ id: at.point }))
  return reads ? { ...faults, meta: [LONG_ANSWER, ...faults.meta] } : faults
}
