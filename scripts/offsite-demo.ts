/**
 * `npm run offsite-demo`: thirteen weeks of a demo shop's life off its site (docs/demo-data.md), in a gateway of its own on plain workerd,
 * then the console's address. Everything comes in by the doors that a site has, but the events: theirs would refuse what is weeks old.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { destinations } from '../src/destinations/registry.ts'
import { personKeyMaker } from '../src/hashing/person-key.ts'
import type { FactBatch, JourneyFact } from '../src/offsite/facts.ts'
import type { ImportRow } from '../src/offsite/rows.ts'
import { planSites, type SitePlan } from '../src/pipeline/plan.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'
import { startSimulators } from '../src/simulators/server.ts'
import { refuseTakenPort } from './alone.ts'
import { buildBundle } from './build.ts'
import { DAYS } from './demo-analysis/cast.ts'
import type { DemoWorld } from './demo-analysis/world.ts'
import { factsOf } from './offsite-demo/facts.ts'
import { liveThroughTest, type DemoTest } from './offsite-demo/lift-test.ts'
import { told } from './told.ts'
import { startWorkerd } from './workerd.ts'

const SITE = 'atelier-rivage'
const SECRET = 'of the demo alone: it names journeys that nobody ever made'
const DAY_MS = 86_400_000
/** Of facts in a batch, and of rows in a request. */
const FACTS = 2_000
const ROWS = 500

export interface OffsiteDemo {
  readonly gatewayUrl: string
  readonly world: DemoWorld
  /** YYYY-MM-DD, the first and the last day of the data. */
  readonly days: readonly [string, string]
  /** What a command says; throws where it fails. */
  readonly command: (...args: readonly string[]) => Promise<string>
  readonly stop: () => Promise<void>
}

