/** Evidence of the wrong shape: something was said, in a place or type where it cannot be read. It could be a refusal. */
import type { Finding } from '../types.ts'
import { invalidFinding } from './reader.ts'
import type { SignalInput, SignalReader } from './reader.ts'

export const evidenceReader: SignalReader = { signal: 'evidence', read }

function read(input: SignalInput): Finding | undefined {
  return input.evidence?.malformed === true ? invalidFinding('evidence') : undefined
}
