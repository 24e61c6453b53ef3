/**
 * The long walk: session after session, each with a state folder of its own, until the time is over. Every moment of every point is
 * armed in turn; in between, lives end at random.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlatforms } from '../support/platforms.ts'
import { crashBundle, type CrashBundle } from './bundle.ts'
import { chanceOf, type Chance } from './chance.ts'
import { LONG_ANSWER, NO_FAULTS, someFaults, type FaultsOf } from './faults.ts'
import { ASIDE_WITHIN_MS, needsEventAside, needsLongAnswer } from './needs.ts'
import { Session, type CyclePlan, type CycleResult, type Death } from './session.ts'
import { Targets } from './targets.ts'

export interface WalkOptions {
  readonly seed: number
  readonly minutes: number
  /** Only points whose id has this text in it. */
  readonly only: string
  readonly onCycle: (totals: Totals) => void
}

export interface Totals {
  readonly cycles: number
  readonly deaths: number
  readonly deathsAtPoints: number
  /** Events sent, copies of a sale counted once. */
  readonly sales: number
  /** Deliveries. */
  readonly accepted: number
  readonly doubtful: number
  readonly ended: Readonly<Record<string, number>>
  /** How many moments of points have been the end of a life, of how many. */
  readonly walked: number
  readonly moments: number
}

export interface WalkEnd extends Totals {
  readonly findings: readonly string[]
  /** Once every point has had its turns: those that were never passed, and are not known to be so. */
  readonly unreached: readonly string[]
  /** Those that were passed, and where no life has ended all the same. */
  readonly missed: readonly string[]
  /** Of each moment, how often a life has ended there. */
  readonly endedAt: Readonly<Record<string, number>>
  /** With a finding nothing is thrown away. */
  readonly kept: string | undefined
}

const CYCLES_PER_SESSION = 16
/** The numbers of shards: a session has one of them, or another in each life. */
const SHARDS = [1, 3, 2] as const
const LONGEST_LIFE_MS = 400
/** In every third session couriers wait for their turn where there is much to halve. */
const LOW_RATES = 'tiktok=8 meta=8'
const MOST_FAULTS = 3
/** So many cycles in a row end lives at points; the next one does so at random. */
const CYCLES_AT_POINTS = 4

export async function walk(options: WalkOptions): Promise<WalkEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-crash-'))
  const end = await sessions(options, await bundlesIn(folder), folder)
  if (end.kept === undefined) rmSync(folder, { recursive: true, force: true })
  return end
}

async function bundlesIn(folder: string): Promise<CrashBundle[]> {
  const made: CrashBundle[] = []
  for (const shards of SHARDS) made.push(await crashBundle({ shards, dist: subfolder(folder, `shards-${shards}`) }))
  return made
}

function subfolder(folder: string, name: string): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  return path
}

async function sessions(options: WalkOptions, bundles: readonly CrashBundle[], folder: string): Promise<WalkEnd> {
  const untilMs = Date.now() + options.minutes * 60_000
  const points = bundles[0]?.points ?? []
  const targets = new Targets(points, options.only)
  const besideAside = new Set(points.filter(needsEventAside).map(({ id }) => id))
  const books = new Books(targets)
  for (let number = 0; Date.now() < untilMs; number++) {
    const chance = chanceOf(options.seed * 1_000_003 + number)
    const stateDir = subfolder(folder, `state-${number}`)
    // Their own: what hung in one session must not come in the next.
    const platforms = await startPlatforms()
    const session = new Session({
      bundle: () => bundleFor(number, bundles, chance),
      stateDir,
      platforms,
      rates: number % 3 === 0 ? LOW_RATES : undefined,
      onPassed: (place, visit) => targets.passed(place, visit),
    })
    const run = { chance, number, targets, besideAside, books, untilMs, onCycle: options.onCycle }
    const findings = await cycles(session, run)
    await platforms.close()
    if (findings.length > 0)
      return { ...books.totals(), findings, unreached: [], missed: [], endedAt: targets.endedAt(), kept: folder }
    rmSync(stateDir, { recursive: true, force: true })
  }
  return {
    ...books.totals(),
    findings: [],
    unreached: targets.unreached(),
    missed: targets.missed(),
    endedAt: targets.endedAt(),
    kept: undefined,
  }
}

/** In every second session each life has another number of shards: what one shard has known must be known to the others. */
function bundleFor(number: number, bundles: readonly CrashBundle[], chance: Chance): string {
  const changes = number % 2 === 1
  const bundle = bundles[changes ? chance.below(bundles.length) : (number / 2) % bundles.length]
  if (bundle === undefined) throw new Error('there is no bundle')
  return bundle.bundle
}

interface Run {
  readonly chance: Chance
  readonly number: number
  readonly targets: Targets
  /** The points that are passed beside an event that was put aside. */
  readonly besideAside: ReadonlySet<string>
  readonly books: Books
  readonly untilMs: number
  readonly onCycle: WalkOptions['onCycle']
}

