/** Which variables of the process become bindings of the Worker. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { secretsOfSources } from '../src/policy/source-secrets.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'

export function portFrom(name: string, fallback: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${name} must be a port number from 1 to 65535`)
  return port
}

/** How long a stop waits for what was begun: `STOP_SECONDS`, longer than any request may take by default. */
export function stopWithinMs(environment: NodeJS.ProcessEnv): number {
  const text = environment['STOP_SECONDS']
  if (text === undefined || text === '') return 30_000
  const seconds = Number(text)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new Error('STOP_SECONDS must be a whole number from 1 to 600')
  return seconds * 1_000
}

/**
 * The listening socket that systemd hands over (sd_listen_fds(3)): it stays open while the service starts anew, so that
 * callers wait instead of being refused. Undefined where there is none for this process.
 */
export function inheritedSocket(environment: NodeJS.ProcessEnv, pid: number): number | undefined {
  if (environment['LISTEN_PID'] !== String(pid)) return undefined
  if (environment['LISTEN_FDS'] !== '1') throw new Error('systemd must hand over one socket: LISTEN_FDS is not 1')
  return SD_LISTEN_FDS_START
}

const SD_LISTEN_FDS_START = 3

/** Settings named TIDEGATE_*, and the platform tokens and sources' secrets under the names that the policy gives them. */
export function gatewayBindings(environment: NodeJS.ProcessEnv, bundle: string): Record<string, string> {
  const bindings: Record<string, string> = {}
  const tokens = secretNames(bundle)
  for (const [name, value] of Object.entries(environment)) {
    const wanted = (name.startsWith('TIDEGATE_') && !NOT_BINDINGS.has(name)) || tokens.has(name)
    if (wanted && value !== undefined && value !== '') bindings[name] = value
  }
  return bindings
}

/** Read by the scripts themselves. */
const NOT_BINDINGS: ReadonlySet<string> = new Set([
  'TIDEGATE_TOKEN',
  'TIDEGATE_POLICY',
  'TIDEGATE_POLICY_LOCK',
  'TIDEGATE_DIST',
  'TIDEGATE_BUILT',
  'TIDEGATE_VECTORS',
])

/** The compiled policy lies beside the bundle that was built with it. */
export function secretNames(bundle: string): ReadonlySet<string> {
  const policy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8')) as CompiledPolicy
  const tokens = policy.sites.flatMap(({ destinations }) => destinations.map(({ tokenSecret }) => tokenSecret))
  return new Set([...tokens, ...policy.sites.flatMap(({ sources }) => secretsOfSources(sources))])
}

/** `woocommerce (WOOCOMMERCE_WEBHOOK_SECRET)`: what the policy lists and nobody can be let in by, because no secret of it is set. */
export function sourcesWithoutSecret(environment: NodeJS.ProcessEnv, bundle: string): readonly string[] {
  const policy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8')) as CompiledPolicy
  const listed = policy.sites.flatMap(({ sources = {} }) => Object.entries(sources))
  return listed.flatMap(([name, source]: [string, { secrets?: readonly string[]; keys?: readonly string[] }]) => {
    const names = source.secrets ?? source.keys ?? []
    return names.length === 0 || names.some((one) => (environment[one] ?? '') !== '')
      ? []
      : [`${name} (${names.join(', ')})`]
  })
}
