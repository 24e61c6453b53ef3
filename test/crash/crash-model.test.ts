/** The short run of the crash model: the most telling points, some by chance, and a check that the books would show a loss. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest'
import { startPlatforms, type Platforms } from '../support/platforms.ts'
import { atEnd, temporaryFolder } from '../support/running.ts'
import { crashBundle, type CrashBundle } from './bundle.ts'
import { chanceOf } from './chance.ts'
import { ACCEPTED_THEN_DROPPED, NO_FAULTS, PARTIAL } from './faults.ts'
import type { Armed } from './gateway.ts'
import { needsEventAside, needsLongAnswer, needsNarrowerPolicy } from './needs.ts'
import { placeOf, Session, type CyclePlan, type CycleResult, type SessionOptions } from './session.ts'
import { Targets } from './targets.ts'
import { aboutNothing, isSeldomPassed, neverPassed } from './unreached.ts'

const SHARDS = 2
/** Another one each day: what one of them finds, it finds again until it is mended. */
const SEED = Math.floor(Date.now() / 86_400_000)

let platforms: Platforms
let built: CrashBundle
const sessions: Session[] = []
atEnd(() => sessions.forEach((session) => session.kill()))

beforeAll(async () => {
  built = await crashBundle({ shards: SHARDS, dist: temporaryFolder('crash-dist') })
})
beforeEach(async () => {
  platforms = await startPlatforms()
})
afterEach(() => platforms.close())

function newSession(more: Pick<SessionOptions, 'onPassed' | 'whileDown'> = {}) {
  const stateDir = temporaryFolder('crash-state')
  const session = new Session({ bundle: () => built.bundle, stateDir, platforms, ...more })
  sessions.push(session)
  return { session, stateDir }
}

/** The point whose source begins so, in this file. */
function at(file: string, text: string, moment: Armed['moment'], visit = 1): Armed {
  const point = built.points.find(({ id, text: source }) => id.startsWith(`${file}:`) && source.startsWith(text))
  if (point === undefined) throw new Error(`${file} has no "${text}" any more`)
  return { point: point.id, moment, visit }
}

it('kill -9 where it hurts most loses nothing, and counts nothing twice', async () => {
  onTestFailed(() => console.error(`the seed was ${SEED}`))
  const chance = chanceOf(SEED)
  const passed = new Map<string, number>()
  const { session } = newSession({ onPassed: (place, visit) => passed.set(place, visit) })
  const targets = new Targets(built.points)
  const results: CycleResult[] = []
  const cycle = async (plan: Omit<CyclePlan, 'name' | 'chance'>) => {
    const result = await session.cycle({ name: `c${results.length}`, chance, ...plan })
    expect(result.findings).toEqual([])
    results.push(result)
  }

  // Nobody dies: what the load passes is passed here.
  await cycle({ faults: NO_FAULTS, deaths: [] })
  const telling = [
    at('src/outbox/outbox.ts', 'turnTransaction(this.ctx, () => this.#store.accept', 'after', 2),
    at('src/routes/joint-calls.ts', 'await own.call', 'after', 3),
    at('src/delivery/send.ts', 'await fetcher', 'before'),
    at('src/delivery/send.ts', 'await fetcher', 'after', 2),
    at('src/delivery/courier.ts', 'transaction(() => store.end', 'after'),
  ]
  await cycle({ faults: PARTIAL, deaths: telling.map((point) => ({ at: point })) })
  await cycle({
    faults: { ...NO_FAULTS, meta: [ACCEPTED_THEN_DROPPED] },
    deaths: [{ at: targets.next(chance, false) }, { afterMs: chance.below(200) }],
  })

  expect(results.flatMap(({ died }) => died)).toEqual(expect.arrayContaining(telling.map(placeOf)))
  const often = built.points.filter((point) => !isSeldomPassed(point))
  expect(neverPassed(often, new Set(passed.keys()))).toEqual([])
  const { accepted = 0, acceptedUntold = 0, ended = {} } = results.at(-1)?.sums ?? {}
  expect(accepted).toBeGreaterThan(200)
  expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(accepted + acceptedUntold)
  await session.close()
})

it('what is said of points by their source is about points that there are', () => {
  expect(aboutNothing(built.points)).toEqual([])
  const asides = built.points.filter(needsEventAside)
  expect(new Set(asides.map(({ within }) => within))).toEqual(new Set(['deliverAll', 'tryAside']))
  expect(built.points.filter(needsNarrowerPolicy)).not.toEqual([])
  expect(built.points.filter(needsLongAnswer)).not.toEqual([])
})

it('the books show a delivery that was taken out of the outbox while nobody looked', async () => {
  let stolen = 0
  const { session, stateDir } = newSession({ whileDown: () => (stolen += steal(stateDir)) })
  const before = at('src/delivery/send.ts', 'await fetcher', 'before')
  const { findings } = await session.cycle({
    name: 'x',
    chance: chanceOf(1),
    faults: NO_FAULTS,
    deaths: [{ at: before }],
  })
  expect(stolen).toBeGreaterThan(0)
  expect(findings.filter((finding) => finding.endsWith('was accepted and has no end: it is lost'))).not.toEqual([])
  await session.close()
})

/** Takes the oldest parcel out of each shard, as an outbox would that ends deliveries before it has sent them. */
function steal(stateDir: string): number {
  const folder = join(stateDir, 'outbox')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sqlite'))
  return files.reduce((sum, name) => {
    const database = new DatabaseSync(join(folder, name))
    const tables = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'pending'").all()
    const { changes } =
      tables.length === 0
        ? { changes: 0 }
        : database.prepare('DELETE FROM pending WHERE id = (SELECT min(id) FROM pending)').run()
    database.close()
    return sum + Number(changes)
  }, 0)
}
