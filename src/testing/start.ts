/** `startTidegate`: the gateway and the simulated platforms, for as long as a test run needs them. */
import { SignJWT } from 'jose'
import { TOKEN_ISSUER } from '../auth/token.ts'
import type { Simulators } from '../simulators/core.ts'
import { decisionsOf } from './decisions.ts'
import { startGateway, type Gateway } from './gateway.ts'
import { clearPlatforms, orderFaults, receivedBy, requestsTo, startPlatforms } from './platforms.ts'
import { policyOf } from './policy.ts'
import type { Tidegate, TidegateOptions } from './types.ts'
import { settle, waitForEvent } from './waiting.ts'

export async function startTidegate(options: TidegateOptions): Promise<Tidegate> {
  const { policy } = (options as Partial<TidegateOptions> | undefined) ?? {}
  if (policy === undefined)
    throw new TypeError("startTidegate({ policy: 'policy/policy.yaml' }): the policy is missing")
  const named = await policyOf(policy)
  const simulators = await startPlatforms()
  const gateway = await startGateway(named, simulators, options)
  const tokens = await tokensOf(
    named.policy.sites.map(({ id }) => id),
    gateway.tokenSecret,
  )
  return tidegateOf(gateway, simulators, tokens)
}

function tidegateOf(gateway: Gateway, simulators: Simulators, tokens: Tidegate['tokens']): Tidegate {
  const decided = decisionsOf(gateway)
  const run = { gateway, simulators, decisions: decided.since }
  return {
    url: gateway.url,
    token: Object.values(tokens)[0] ?? '',
    tokens,
    received: (platform) => receivedBy(simulators, platform),
    requests: (platform) => requestsTo(simulators, platform),
    waitFor: (platform, matches, options) => waitForEvent(run, platform, matches, options),
    settled: (options) => settle(run, options),
    decisions: decided.since,
    faults: (platform, faults) => orderFaults(simulators, platform, faults),
    clear: async () => {
      await clearPlatforms(simulators)
      await decided.forget()
    },
    stop: gateway.stop,
    [Symbol.asyncDispose]: gateway.stop,
  }
}

/** As `tidegate token` makes them, for as long as a test run may take. */
async function tokensOf(sites: readonly string[], secret: string): Promise<Readonly<Record<string, string>>> {
  const key = new TextEncoder().encode(secret)
  const tokens = sites.map(async (site) => {
    const claims = new SignJWT().setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuer(TOKEN_ISSUER)
    return [site, await claims.setAudience(site).setIssuedAt().setExpirationTime('1 day').sign(key)] as const
  })
  return Object.fromEntries(await Promise.all(tokens))
}
