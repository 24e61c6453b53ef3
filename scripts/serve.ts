/** `npm run serve`: the bundle on plain workerd, state on disk. The environment variables are in docs/configuration.md. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CompiledPolicy } from '../src/policy/types.ts'
import type { StartLine } from '../src/telemetry/log-lines.ts'
import { logStart, logStop } from '../src/telemetry/log.ts'
import { policyDigest } from '../src/telemetry/log-values.ts'
import { refuseTakenPort, takeStateFolder } from './alone.ts'
import { takesNone } from './arguments.ts'
import { developmentNotice, refuseUnapproved } from './approved.ts'
import { buildBundle } from './build.ts'
import { gatewayBindings, inheritedSocket, portFrom, sourcesWithoutSecret, stopWithinMs } from './environment.ts'
import { lineWriter, outliveReaders } from './log-output.ts'
import { startWorkerd, type RunningWorkerd } from './workerd.ts'

const production = process.env['TIDEGATE_ENV'] === 'production'
const USAGE = `npm run serve
  Serves the gateway on plain workerd. It takes no arguments: its settings are environment variables, such as PORT and STATE_DIR
  (docs/configuration.md). How to run it for good: docs/self-host.md`
outliveReaders(process.stdout, process.stderr)
try {
  if (takesNone(USAGE)) await serve()
} catch (error) {
  console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function serve(): Promise<void> {
  const signals = takeSignals()
  refuseCloudflareOnly(process.env)
  const withinMs = stopWithinMs(process.env)
  const socket = inheritedSocket(process.env, process.pid)
  const stateDir = process.env['STATE_DIR'] || '.tidegate/'
  takeStateFolder(stateDir)
  const { bundle } = await buildBundle()
  if (production) await refuseUnapproved(bundle, process.env)
  const port = portFrom('PORT', 8787)
  const host = process.env['LISTEN_HOST'] || '127.0.0.1'
  if (socket === undefined) await refuseTakenPort(host, port)
  const gateway = await startWorkerd({
    bundle,
    port,
    host,
    ...(socket !== undefined && { socket }),
    stateDir,
    bindings: gatewayBindings(process.env, bundle),
    production,
    onLine: lineWriter(process.stdout),
  })
  signals.hand(gateway, withinMs)
  logStart(startLine(bundle), Date.now())
  console.log(`tidegate ready ${gateway.url}`)
  const closed = sourcesWithoutSecret(process.env, bundle)
  if (closed.length > 0) console.log(`tidegate: closed, because no secret of theirs is set: ${closed.join(', ')}`)
  const notice = production ? undefined : developmentNotice(bundle)
  if (notice !== undefined) console.log(notice)
}

/** The compiled policy lies beside the bundle that was built with it. */
function startLine(bundle: string): StartLine {
  const policy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8')) as CompiledPolicy
  return { environment: production ? 'production' : 'development', policy: policyDigest(policy), pid: process.pid }
}

type Signal = 'SIGINT' | 'SIGTERM'

/** The first signal asks, the second one does not; before there is a gateway, the first one ends it all. */
function takeSignals(): { readonly hand: (gateway: RunningWorkerd, withinMs: number) => void } {
  let act = (_signal: Signal): void => process.exit(1)
  process.on('SIGINT', () => act('SIGINT')).on('SIGTERM', () => act('SIGTERM'))
  return {
    hand(gateway, withinMs) {
      let asked = false
      act = (signal) => {
        if (asked) return gateway.kill()
        asked = true
        void stopGateway(gateway, signal, withinMs)
      }
      gateway.process.once('exit', (code, signal) => {
        if (asked) return
        // Whoever supervises us must see that nobody asked for this.
        console.error(`tidegate: workerd ended by itself (${signal ?? `code ${code}`})`)
        process.exitCode = 1
      })
    },
  }
}

/** Exit code 0: all that was begun has been answered. */
async function stopGateway(gateway: RunningWorkerd, signal: Signal, withinMs: number): Promise<void> {
  const startedMs = Date.now()
  const stopped = await gateway.stop(withinMs)
  if (stopped === 'cut') process.exitCode = 1
  logStop({ signal, requests: stopped, durationMs: Date.now() - startedMs }, Date.now())
}

/** Plain workerd has no jurisdictions: state lies where STATE_DIR says. Better to say so than to fail at the first event. */
function refuseCloudflareOnly(environment: NodeJS.ProcessEnv): void {
  if ((environment['TIDEGATE_JURISDICTION'] ?? '') === '') return
  throw new Error('TIDEGATE_JURISDICTION is for Cloudflare only; with npm run serve the state lies in STATE_DIR')
}
