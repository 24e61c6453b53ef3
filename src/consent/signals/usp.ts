/**
 * The US Privacy string: `1` + notice + opt-out of sale + LSPA, each of the last three `Y`, `N` or `-`; any case is seen.
 * Only the opt-out is read: nothing in it is a consent. Source: IAB "US Privacy String", read 2026-11-21.
 */
import type { Finding } from '../types.ts'
import { invalidFinding } from './reader.ts'
import type { SignalInput, SignalReader } from './reader.ts'

export const uspReader: SignalReader = { signal: 'usprivacy', read }

const USP = /^1[YN-]{3}$/i

function read(input: SignalInput): Finding | undefined {
  const text: unknown = input.evidence?.signals?.usprivacy
  if (text === undefined) return undefined
  if (typeof text !== 'string' || !USP.test(text)) return invalidFinding('usprivacy')
  const optOut = text[2] === 'Y' || text[2] === 'y' ? true : null
  return { signal: 'usprivacy', validity: 'valid', answers: {}, optOut }
}
