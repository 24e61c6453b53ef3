/** Of the demo's secrets those that this bundle's policy names: a policy of one's own gets none of them. */
import { DEMO_SOURCE_SECRETS } from '../src/demo/source-secrets.ts'
import { secretNames } from './environment.ts'

export function demoSecrets(bundle: string): Readonly<Record<string, string>> {
  const named = secretNames(bundle)
  return Object.fromEntries(Object.entries(DEMO_SOURCE_SECRETS).filter(([name]) => named.has(name)))
}
