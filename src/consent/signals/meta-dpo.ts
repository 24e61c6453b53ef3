/**
 * Meta's data processing options, as its pixel's requests carry them: `consent.signals.cmp.meta_dpo` = `{dpo, dpoco, dpost}`.
 * Limited data use (`LDU`) is an opt-out, wherever its country and state say that it holds: the strictest reading. An empty list
 * limits nothing, and is no consent. Source: Meta for Developers, "Data Processing Options", read 2026-11-22.
 */
import { isMembers } from '../../event/members.ts'
import type { Finding } from '../types.ts'
import { invalidFinding, type SignalInput, type SignalReader } from './reader.ts'

/** Its name in `consent.signals.cmp`. It is no consent tool: it cannot grant, and the policy names nothing in it. */
export const META_DPO = 'meta_dpo'

export const metaDpoReader: SignalReader = { signal: META_DPO, read }

function read(input: SignalInput): Finding | undefined {
  const cmp: unknown = input.evidence?.signals?.cmp
  if (!isMembers(cmp) || !Object.hasOwn(cmp, META_DPO)) return undefined
  const options = isMembers(cmp[META_DPO]) ? cmp[META_DPO]['dpo'] : undefined
  if (!Array.isArray(options)) return invalidFinding(META_DPO)
  if (options.length === 0) return { signal: META_DPO, validity: 'valid', answers: {}, optOut: null }
  // A word that is not known here may limit more than the one that is.
  const known = options.every((option) => option === 'LDU')
  return { signal: META_DPO, validity: known ? 'valid' : 'invalid', answers: {}, optOut: true }
}
