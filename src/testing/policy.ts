/** Somebody's policy, compiled as the build compiles it; what is wrong with it is said at its line and column. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { knownDestinations } from '../cli/known-destinations.ts'
import { destinations } from '../destinations/registry.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { compilePolicy } from '../policy/compile.ts'
import { formatPolicyError } from '../policy/errors.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { PolicyRefused } from './policy-refused.ts'

export interface NamedPolicy {
  readonly file: string
  readonly policy: CompiledPolicy
}

export async function policyOf(given: string | URL): Promise<NamedPolicy> {
  const { file, text } = await readPolicy(given)
  const result = compilePolicy(text, knownDestinations(destinations), sha256Hex)
  if (result.ok) return { file, policy: result.policy }
  const lines = result.errors.map((error) => formatPolicyError(file, error, 'en'))
  throw new PolicyRefused(`the policy does not compile:\n${lines.join('\n')}`)
}

/** A path has no line break, and a policy of one line has nothing in it. */
async function readPolicy(given: string | URL): Promise<{ readonly file: string; readonly text: string }> {
  if (typeof given === 'string' && given.includes('\n')) return { file: 'policy', text: given }
  const file = typeof given === 'string' ? given : fileURLToPath(given)
  try {
    return { file, text: await readFile(file, 'utf8') }
  } catch (cause) {
    throw new PolicyRefused(`there is no policy to be read at ${file} (paths start from ${process.cwd()})`, { cause })
  }
}
