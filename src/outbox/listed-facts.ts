/** Of what an order says for analysis the ledger keeps what the policy allows, whoever tells it: a file, the sweep or a shop. Pure. */
import type { LedgerOrder } from '../event/ledger-order.ts'
import { listedCode } from '../policy/listed-code.ts'
import type { CompiledAnalysis } from '../policy/types.ts'

export function listedFacts(order: LedgerOrder, analysis: CompiledAnalysis | undefined): LedgerOrder {
  const { region, first_time: firstTime, code: written, ...kept } = order
  if (analysis === undefined) return kept
  const code = listedCode(written, analysis)
  return {
    ...kept,
    ...(region !== undefined && { region }),
    ...(firstTime !== undefined && { first_time: firstTime }),
    ...(code !== undefined && { code }),
  }
}
