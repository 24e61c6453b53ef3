/** What production asks for before it starts, and a gateway that runs in it. */
import { buildBundle } from '../../scripts/build.ts'
import { startWorkerd, type RunningWorkerd } from '../../scripts/workerd.ts'
import type { ApprovedPolicy } from './approved.ts'
import { killAtEnd } from './gateway.ts'
import { freePort, temporaryFolder } from './running.ts'
import { SECRETS } from './secrets.ts'

export { SECRETS }

export async function builtWith({ policyFile }: ApprovedPolicy): Promise<string> {
  return (await buildBundle({ policyFile, dist: temporaryFolder('dist') })).bundle
}

/** As a deployment is. Rejects with what the gateway says of itself. */
export async function serveInProduction(
  bundle: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningWorkerd> {
  return startWorkerd({
    bundle,
    port: await freePort(),
    stateDir: temporaryFolder('production-state'),
    bindings: { TIDEGATE_ENV: 'production', ...SECRETS, ...settings },
    production: true,
    onStarted: killAtEnd,
  })
}
