/**
 * From the call that starts the gateway, as `npm run serve` does it, to its first answer, beside the empty worker's: what the bundle adds. Writing
 * the configuration is in it; building the bundle is not.
 */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { gatewayBindings } from './gateway.ts'
import { median } from './median.ts'
import { spawnGateway } from '../scripts/workerd.ts'
import { firstAnswer, spawnWorkerd } from './plain-workerd.ts'
import { freePort, stopChild, track } from './processes.ts'
import { progress } from './progress.ts'

export interface StartUp {
  readonly gatewayMs: number
  readonly gatewaySlowestMs: number
  readonly emptyMs: number
  readonly runs: number
}

/** One that has just been spawned, and what its first answer is to be. */
interface Starting {
  readonly child: ChildProcess
  readonly path: string
  readonly status: string
}

export async function measureStartUp(
  folder: string,
  bundle: string,
  emptyBundle: string,
  runs: number,
): Promise<StartUp> {
  // The gateway's first 200 is from /healthz: the outbox has made its tables and written a row by then.
  const bindings = gatewayBindings(randomBytes(36).toString('base64url'), 'http://127.0.0.1:9')
  const gateway = (stateDir: string, port: number): Starting => {
    const child = spawnGateway({ bundle, port, stateDir, bindings, production: false })
    track(child)
    return { child, path: '/healthz', status: '200' }
  }
  const empty = (own: string, port: number): Starting => {
    return { child: spawnWorkerd({ bundle: emptyBundle, folder: own, port }), path: '/', status: '204' }
  }
  const gatewayMs: number[] = []
  const emptyMs: number[] = []
  for (let i = 0; i < runs; i++) {
    emptyMs.push(await startOnce(folder, empty))
    gatewayMs.push(await startOnce(folder, gateway))
  }
  const startUp = {
    gatewayMs: median(gatewayMs),
    gatewaySlowestMs: Math.max(...gatewayMs),
    emptyMs: median(emptyMs),
    runs,
  }
  progress(`start-up: gateway ${startUp.gatewayMs.toFixed(0)} ms, empty worker ${startUp.emptyMs.toFixed(0)} ms`)
  return startUp
}

async function startOnce(folder: string, start: (own: string, port: number) => Starting): Promise<number> {
  const port = await freePort()
  const own = mkdtempSync(join(folder, 'start-'))
  const startedMs = performance.now()
  const { child, path, status } = start(own, port)
  const first = await firstAnswer(port, path, child)
  const ms = performance.now() - startedMs
  await stopChild(child)
  if (first !== status) throw new Error(`the first answer was ${first}, not ${status}`)
  return ms
}
