/** Microseconds per stage, one event: the stage alone in a loop inside workerd, minus the same loop around nothing. */
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { build } from 'esbuild'
import { FOR_WORKERD } from '../scripts/build.ts'
import { eventText } from './event-text.ts'
import { gatewayBindings, tokenFor } from './gateway.ts'
import { startWorker, type RunningWorker } from './plain-workerd.ts'
import { freePort } from './processes.ts'
import { progress } from './progress.ts'

interface Stage {
  readonly id: string
  readonly title: string
  readonly consent?: 'denied'
  /** Events in one go; the figure is for one. */
  readonly events?: number
  /** A stage that this one cannot be run without and that is measured by itself. */
  readonly minus?: string
}

const STAGES: readonly Stage[] = [
  { id: 'authenticate', title: 'Authenticate: a token that was seen before' },
  { id: 'parse', title: 'Parse: text to canonical event' },
  { id: 'judge', title: 'Judge: the whole, two destinations' },
  { id: 'consent', title: '– consent: signals to two permits' },
  { id: 'prepare', title: '– fields for both: select, normalise, hash, clean URLs, guard', minus: 'consent' },
  { id: 'hash', title: '– – of these: normalise and hash identifiers' },
  { id: 'personKeys', title: '– person keys (HMAC)' },
  { id: 'identity', title: '– dedupe key, event id guarded' },
  { id: 'judge', title: 'Judge: consent denied', consent: 'denied' },
  { id: 'accept', title: 'Accept: the transaction, one event, without the commit to disk' },
  { id: 'accept100', title: 'Accept: the same, an event of a batch of 100', events: 100 },
  { id: 'durable', title: 'Accept: call to the outbox and back, one event, on disk, one at a time' },
  { id: 'durable100', title: 'Accept: the same, an event of a batch of 100', events: 100 },
  { id: 'answer', title: 'Answer: result to response' },
]

export interface StageTime {
  readonly title: string
  readonly micros: number
}

export async function measureStages(folder: string, policy: string, gatewayBundle: string): Promise<StageTime[]> {
  progress('stages: building and starting')
  const worker = await startStages(folder, policy, gatewayBundle)
  try {
    const times: StageTime[] = []
    const run: Run = { worker, nowMs: Date.now(), measured: new Map() }
    for (const stage of STAGES) {
      const micros = await stageAlone(run, stage)
      progress(`stages: ${stage.title}: ${micros.toFixed(2)} µs`)
      times.push({ title: stage.title, micros })
    }
    return times
  } finally {
    await worker.stop()
  }
}

interface Run {
  readonly worker: RunningWorker
  readonly nowMs: number
  /** Stages that others subtract, by id: µs with the loop. */
  readonly measured: Map<string, number>
}

async function stageAlone(run: Run, stage: Stage): Promise<number> {
  const rest = await measuredOnce(run, stage.minus ?? 'empty')
  return Math.max(0, (await measureStage(run, stage)) - rest) / (stage.events ?? 1)
}

async function measuredOnce(run: Run, id: string): Promise<number> {
  const known = run.measured.get(id)
  if (known !== undefined) return known
  const micros = await measureStage(run, { id, title: '' })
  run.measured.set(id, micros)
  return micros
}

async function startStages(folder: string, policy: string, gatewayBundle: string): Promise<RunningWorker> {
  const bundle = join(folder, 'stages.js')
  await build({
    entryPoints: [join(import.meta.dirname, 'workers/stages.js')],
    outfile: bundle,
    ...FOR_WORKERD,
    minify: true,
    alias: { '#policy': policy },
  })
  const secret = randomBytes(36).toString('base64url')
  const bindings = {
    ...gatewayBindings(secret, 'http://127.0.0.1:9'),
    BENCH_TOKEN: await tokenFor(gatewayBundle, secret),
  }
  return startWorker({
    folder: join(folder, 'stages'),
    bundle,
    port: await freePort(),
    outboxClass: 'StageOutbox',
    bindings,
  })
}

const LONG_ENOUGH_MS = 250
const MAX_LOOPS = 2_000_000
const ROUNDS = 3

/** As many turns as take a quarter of a second, which also warms the code up; then the fastest of three times that: what else the machine does only adds. */
async function measureStage({ worker, nowMs }: Run, stage: Stage): Promise<number> {
  const body = eventText({ ...(stage.consent !== undefined && { consent: stage.consent }) })
  let n = 16
  for (let ms = 0; ms < LONG_ENOUGH_MS && n < MAX_LOOPS;) {
    ms = await timeOf(worker, stage.id, n, nowMs, body)
    if (ms < LONG_ENOUGH_MS) n *= 2
  }
  let best = Infinity
  for (let i = 0; i < ROUNDS; i++) best = Math.min(best, await timeOf(worker, stage.id, n, nowMs, body))
  return (1000 * best) / n
}

async function timeOf(worker: RunningWorker, stage: string, n: number, nowMs: number, body: string): Promise<number> {
  const startedMs = performance.now()
  const url = `http://127.0.0.1:${worker.port}/?stage=${stage}&n=${n}&now=${nowMs}`
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(60_000) })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`stage ${stage}: ${text}`)
  return performance.now() - startedMs
}
