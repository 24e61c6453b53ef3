/**
 * `npm run audit-case`: a shop has 120 orders, the platform counts 200; why, and what mends it. The built bundle on plain workerd, the
 * simulators beside it; two days, the second with the policy that has the fix. `--once` ends when the second day is told.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayAfter, shopClock } from '../src/reconciliation/days.ts'
import type { Reconciliation } from '../src/reconciliation/reconcile.ts'
import { startSimulators, type RunningSimulators } from '../src/simulators/server.ts'
import { csvOf, ordersOf } from './audit-case/orders.ts'
import { refuseTakenPort } from './alone.ts'
import { importRows, platformRows, sendOldTag, sendOrders, untilRecorded } from './audit-case/traffic.ts'
import { buildBundle } from './build.ts'
import { told } from './told.ts'
import { startWorkerd, type RunningWorkerd } from './workerd.ts'

const ZONE = 'Europe/Paris'
const OLD_TAG = 6
const POLICIES = { found: 'examples/audit/policy.yaml', fixed: 'examples/audit/policy-fixed.yaml' }

export interface AuditCase {
  readonly gatewayUrl: string
  /** The shop's days: the one that was found, and the one after the fix. */
  readonly days: readonly [string, string]
  /** What `tidegate reconcile` says of a day. */
  readonly reconcile: (day: string, ...more: readonly string[]) => Promise<string>
  /** Restarts the gateway with the fix, and lets the second day happen. */
  readonly fix: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Resolves when the first day is over. `port`: of the gateway; 0 of the simulators. */
export async function startAuditCase(port: number, say: (text: string) => void = () => undefined): Promise<AuditCase> {
  await refuseTakenPort('127.0.0.1', port)
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-audit-'))
  const clock = shopClock(ZONE)
  const today = clock.dayOf(Date.now())
  const days = [dayAfter(today, -2), dayAfter(today, -1)] as const
  const simulators = await startSimulators({ port: 0 })
  const site: Site = { folder, port, simulators, say }
  let gateway = await startWith(POLICIES.found, site)
  const reconcile = (day: string, ...more: readonly string[]) =>
    command(gateway.url, ['reconcile', '--from', day, '--to', day, '--destination', 'tiktok', ...more])
  say(`\n== ${days[0]}: 120 orders; the thank-you page fires twice, the server sends too ==`)
  const stop = async () => {
    await gateway.stop()
    await simulators.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const found: DayPlan = { firstId: 1_001, counted: 2 * 97 + OLD_TAG, oldTag: OLD_TAG }
  try {
    await dayPasses(site, gateway.url, clock.startOf(days[0]), found)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    gatewayUrl: gateway.url,
    days,
    reconcile,
    fix: async () => {
      await gateway.stop()
      say(`\n== ${days[1]}: the policy says unique: order.id, the old tag is gone ==`)
      gateway = await startWith(POLICIES.fixed, site)
      await dayPasses(site, gateway.url, clock.startOf(days[1]), { firstId: 2_001, counted: 97, oldTag: 0 })
    },
    stop,
  }
}

interface Site {
  readonly folder: string
  readonly port: number
  readonly simulators: RunningSimulators
  readonly say: (text: string) => void
}

async function startWith(policyFile: string, { folder, port, simulators, say }: Site): Promise<RunningWorkerd> {
  say(`policy         ${policyFile}`)
  const { bundle } = await buildBundle({ policyFile, dist: join(folder, 'dist') })
  return startWorkerd({
    bundle,
    port,
    stateDir: join(folder, 'state'),
    bindings: {
      TIDEGATE_PLATFORM_BASE: simulators.url,
      TIDEGATE_LINGER_MS: '20',
      TIDEGATE_LOG_LEVEL: 'off',
      TIKTOK_ACCESS_TOKEN: 'demo',
    },
    production: false,
  })
}

interface DayPlan {
  readonly firstId: number
  /** Purchases that the platform counts in the end. */
  readonly counted: number
  readonly oldTag: number
}

async function dayPasses(site: Site, gatewayUrl: string, startMs: number, plan: DayPlan): Promise<void> {
  const { simulators, folder, say } = site
  await fetch(`${simulators.url}/_sim`, { method: 'DELETE' })
  const orders = ordersOf(startMs, plan.firstId)
  await sendOrders(gatewayUrl, orders)
  if (plan.oldTag > 0) await sendOldTag(simulators.url, startMs, plan.oldTag)
  const rows = await platformRows(simulators.url, plan.counted)
  await untilRecorded(gatewayUrl)
  const file = join(folder, `orders-${plan.firstId}.csv`)
  writeFileSync(file, csvOf(orders))
  say(await command(gatewayUrl, ['orders', 'import', file]))
  await importRows(gatewayUrl, rows)
  say(`the platform has counted ${rows.length}`)
}

function command(gatewayUrl: string, args: readonly string[]): Promise<string> {
  return told([...args, '--url', gatewayUrl])
}

/** Of `--json`. */
export function readReconciliation(text: string): Reconciliation {
  return JSON.parse(text) as Reconciliation
}

async function main(): Promise<void> {
  process.chdir(join(import.meta.dirname, '..'))
  const audit = await startAuditCase(Number(process.env['PORT'] ?? 8787), (text) => console.log(text))
  const language = process.argv.includes('--lang') ? [] : ['--lang', 'en']
  const asked = [...process.argv.slice(2).filter((arg) => arg !== '--once'), ...language]
  try {
    console.log(await audit.reconcile(audit.days[0], ...asked))
    await audit.fix()
    console.log(await audit.reconcile(audit.days[1], ...asked))
    if (process.argv.includes('--once')) return await audit.stop()
  } catch (error) {
    await audit.stop()
    throw error
  }
  for (const day of audit.days)
    console.log(`${audit.gatewayUrl}/reconciliation?from=${day}&to=${day}&destination=tiktok`)
  console.log('stop with Ctrl-C')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void audit.stop())
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(`tidegate: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
