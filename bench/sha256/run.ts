/**
 * Which SHA-256 is fastest inside workerd? Prints microseconds per hash of a 20-character e-mail.
 *   node bench/sha256/run.ts
 * Starts workerd on a loopback port and stops it by its own id. Time is taken here, by wall clock, because
 * workerd's clock stands still while code runs; an empty loop of the same length is subtracted.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'

const PORT = 18_911
const HASHES = 200_000
const ROUNDS = 3
const WAYS = [
  'node:crypto createHash',
  'node:crypto hash',
  'crypto.subtle.digest',
  '@noble/hashes',
  'src/hashing/sha256.ts',
]
const REQUEST_LIMIT_MS = 60_000

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${PORT}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"]
);
`

async function writeFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-sha256-'))
  writeFileSync(join(folder, 'config.capnp'), CONFIG)
  await build({
    entryPoints: [join(import.meta.dirname, 'worker.js')],
    bundle: true,
    format: 'esm',
    external: ['node:*'],
    outfile: join(folder, 'worker.js'),
  })
  return folder
}

async function ask(way: string, n: number): Promise<string> {
  const url = `http://127.0.0.1:${PORT}/?way=${encodeURIComponent(way)}&n=${n}`
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_LIMIT_MS) })
  return response.text()
}

async function waitUntilUp(): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      await ask('empty', 1)
      return
    } catch {
      await sleep(100)
    }
  }
  throw new Error('workerd did not start')
}

/** The best of a few rounds, in milliseconds. */
async function bestOf(way: string): Promise<number> {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await ask(way, HASHES)
    best = Math.min(best, performance.now() - start)
  }
  return best
}

async function measure(): Promise<void> {
  await waitUntilUp()
  const emptyMs = await bestOf('empty')
  for (const way of WAYS) {
    const hash = await ask(way, 1)
    if (hash.length !== 64) {
      console.log(`${way.padEnd(26)} ${hash}`)
      continue
    }
    const ms = (await bestOf(way)) - emptyMs
    console.log(`${way.padEnd(26)} ${((ms * 1000) / HASHES).toFixed(2)} µs  ${hash.slice(0, 8)}`)
  }
}

const folder = await writeFolder()
const workerdBin = join(import.meta.dirname, '../../node_modules/.bin/workerd')
const workerd = spawn(workerdBin, ['serve', join(folder, 'config.capnp')], { stdio: 'inherit' })
try {
  await measure()
} finally {
  workerd.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
