/** `npm start`: the demo. Builds the bundle, then starts the simulators, the gateway and the shop; Ctrl-C stops all. */
import { startDemo } from '../src/demo/server.ts'
import { startSimulators } from '../src/simulators/server.ts'
import { refuseTakenPort, takeStateFolder } from './alone.ts'
import { takesNone } from './arguments.ts'
import { developmentNotice } from './approved.ts'
import { buildBundle } from './build.ts'
import { demoSecrets } from './demo-secrets.ts'
import { gatewayBindings, portFrom } from './environment.ts'
import { startWorkerd } from './workerd.ts'

/**
 * Visitors on this machine have no public address, which platforms recognise people by: the demo's have one of those that are
 * reserved for documentation (RFC 5737), set in a header as a proxy in front of a real gateway does.
 */
const DEMO_ADDRESS = { 'x-demo-address': '203.0.113.7' }

const stops: (() => Promise<unknown>)[] = []
let stopping = false

async function stopAll(): Promise<void> {
  if (stopping) return
  stopping = true
  for (const stop of stops.toReversed()) await stop()
}

async function start(): Promise<void> {
  if (process.env['TIDEGATE_ENV'] === 'production')
    throw new Error('npm start is the demo; production is `npm run serve` or `npm run deploy`')
  const stateDir = process.env['STATE_DIR'] || '.tidegate/'
  takeStateFolder(stateDir)
  const port = portFrom('PORT', 8787)
  await refuseTakenPort('127.0.0.1', port)
  const simulators = await startSimulators({ port: portFrom('SIM_PORT', 8788) })
  stops.push(() => simulators.close())
  const { bundle } = await buildBundle()
  const gateway = await startWorkerd({
    bundle,
    port,
    stateDir,
    bindings: {
      TIDEGATE_LIVE_VIEW: 'on',
      TIDEGATE_CLIENT_IP_HEADER: 'x-demo-address',
      ...demoSecrets(bundle),
      ...gatewayBindings(process.env, bundle),
      TIDEGATE_PLATFORM_BASE: simulators.url,
    },
    production: false,
    requestHeaders: DEMO_ADDRESS,
    onLine: (line) => console.log(line),
  })
  stops.push(() => gateway.stop())
  gateway.process.once('exit', () => void stopAll())
  const shop = await startDemo({
    port: portFrom('SHOP_PORT', 8789),
    gatewayUrl: gateway.url,
    simulatorsUrl: simulators.url,
  })
  stops.push(() => shop.close())
  console.log(`tidegate ready ${gateway.url}`)
  console.log(`simulators     ${simulators.url}/_sim`)
  console.log(`demo shop      ${shop.url}        boutique de démonstration`)
  console.log(`live view      ${shop.url}/live   ce qui arrive, ce qui est décidé, ce qui part`)
  console.log(`sources        ${shop.url}/sources   d’où les commandes peuvent venir, chacune à essayer`)
  console.log(`console        ${gateway.url}/console   toutes les pages au même endroit`)
  console.log(`diagnostics    ${gateway.url}/diagnostics   ce qui manque, et quoi faire`)
  console.log(`reconciliation ${gateway.url}/reconciliation   pourquoi boutique et plateforme ne comptent pas pareil`)
  const notice = developmentNotice(bundle)
  if (notice !== undefined) console.log(notice)
  console.log('stop with Ctrl-C')
}

process.once('SIGINT', () => void stopAll())
process.once('SIGTERM', () => void stopAll())
const USAGE = `npm start
  Starts the demo: a shop, the gateway, and simulated platforms. It takes no arguments: its settings are environment variables, such
  as PORT and SHOP_PORT (docs/configuration.md)`
try {
  if (takesNone(USAGE)) await start()
} catch (error) {
  console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
  await stopAll()
}