/** Resolves when all of it is in. */
export async function startOffsiteDemo(
  port: number,
  say: (text: string) => void = () => undefined,
): Promise<OffsiteDemo> {
  await refuseTakenPort('127.0.0.1', port)
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-offsite-'))
  const simulators = await startSimulators({ port: 0 })
  const { bundle } = await buildBundle({ dist: join(folder, 'dist') })
  const gateway = await startWorkerd({
    bundle,
    port,
    stateDir: join(folder, 'state'),
    bindings: {
      TIDEGATE_PLATFORM_BASE: simulators.url,
      TIDEGATE_PERSON_KEY_SECRET: SECRET,
      TIDEGATE_LIVE_VIEW: 'on',
      TIDEGATE_LOG_LEVEL: 'off',
    },
    production: false,
  })
  const stop = async () => {
    await gateway.stop()
    await simulators.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const command = (...args: readonly string[]) => told([...args, '--url', gateway.url])
  try {
    const { world, plan: testPlan, reading } = liveThroughTest(firstDayOf(Date.now()))
    const steps = stepsOf({
      world,
      test: { plan: testPlan, reading },
      gatewayUrl: gateway.url,
      folder,
      plan: recordPlanBeside(bundle),
      command,
    })
    for (const [index, { name, run }] of steps.entries()) {
      say(`${index + 1}/${steps.length} ${name}`)
      await run()
    }
    return { gatewayUrl: gateway.url, world, days: [world.firstDay, dayOf(world, DAYS - 1)], command, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A Monday, so that the last day of the data is over. */
function firstDayOf(nowMs: number): string {
  const latest = new Date(Math.floor(nowMs / DAY_MS - DAYS) * DAY_MS)
  return new Date(latest.getTime() - ((latest.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10)
}

function dayOf({ firstDay }: DemoWorld, day: number): string {
  return new Date(Date.parse(firstDay) + day * DAY_MS).toISOString().slice(0, 10)
}

/** What platforms would be sent is no part of a fact, and working it out for each takes its time: here none gets any event. */
function recordPlanBeside(bundle: string): SitePlan {
  const policy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8')) as CompiledPolicy
  const plan = planSites(sendingNothing(policy), destinations).get(SITE)
  if (plan === undefined) throw new Error(`the policy has no site ${SITE}`)
  return plan
}

/** The destinations stay: how old an event may be is what the most patient of them takes. */
function sendingNothing(policy: CompiledPolicy): CompiledPolicy {
  const sites = policy.sites.map((site) => ({
    ...site,
    destinations: site.destinations.map((account) => ({ ...account, events: {} })),
  }))
  return { ...policy, sites }
}

interface Feed {
  readonly world: DemoWorld
  readonly test: Omit<DemoTest, 'world'>
  readonly gatewayUrl: string
  readonly folder: string
  readonly plan: SitePlan
  readonly command: OffsiteDemo['command']
}

interface Step {
  readonly name: string
  readonly run: () => Promise<void>
}

function stepsOf({ world, test, gatewayUrl, folder, plan, command }: Feed): readonly Step[] {
  const post = (path: string, body: object) => postJson(`${gatewayUrl}${path}`, body)
  return [
    {
      name: `${world.links.length} own links`,
      run: async () => {
        for (const { made_at: _made, ...link } of world.links) await post('/v1/analysis/links', link)
      },
    },
    {
      name: `${world.orders.length} orders of the back office`,
      run: async () => {
        const ledger = world.orders.map((order) => order.ledger)
        for (const orders of partsOf(ledger, ROWS)) await post('/v1/ledger/orders', { orders })
      },
    },
    {
      name: `${world.events.length} visits, steps and sales, judged one by one`,
      run: async () => {
        let upTo = 0
        for (const part of partsOf(factsOf(world.events, plan, personKeyMaker(SECRET)), FACTS))
          await post(`/dev/facts?site=${SITE}`, batchOf(part, ++upTo))
      },
    },
    {
      name: `${world.files.length} files of the platforms`,
      run: async () => {
        for (const { name, text, options } of world.files) {
          const file = join(folder, name)
          writeFileSync(file, text)
          await command(
            'media',
            'import',
            file,
            ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value]),
          )
        }
      },
    },
    {
      name: 'posts, costs and what buyers said',
      run: async () => {
        const rows: readonly ImportRow[] = [
          ...world.posts,
          ...world.costs,
          ...world.surveys,
          ...world.media.filter(({ paid }) => !paid),
        ]
        const file = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
        for (const part of partsOf(rows, ROWS)) await post('/v1/analysis/imports', { file, name: 'demo', rows: part })
      },
    },
    {
      name: 'a test of lift in six regions, its plan and its reading',
      run: async () => {
        const id = 'brume-regions'
        await post('/v1/analysis/tests', { id, plan: test.plan })
        await post('/v1/analysis/tests', { id, reading: test.reading })
      },
    },
  ]
}

function batchOf(facts: readonly JourneyFact[], upTo: number): FactBatch {
  return { shard: 0, epoch: 'demo', upTo, facts }
}

function* partsOf<Row>(rows: Iterable<Row>, size: number): Generator<readonly Row[]> {
  let part: Row[] = []
  for (const row of rows) {
    part.push(row)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

async function postJson(url: string, body: object): Promise<void> {
  // Making the next batch takes seconds on a slow machine: a connection that was kept open may be closed by then.
  const headers = { 'content-type': 'application/json', authorization: 'Bearer dev', connection: 'close' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`)
}

async function main(): Promise<void> {
  process.chdir(join(import.meta.dirname, '..'))
  const demo = await startOffsiteDemo(Number(process.env['PORT'] ?? 8787), (text) => console.log(text))
  const [from, to] = demo.days
  console.log(`\nwhat stands out  ${demo.gatewayUrl}/console/learning?from=${from}&to=${to}   ce qui se détache`)
  console.log(`the money        ${demo.gatewayUrl}/console/business?from=${from}&to=${to}   les chiffres`)
  console.log('nobody has to sign in here; stop with Ctrl-C')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void demo.stop())
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
