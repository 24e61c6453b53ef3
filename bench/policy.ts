/** What a policy of 50 events × 8 recipients costs: once at the start, and for each event beside one of 5 events. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { FOR_WORKERD } from '../scripts/build.ts'
import { destinations } from '../src/destinations/registry.ts'
import { sha256Hex } from '../src/hashing/sha256.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'
import { eventText } from './event-text.ts'
import { largePolicy } from './large-policy.ts'
import { median } from './median.ts'
import { startWorker, type RunningWorker } from './plain-workerd.ts'
import { freePort } from './processes.ts'
import { progress } from './progress.ts'

export interface PolicyTimes {
  readonly bytes: number
  /** In a new process, where nothing is warm: the median of several. */
  readonly startMs: number
  readonly startSlowestMs: number
  readonly starts: number
  /** One event, 8 recipients. */
  readonly fewMicros: number
  readonly manyMicros: number
}

export const POLICY_EVENTS = { few: 5, many: 50 } as const

const STARTS = 7
const LOOPS = 400
const ROUNDS = 15

export async function measurePolicy(folder: string, policy: string): Promise<PolicyTimes> {
  progress('policy: building and starting')
  const texts = policyTexts(readFileSync(policy, 'utf8'))
  const bundle = await bundlePolicyWorker(folder, texts)
  const starts: number[] = []
  for (let i = 0; i < STARTS; i++) starts.push(await withWorker(folder, bundle, coldStart))
  const judged = await withWorker(folder, bundle, judgedTimes)
  const times = {
    ...judged,
    bytes: texts.many.length,
    startMs: median(starts),
    startSlowestMs: Math.max(...starts),
    starts: STARTS,
  }
  progress(`policy: start ${times.startMs.toFixed(1)} ms`)
  progress(
    `policy: judge ${times.fewMicros.toFixed(1)} µs with few events, ${times.manyMicros.toFixed(1)} µs with many`,
  )
  return times
}

interface Texts {
  readonly few: string
  readonly many: string
}

function policyTexts(compiled: string): Texts {
  const small = JSON.parse(compiled) as CompiledPolicy
  const textOf = (events: number) =>
    JSON.stringify(largePolicy(small, destinations, { events, destinations: 8 }, sha256Hex))
  return { few: textOf(POLICY_EVENTS.few), many: textOf(POLICY_EVENTS.many) }
}

/** Both are in the bundle as texts, as the gateway's own is. */
async function bundlePolicyWorker(folder: string, texts: Texts): Promise<string> {
  const files = { '#few': join(folder, 'few.json'), '#many': join(folder, 'many.json') }
  writeFileSync(files['#few'], JSON.stringify(texts.few))
  writeFileSync(files['#many'], JSON.stringify(texts.many))
  const bundle = join(folder, 'policy.js')
  await build({
    entryPoints: [join(import.meta.dirname, 'workers/policy.ts')],
    outfile: bundle,
    ...FOR_WORKERD,
    minify: true,
    alias: files,
  })
  return bundle
}

async function withWorker<Result>(
  folder: string,
  bundle: string,
  measure: (worker: RunningWorker) => Promise<Result>,
): Promise<Result> {
  const worker = await startWorker({ folder: join(folder, 'policy'), bundle, port: await freePort() })
  try {
    return await measure(worker)
  } finally {
    await worker.stop()
  }
}

/** Minus the same request that does nothing. */
async function coldStart(worker: RunningWorker): Promise<number> {
  const empty = []
  for (let i = 0; i < 5; i++) empty.push(await timeOf(worker, 'nothing', POLICY_EVENTS.many, 1))
  return Math.max(0, (await timeOf(worker, 'start', POLICY_EVENTS.many, 1)) - median(empty))
}

/** In turns, so that what else the machine does falls on both; the fastest of each. */
async function judgedTimes(worker: RunningWorker): Promise<Pick<PolicyTimes, 'fewMicros' | 'manyMicros'>> {
  const { few, many } = POLICY_EVENTS
  for (let i = 0; i < 3; i++) for (const events of [few, many]) await timeOf(worker, 'judge', events, LOOPS)
  let [fewMs, manyMs, emptyMs] = [Infinity, Infinity, Infinity]
  for (let i = 0; i < ROUNDS; i++) {
    emptyMs = Math.min(emptyMs, await timeOf(worker, 'nothing', few, LOOPS))
    fewMs = Math.min(fewMs, await timeOf(worker, 'judge', few, LOOPS))
    manyMs = Math.min(manyMs, await timeOf(worker, 'judge', many, LOOPS))
  }
  return { fewMicros: (1_000 * (fewMs - emptyMs)) / LOOPS, manyMicros: (1_000 * (manyMs - emptyMs)) / LOOPS }
}

const BODY = eventText()
const NOW_MS = Date.now()

async function timeOf(worker: RunningWorker, what: string, events: number, n: number): Promise<number> {
  const startedMs = performance.now()
  const url = `http://127.0.0.1:${worker.port}/?do=${what}&events=${events}&n=${n}&now=${NOW_MS}`
  const response = await fetch(url, { method: 'POST', body: BODY, signal: AbortSignal.timeout(60_000) })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`the policy's worker: ${text}`)
  return performance.now() - startedMs
}
