/**
 * Where the time goes below our own code: Linux `perf` samples the gateway and the platform's floor (floor.ts) under the same
 * load, and every sample is put into one group by its symbol. What JavaScript takes function by function: profile.ts.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildBundle } from '../scripts/build.ts'
import { FLOORS, floorJob, startFloor } from './floor.ts'
import { table } from './format.ts'
import { startGateway, startSimulators } from './gateway.ts'
import { startLoadGenerator, type LoadGenerator } from './load/client.ts'
import type { Job } from './load/job.ts'
import type { Options } from './options.ts'
import { groupOf, GROUPS, parseSamples, type Group, type Sample } from './perf-groups.ts'
import { cpuMs, pidOf } from './processes.ts'
import { progress } from './progress.ts'
import { SCENARIOS, scenarioJob } from './throughput.ts'

/** A prime, so that the samples fall into no step with a timer. */
const SAMPLES_PER_SECOND = 997
const TOP_SYMBOLS = 25
const SYMBOL_WIDTH = 90

interface Profile {
  readonly title: string
  readonly perSecond: number
  readonly cpuMicros: number
  readonly samples: readonly Sample[]
}

export async function profilePlatform(folder: string, options: Options): Promise<string> {
  const missing = whyNoPerf()
  if (missing !== undefined) return missing
  const load = startLoadGenerator()
  try {
    const floors = await profileFloors(folder, load, options)
    const gateway = await profileGateway(folder, load, options)
    return profileText([...floors, gateway])
  } finally {
    await load.stop()
  }
}

function whyNoPerf(): string | undefined {
  const { status } = spawnSync('perf', ['--version'], { stdio: 'ignore' })
  if (status === 0) return undefined
  return 'Linux perf is not installed here. Debian: apt install linux-perf; Ubuntu: apt install linux-tools-$(uname -r); Fedora: dnf install perf. Without root it also needs: sysctl kernel.perf_event_paranoid=1'
}

async function profileFloors(folder: string, load: LoadGenerator, options: Options): Promise<Profile[]> {
  const worker = await startFloor(folder)
  try {
    const profiles: Profile[] = []
    for (const { path, short } of FLOORS.filter(({ path: one }) => one !== '/fetch')) {
      const job = (forMs: number) => floorJob(worker, path, forMs)
      profiles.push(await profileOne({ folder, load, options, title: short, pid: pidOf(worker.process), job }))
    }
    return profiles
  } finally {
    await worker.stop()
  }
}

async function profileGateway(folder: string, load: LoadGenerator, options: Options): Promise<Profile> {
  const { bundle } = await buildBundle({ dist: join(folder, 'dist') })
  const simulators = await startSimulators()
  const gateway = await startGateway(folder, bundle, simulators.url)
  const [scenario] = SCENARIOS
  if (scenario === undefined) throw new Error('there is no scenario')
  const job = (forMs: number) => ({ ...scenarioJob({ gateway, options }, scenario, undefined), forMs })
  try {
    const title = 'the gateway'
    return await profileOne({ folder, load, options, title, pid: gateway.pid, job })
  } finally {
    await gateway.stop()
    await simulators.stop()
  }
}

interface Target {
  readonly folder: string
  readonly load: LoadGenerator
  readonly options: Options
  readonly title: string
  readonly pid: number
  readonly job: (forMs: number) => Job
}

async function profileOne({ folder, load, options, title, pid, job }: Target): Promise<Profile> {
  progress(`profile: ${title}: warming up`)
  await load.run(job(options.warmUpMs))
  const file = join(folder, `perf-${pid}.data`)
  const recording = record(pid, file, options.roundMs / 1000)
  const cpuBefore = cpuMs(pid)
  const result = await load.run(job(options.roundMs))
  const cpuMicros = ((cpuMs(pid) - cpuBefore) * 1000) / result.requests
  await recording
  const perSecond = result.requests / result.seconds
  progress(`profile: ${title}: ${perSecond.toFixed(0)} requests/s, ${cpuMicros.toFixed(0)} µs each`)
  return { title, perSecond, cpuMicros, samples: readSamples(file) }
}

async function record(pid: number, file: string, seconds: number): Promise<void> {
  const args = ['record', '-e', 'cpu-clock', '-F', String(SAMPLES_PER_SECOND), '-p', String(pid), '-o', file]
  const child = spawn('perf', [...args, '--', 'sleep', String(seconds)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`perf could not record (it may need root):\n${said}`)
}

const MAX_REPORT_BYTES = 256 * 1024 * 1024

function readSamples(file: string): Sample[] {
  const args = ['report', '-i', file, '-F', 'sample,dso,sym', '-t', '|', '--stdio']
  const { status, stdout, stderr } = spawnSync('perf', args, { encoding: 'utf8', maxBuffer: MAX_REPORT_BYTES })
  if (status !== 0) throw new Error(`perf could not read what it recorded:\n${stderr}`)
  return parseSamples(stdout)
}

function profileText(profiles: readonly Profile[]): string {
  const gateway = profiles.at(-1)
  const rows = GROUPS.map((group) => [group, ...profiles.map((profile) => cellOf(profile, group))])
  const whole = ['All', ...profiles.map(({ cpuMicros }) => `${cpuMicros.toFixed(0)} µs`)]
  const rates = ['Requests a second (perf slows them)', ...profiles.map(({ perSecond }) => perSecond.toFixed(0))]
  return `${[
    '# Where the time goes',
    `Linux perf, cpu-clock, ${SAMPLES_PER_SECOND} samples a second of all threads of the process; every sample in one group, by the symbol that ran (bench/perf-groups.ts). CPU µs per request, and the share of the whole. The reference workers are those of "The platform's floor" in bench/RESULTS.md; the gateway takes one event a request and delivers to two platforms meanwhile.`,
    table(['', ...profiles.map(({ title }) => title)], [...rows, whole, rates]),
    ...(gateway === undefined ? [] : [`The gateway's ${TOP_SYMBOLS} busiest symbols:`, symbolTable(gateway)]),
  ].join('\n\n')}\n`
}

function cellOf({ samples, cpuMicros }: Profile, group: Group): string {
  const all = samples.reduce((sum, { count }) => sum + count, 0)
  const own = samples.filter((one) => groupOf(one) === group).reduce((sum, { count }) => sum + count, 0)
  const share = all === 0 ? 0 : own / all
  return `${(share * cpuMicros).toFixed(0)} µs (${(100 * share).toFixed(0)} %)`
}

function symbolTable({ samples }: Profile): string {
  const all = samples.reduce((sum, { count }) => sum + count, 0)
  const jit = samples.filter(({ object }) => object.startsWith('[JIT]')).reduce((sum, { count }) => sum + count, 0)
  const named = samples.filter(({ object }) => !object.startsWith('[JIT]'))
  const lines = [{ count: jit, symbol: '(code that V8 compiled, all together)', object: '[JIT]' }, ...named]
  const rows = lines
    .toSorted((a, b) => b.count - a.count)
    .slice(0, TOP_SYMBOLS)
    .map((one) => [
      `${((100 * one.count) / all).toFixed(1)} %`,
      one.symbol.slice(0, SYMBOL_WIDTH),
      groupOf({ ...one, symbol: one.symbol }),
    ])
  return table(['share', 'symbol', 'group'], rows)
}
