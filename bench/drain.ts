/**
 * How fast the outbox empties, beside how fast it fills. The simulated platforms are held still while events come in, so that
 * all of them wait; then they go on, and nothing comes in any more: each rate is measured alone.
 */
import type { Simulators } from './gateway.ts'
import { median } from './median.ts'
import { drained, readCounts } from './metrics.ts'
import { cpuMs } from './processes.ts'
import { progress } from './progress.ts'
import {
  checkResult,
  forgetSimulated,
  SCENARIOS,
  scenarioJob,
  warmUp,
  type Bench,
  type Scenario,
} from './throughput.ts'

export interface Drain {
  readonly scenario: Scenario
  readonly acceptedPerSecond: number
  /** Events whose deliveries have all ended, a second. */
  readonly drainedPerSecond: number
  readonly ratio: number
  readonly ratios: readonly number[]
  /** Share of one core that the simulated platforms used while it emptied: near 1 means that they were measured. */
  readonly simulatorCpu: number
}

type Round = Omit<Drain, 'scenario' | 'ratios'>

export async function measureDrains(bench: Bench, simulators: Simulators): Promise<Drain[]> {
  const drains: Drain[] = []
  for (const scenario of SCENARIOS.filter(({ becomes }) => becomes === 'accepted')) {
    await warmUp(bench, scenario, undefined)
    const rounds: Round[] = []
    // Far from its limit: half as many rounds tell as much.
    for (let i = 0; i < bench.options.rounds / 2; i++) rounds.push(await measureRound(bench, simulators, scenario))
    drains.push(middleOf(scenario, rounds))
  }
  return drains
}

async function measureRound(bench: Bench, simulators: Simulators, scenario: Scenario): Promise<Round> {
  await forgetSimulated(bench)
  const { events, seconds } = await fill(bench, simulators, scenario)
  const waiting = (await readCounts(bench.gateway.url)).waiting
  const cpuBefore = cpuMs(simulators.pid)
  const startedMs = performance.now()
  simulators.resume()
  await drained(bench.gateway.url)
  const drainSeconds = (performance.now() - startedMs) / 1000
  const simulatorCpu = (cpuMs(simulators.pid) - cpuBefore) / 1000 / drainSeconds
  const [acceptedPerSecond, drainedPerSecond] = [events / seconds, events / drainSeconds]
  progress(
    `drain: ${scenario.title}: in ${acceptedPerSecond.toFixed(0)} events/s, ${waiting} deliveries waited, out ${drainedPerSecond.toFixed(0)} events/s (simulators ${(100 * simulatorCpu).toFixed(0)} % of a core)`,
  )
  return { acceptedPerSecond, drainedPerSecond, ratio: drainedPerSecond / acceptedPerSecond, simulatorCpu }
}

async function fill(bench: Bench, simulators: Simulators, scenario: Scenario) {
  simulators.pause()
  try {
    const job = scenarioJob(bench, scenario, undefined)
    const result = await bench.load.run({ ...job, forMs: job.forMs / 2 })
    checkResult(scenario.title, result)
    return { events: result.requests * scenario.events, seconds: result.seconds }
  } catch (error) {
    simulators.resume()
    throw error
  }
}

function middleOf(scenario: Scenario, rounds: readonly Round[]): Drain {
  const middle = (name: keyof Round) => median(rounds.map((round) => round[name]))
  return {
    scenario,
    acceptedPerSecond: middle('acceptedPerSecond'),
    drainedPerSecond: middle('drainedPerSecond'),
    ratio: middle('ratio'),
    ratios: rounds.map(({ ratio }) => ratio),
    simulatorCpu: middle('simulatorCpu'),
  }
}
