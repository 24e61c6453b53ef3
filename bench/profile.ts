/**
 * Where the gateway's time goes: a CPU profile of the readable (not minified) bundle on plain workerd under load.
 *   node bench/profile.ts [--part single|batch10|batch|refused|duplicates] [--seconds 6] [--out file.cpuprofile]
 * The file can be opened in the browser's developer tools. Time that V8 does not see (SQLite, sockets) is `(program)`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomBytes } from 'node:crypto'
import { build } from 'esbuild'
import { buildBundle, FOR_WORKERD } from '../scripts/build.ts'
import { Devtools, type CpuProfile } from './devtools.ts'
import { gatewayBindings, startSimulators, tokenFor } from './gateway.ts'
import { freshIds, startLoadGenerator, type LoadGenerator } from './load/client.ts'
import { firstAnswer, spawnWorkerd } from './plain-workerd.ts'
import { freePort, stopChild } from './processes.ts'
import { progress } from './progress.ts'
import { SCENARIOS, type Scenario } from './throughput.ts'

const SAMPLE_EVERY_MICROS = 200
const WARM_UP_MS = 4_000
const SELF_LINES = 40
const TOTAL_LINES = 60

async function profile(folder: string, scenario: Scenario, seconds: number): Promise<CpuProfile> {
  const { bundle } = await buildBundle({ dist: join(folder, 'dist') })
  const readable = await buildReadable(folder, join(dirname(bundle), 'policy.json'))
  const simulators = await startSimulators()
  const load = startLoadGenerator()
  const secret = randomBytes(36).toString('base64url')
  const [port, inspectorPort] = [await freePort(), await freePort()]
  const child = spawnWorkerd({
    folder: join(folder, 'profiled'),
    bundle: readable,
    port,
    outboxClass: 'Outbox',
    bindings: gatewayBindings(secret, simulators.url),
    args: [`-i127.0.0.1:${inspectorPort}`],
  })
  try {
    await firstAnswer(port, '/healthz', child)
    const token = await tokenFor(bundle, secret)
    progress('warming up')
    await run(load, scenario, port, token, WARM_UP_MS)
    const devtools = await Devtools.connect(inspectorPort)
    await devtools.startProfile(SAMPLE_EVERY_MICROS)
    progress(`profiling ${scenario.part} for ${seconds} s`)
    await run(load, scenario, port, token, seconds * 1000)
    return await devtools.stopProfile()
  } finally {
    await stopChild(child)
    await load.stop()
    await simulators.stop()
  }
}

async function buildReadable(folder: string, policy: string): Promise<string> {
  const outfile = join(folder, 'readable.js')
  await build({
    entryPoints: ['src/index.ts'],
    outfile,
    ...FOR_WORKERD,
    alias: { '#policy': policy, '#approval': join(dirname(policy), 'approval.json') },
  })
  return outfile
}

async function run(load: LoadGenerator, scenario: Scenario, port: number, token: string, forMs: number): Promise<void> {
  const result = await load.run({
    port,
    path: '/v1/events',
    token,
    body: scenario.body(),
    events: scenario.events,
    connections: 32,
    firstId: scenario.becomes === 'duplicate' ? 0 : freshIds(),
    idCount: scenario.becomes === 'duplicate' ? 1_000 : Number.MAX_SAFE_INTEGER,
    forMs,
    maxRequests: Number.MAX_SAFE_INTEGER,
  })
  const perSecond = (result.requests * scenario.events) / result.seconds
  progress(`${perSecond.toFixed(0)} events/s, answers ${JSON.stringify(result.statuses)}`)
}

/** Function → share of the profile's time: alone, and with everything it calls. */
function shares({ nodes, samples, timeDeltas }: CpuProfile): {
  readonly self: Map<string, number>
  readonly total: Map<string, number>
} {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)))
  const self = new Map<string, number>()
  const total = new Map<string, number>()
  const whole = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  samples.forEach((sample, index) => {
    const share = (timeDeltas[index] ?? 0) / whole
    const seen = new Set<string>()
    for (let at: number | undefined = sample; at !== undefined; at = parents.get(at)) {
      const name = nameOf(byId.get(at))
      if (at === sample) add(self, name, share)
      // A function that calls itself is counted once.
      if (!seen.has(name)) add(total, name, share)
      seen.add(name)
    }
  })
  return { self, total }
}

function nameOf(node: CpuProfile['nodes'][number] | undefined): string {
  if (node === undefined) return '(unknown)'
  const { functionName, url, lineNumber } = node.callFrame
  const name = functionName === '' ? '(anonymous)' : functionName
  return url === '' ? name : `${name} :${lineNumber + 1}`
}

function add(shares: Map<string, number>, name: string, share: number): void {
  shares.set(name, (shares.get(name) ?? 0) + share)
}

function print(title: string, shares: ReadonlyMap<string, number>, lines: number): void {
  console.log(title)
  const sorted = [...shares].toSorted((a, b) => b[1] - a[1]).slice(0, lines)
  for (const [name, share] of sorted) console.log(`${(100 * share).toFixed(1).padStart(6)} %  ${name}`)
}

const { values } = parseArgs({
  options: { part: { type: 'string' }, seconds: { type: 'string' }, out: { type: 'string' } },
})
const scenario = SCENARIOS.find(({ part }) => part === (values.part ?? 'single'))
if (scenario === undefined) throw new Error(`--part: one of ${SCENARIOS.map(({ part }) => part).join(', ')}`)
const seconds = Math.min(60, Math.max(1, Number(values.seconds ?? 6) || 6))
process.chdir(join(import.meta.dirname, '..'))
const folder = mkdtempSync(join(tmpdir(), 'tidegate-profile-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const taken = await profile(folder, scenario, seconds)
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(taken))
const { self, total } = shares(taken)
print('Alone (share of the time, function, line of the bundle)', self, SELF_LINES)
print('With what they call', total, TOTAL_LINES)
