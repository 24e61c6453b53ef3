/** From the spawn of the process to its first answer, beside the empty worker's: what the bundle adds. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { gatewayBindings } from './gateway.ts'
import { median } from './median.ts'
import { firstAnswer, spawnWorkerd, type PlainWorkerd } from './plain-workerd.ts'
import { freePort, stopChild } from './processes.ts'
import { progress } from './progress.ts'

export interface StartUp {
  readonly gatewayMs: number
  readonly gatewaySlowestMs: number
  readonly emptyMs: number
  readonly runs: number
}

type Target = Omit<PlainWorkerd, 'port' | 'folder'> & { readonly path: string; readonly status: string }

export async function measureStartUp(
  folder: string,
  bundle: string,
  emptyBundle: string,
  runs: number,
): Promise<StartUp> {
  // The gateway's first 200 is from /healthz: the outbox has made its tables and written a row by then.
  const bindings = gatewayBindings(randomBytes(36).toString('base64url'), 'http://127.0.0.1:9')
  const gateway: Target = { bundle, outboxClass: 'Outbox', bindings, path: '/healthz', status: '200' }
  const empty: Target = { bundle: emptyBundle, path: '/', status: '204' }
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

async function startOnce(folder: string, target: Target): Promise<number> {
  const port = await freePort()
  const own = mkdtempSync(join(folder, 'start-'))
  const startedMs = performance.now()
  const child = spawnWorkerd({ ...target, folder: own, port })
  const status = await firstAnswer(port, target.path, child)
  const ms = performance.now() - startedMs
  await stopChild(child)
  if (status !== target.status) throw new Error(`the first answer was ${status}, not ${target.status}`)
  return ms
}