async function cycles(session: Session, run: Run): Promise<readonly string[]> {
  const { targets, books, untilMs, onCycle } = run
  try {
    for (let cycle = 0; cycle < CYCLES_PER_SESSION && Date.now() < untilMs; cycle++) {
      const plan = planOf(run, cycle)
      const result = await session.cycle(plan)
      targets.settle(plan.deaths, result.died)
      books.add(result)
      onCycle(books.totals())
      if (result.findings.length > 0) return [`in the cycle ${plan.name}:`, ...result.findings]
    }
    books.close(session.sales)
    return []
  } finally {
    await session.close()
  }
}

function planOf(run: Run, cycle: number): CyclePlan {
  const { chance, number } = run
  const deaths = deathsOf(run, cycle)
  const own = { name: `s${number}c${cycle}`, chance, deaths }
  const patienceMs = 400 + chance.below(600)
  // Any other answer would begin the count of its failures anew; and to wait for its second turn is a minute.
  if (deaths.some((death) => isBesideAside(death, run)))
    return { ...own, faults: NO_FAULTS, stubbornTimes: stubbornTimes(chance), patienceMs }
  const faults = faultsFor(deaths, someFaults(chance.below(MOST_FAULTS + 1), chance))
  // In one cycle of eight the retries take the time that they take.
  return { ...own, faults, ...(chance.below(8) > 0 && { patienceMs }) }
}

/** A session begins with a point that its later cycles pass no more: what is done once a day, or once for a new state folder. */
function deathsOf(run: Run, cycle: number): readonly Death[] {
  const { chance, targets } = run
  const atRandom = cycle % (CYCLES_AT_POINTS + 1) === CYCLES_AT_POINTS
  const lives = 1 + chance.below(3)
  const deaths: Death[] = []
  for (let life = 0; life < lives; life++) {
    const byChance = atRandom || deaths.some((death) => isBesideAside(death, run)) || (life > 0 && chance.next() < 0.3)
    const at = byChance ? undefined : targets.next(chance, cycle === 0 && life === 0)
    const death = at === undefined ? { afterMs: chance.below(LONGEST_LIFE_MS) } : { at }
    // The first life is its own: the next would begin to count its failures anew, and they are spent.
    if (isBesideAside(death, run)) deaths.unshift({ ...death, afterMs: ASIDE_WITHIN_MS })
    else deaths.push(death)
  }
  return deaths
}

function isBesideAside({ at }: Death, { besideAside }: Run): boolean {
  return at !== undefined && besideAside.has(at.point)
}

/** It is put aside after the third; with a fourth it lies aside when its first turn there is over. */
function stubbornTimes(chance: Chance): number {
  return 3 + chance.below(2)
}

function faultsFor(deaths: readonly Death[], faults: FaultsOf): FaultsOf {
  const reads = deaths.some(({ at }) => at !== undefined && needsLongAnswer({ id: at.point }))
  return reads ? { ...faults, meta: [LONG_ANSWER, ...faults.meta] } : faults
}

/** Adds up; what a session counts, it counts from its own beginning. */
class Books {
  readonly #targets: Targets
  #cycles = 0
  #deaths = 0
  #deathsAtPoints = 0
  #sales = 0
  #closed: Pick<Totals, 'accepted' | 'doubtful' | 'ended'> = { accepted: 0, doubtful: 0, ended: {} }
  #open: Pick<Totals, 'accepted' | 'doubtful' | 'ended'> = { accepted: 0, doubtful: 0, ended: {} }

  constructor(targets: Targets) {
    this.#targets = targets
  }

  add({ died, sums }: CycleResult): void {
    this.#cycles += 1
    this.#deaths += died.length
    this.#deathsAtPoints += died.filter((place) => place !== 'at random').length
    this.#open = { ...sums, accepted: sums.accepted + sums.acceptedUntold }
  }

  close(sales: number): void {
    this.#sales += sales
    this.#closed = added(this.#closed, this.#open)
    this.#open = { accepted: 0, doubtful: 0, ended: {} }
  }

  totals(): Totals {
    return {
      cycles: this.#cycles,
      deaths: this.#deaths,
      deathsAtPoints: this.#deathsAtPoints,
      sales: this.#sales,
      ...added(this.#closed, this.#open),
      walked: this.#targets.walked,
      moments: this.#targets.moments,
    }
  }
}

function added(
  a: Pick<Totals, 'accepted' | 'doubtful' | 'ended'>,
  b: Pick<Totals, 'accepted' | 'doubtful' | 'ended'>,
): Pick<Totals, 'accepted' | 'doubtful' | 'ended'> {
  const ended = { ...a.ended }
  for (const [outcome, count] of Object.entries(b.ended)) ended[outcome] = (ended[outcome] ?? 0) + count
  return { accepted: a.accepted + b.accepted, doubtful: a.doubtful + b.doubtful, ended }
}
