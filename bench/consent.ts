/** What reading consent costs inside workerd: usual signals in a loop, and the worst of ten thousand that mean harm. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { FOR_WORKERD } from '../scripts/build.ts'
import { hostileSignals, type Signal } from './hostile.ts'
import { median } from './median.ts'
import { startWorker, type RunningWorker } from './plain-workerd.ts'
import { freePort } from './processes.ts'
import { progress } from './progress.ts'

export interface ConsentTimes {
  readonly usual: readonly { readonly title: string; readonly medianMicros: number }[]
  readonly hostile: { readonly count: number; readonly worstMs: number; readonly worst: string }
}

const HOSTILE = 10_000
/** What takes longer than this the first time is measured again: the machine does other things too. */
const SUSPICIOUS_MS = 1
const TRIES = 5

export async function measureConsent(folder: string, policy: string): Promise<ConsentTimes> {
  progress('consent: building and starting')
  const worker = await startConsentWorker(folder, policy)
  try {
    const usual = []
    for (const [title, signal] of Object.entries(usualSignals())) {
      usual.push({ title, medianMicros: await usualTime(worker, signal) })
    }
    return { usual, hostile: await worstOf(worker, hostileSignals(HOSTILE, 7)) }
  } finally {
    await worker.stop()
  }
}

async function startConsentWorker(folder: string, policy: string): Promise<RunningWorker> {
  const bundle = join(folder, 'consent.js')
  await build({
    entryPoints: [join(import.meta.dirname, 'workers/consent.ts')],
    outfile: bundle,
    ...FOR_WORKERD,
    minify: true,
    alias: { '#policy': policy },
  })
  return startWorker({ folder: join(folder, 'consent'), bundle, port: await freePort() })
}

function usualSignals(): Readonly<Record<string, Signal>> {
  const vectors = JSON.parse(readFileSync('test/vectors/consent.json', 'utf8')) as { id: string; input: string }[]
  const input = (id: string) => vectors.find((vector) => vector.id === id)?.input ?? ''
  const tcf = input('tcf-special-features')
  return {
    [`TC string of ${tcf.length} characters, 833 vendors`]: { signal: 'tcf', text: tcf },
    'GPP string, one US section': { signal: 'gpp', text: input('gpp-rs-usct-opted-out') },
    'Cookie header with OneTrust': { signal: 'cookies', text: `a=1; OptanonConsent=${input('onetrust-accept')}; b=2` },
    'Cookie header without any consent tool': { signal: 'cookies', text: 'session=abc; _ga=GA1.2.3.4; theme=dark' },
  }
}

const LOOPS = 500
const ROUNDS = 31

async function usualTime(worker: RunningWorker, signal: Signal): Promise<number> {
  for (let i = 0; i < 10; i++) await timeOf(worker, signal, LOOPS)
  const times = []
  for (let i = 0; i < ROUNDS; i++) {
    const loop = await timeOf(worker, signal, LOOPS)
    times.push((1_000 * (loop - (await timeOf(worker, signal, 0)))) / LOOPS)
  }
  const micros = Math.max(0, median(times))
  progress(`consent: ${signal.signal}: ${micros.toFixed(1)} µs`)
  return micros
}

/** Each by itself, in a request of its own: the figure holds the request too. */
async function worstOf(worker: RunningWorker, signals: readonly Signal[]): Promise<ConsentTimes['hostile']> {
  let worst = { worstMs: 0, worst: '' }
  for (const signal of signals) {
    const ms = await leastTime(worker, signal)
    if (ms > worst.worstMs) worst = { worstMs: ms, worst: `${signal.signal}, ${signal.text.length} characters` }
  }
  progress(`consent: worst of ${signals.length}: ${worst.worstMs.toFixed(2)} ms`)
  return { count: signals.length, ...worst }
}

async function leastTime(worker: RunningWorker, signal: Signal): Promise<number> {
  let least = await timeOf(worker, signal, 1)
  for (let i = 0; i < TRIES && least > SUSPICIOUS_MS; i++) least = Math.min(least, await timeOf(worker, signal, 1))
  return least
}

async function timeOf(worker: RunningWorker, { signal, text }: Signal, n: number): Promise<number> {
  const startedMs = performance.now()
  const url = `http://127.0.0.1:${worker.port}/?signal=${signal}&n=${n}&now=${Date.UTC(2026, 10, 21)}`
  const response = await fetch(url, { method: 'POST', body: text, signal: AbortSignal.timeout(60_000) })
  await response.text()
  if (response.status !== 200) throw new Error(`a hostile signal made the reader throw: ${signal} ${text.slice(0, 80)}`)
  return performance.now() - startedMs
}
