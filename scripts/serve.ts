/** `npm run serve`: the bundle on plain workerd, state on disk. The environment variables are in docs/configuration.md. */
import { developmentNotice, refuseUnapproved } from './approved.ts'
import { buildBundle } from './build.ts'
import { gatewayBindings, portFrom } from './environment.ts'
import { startWorkerd } from './workerd.ts'

const production = process.env['TIDEGATE_ENV'] === 'production'
try {
  refuseCloudflareOnly(process.env)
  const { bundle } = await buildBundle()
  if (production) await refuseUnapproved(bundle, process.env)
  const gateway = await startWorkerd({
    bundle,
    port: portFrom('PORT', 8787),
    stateDir: process.env['STATE_DIR'] || '.tidegate/',
    bindings: gatewayBindings(process.env, bundle),
    production,
    onLine: (line) => console.log(line),
  })
  let asked = false
  const stop = () => {
    asked = true
    void gateway.stop()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  gateway.process.once('exit', (code, signal) => {
    if (asked) return
    // Whoever supervises us must see that nobody asked for this.
    console.error(`tidegate: workerd ended by itself (${signal ?? `code ${code}`})`)
    process.exitCode = 1
  })
  console.log(`tidegate ready ${gateway.url}`)
  const notice = production ? undefined : developmentNotice(bundle)
  if (notice !== undefined) console.log(notice)
} catch (error) {
  console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

/** Plain workerd has no jurisdictions: state lies where STATE_DIR says. Better to say so than to fail at the first event. */
function refuseCloudflareOnly(environment: NodeJS.ProcessEnv): void {
  if ((environment['TIDEGATE_JURISDICTION'] ?? '') === '') return
  throw new Error('TIDEGATE_JURISDICTION is for Cloudflare only; with npm run serve the state lies in STATE_DIR')
}
