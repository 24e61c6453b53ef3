/** Which variables of the process become bindings of the Worker. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CompiledPolicy } from '../src/policy/types.ts'

export function portFrom(name: string, fallback: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${name} must be a port number from 1 to 65535`)
  return port
}

/** Settings named TIDEGATE_*, and the platform tokens under the names that the policy gives them. */
export function gatewayBindings(environment: NodeJS.ProcessEnv, bundle: string): Record<string, string> {
  const bindings: Record<string, string> = {}
  const tokens = tokenNames(bundle)
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
  'TIDEGATE_VECTORS',
])

/** The compiled policy lies beside the bundle that was built with it. */
function tokenNames(bundle: string): ReadonlySet<string> {
  const policy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8')) as CompiledPolicy
  return new Set(policy.sites.flatMap(({ destinations }) => destinations.map(({ tokenSecret }) => tokenSecret)))
}
