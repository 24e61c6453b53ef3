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
import { Planner } from './plan.ts'
import { Session, type CycleResult } from './session.ts'
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
  /** Those that were passed, though it is said that no load does so. */
  readonly misjudged: readonly string[]
  /** Of each moment, how often a life has ended there. */
  readonly endedAt: Readonly<Record<string, number>>
  /** With a finding nothing is thrown away. */
  readonly kept: string | undefined
}

const CYCLES_PER_SESSION = 16
/** The policies: a session has one of them, or another in each life. Of the numbers of shards each, and one narrower than the others. */
const POLICIES = [{ shards: 1 }, { shards: 3 }, { shards: 2, narrower: true }] as const
/** In every third session couriers wait for their turn where there is much to halve. */
const LOW_RATES = 'tiktok=8 meta=8'

export async function walk(options: WalkOptions): Promise<WalkEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-crash-'))
  const end = await sessions(options, await bundlesIn(folder), folder)
  if (end.kept === undefined) rmSync(folder, { recursive: true, force: true })
  return end
}

async function bundlesIn(folder: string): Promise<CrashBundle[]> {
  const made: CrashBundle[] = []
  for (const policy of POLICIES)
    made.push(await crashBundle({ ...policy, dist: subfolder(folder, `shards-${policy.shards}`) }))
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
    const planner = new Planner({ chance, number, targets, points, ...widthsOf(bundles) })
    const run = { planner, targets, books, untilMs, onCycle: options.onCycle }
    const findings = await cycles(session, run)
    await platforms.close()
    if (findings.length > 0) return { ...endOf(books, targets), unreached: [], missed: [], findings, kept: folder }
    rmSync(stateDir, { recursive: true, force: true })
  }
  return { ...endOf(books, targets), findings: [], kept: undefined }
}

function endOf(books: Books, targets: Targets): Omit<WalkEnd, 'findings' | 'kept'> {
  return {
    ...books.totals(),
    unreached: targets.unreached(),
    missed: targets.missed(),
    misjudged: targets.misjudged(),
    endedAt: targets.endedAt(),
  }
}

/** In every second session each life has another number of shards: what one shard has known must be known to the others. */
function bundleFor(number: number, bundles: readonly CrashBundle[], chance: Chance): string {
  const changes = number % 2 === 1
  const bundle = bundles[changes ? chance.below(bundles.length) : (number / 2) % bundles.length]
  if (bundle === undefined) throw new Error('there is no bundle')
  return bundle.bundle
}

function widthsOf(bundles: readonly CrashBundle[]): { wider: string; narrower: string } {
  const [wider, , narrower] = bundles
  if (wider === undefined || narrower === undefined) throw new Error('there is no bundle')
  return { wider: wider.bundle, narrower: narrower.bundle }
}

interface Run {
  readonly planner: Planner
  readonly targets: Targets
  readonly books: Books
  readonly untilMs: number
  readonly onCycle: WalkOptions['onCycle']
}

async function cycles(session: Session, run: Run): Promise<readonly string[]> {
  const { planner, targets, books, untilMs, onCycle } = run
  try {
    for (let cycle = 0; cycle < CYCLES_PER_SESSION && Date.now() < untilMs; cycle++) {
      const plan = planner.next(cycle)
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
