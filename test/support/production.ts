/** What production asks for before it starts, and a gateway that runs in it. */
import { buildBundle } from '../../scripts/build.ts'
import { startWorkerd, type RunningWorkerd } from '../../scripts/workerd.ts'
import type { ApprovedPolicy } from './approved.ts'
import { freePort, temporaryFolder } from './running.ts'

export const SECRETS = {
  TIDEGATE_TOKEN_SECRET: 'a-token-secret-for-the-end-to-end-tests',
  TIDEGATE_PERSON_KEY_SECRET: 'a-person-key-secret-for-the-end-to-end-tests',
  // The key of RFC 8037, appendix A.
  TIDEGATE_RECEIPT_KEY:
    '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}',
}

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
  })
}
