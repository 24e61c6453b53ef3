/** The seam of the consent engine: what every signal reader takes and gives. */
import type { ConsentEvidence } from '../../event/types.ts'
import type { Answer, ConsentRules, Finding, Purpose } from '../types.ts'

/** Everything that may speak of consent. Untrusted: types say what is expected, readers check what came. */
export interface SignalInput {
  readonly evidence?: ConsentEvidence
  /** Value of the request's own `Sec-GPC` header; null or absent = no header. */
  readonly gpcHeader?: string | null
}

export interface ReadContext {
  readonly rules: ConsentRules
  readonly nowMs: number
}

/** Pure, bounded, never throws. `undefined` = the signal did not come; a signal that came and cannot be read is `invalid`. */
export interface SignalReader {
  readonly signal: string
  readonly read: (input: SignalInput, context: ReadContext) => Finding | undefined
}

export type Answers = Partial<Record<Purpose, Answer>>

export function invalidFinding(signal: string): Finding {
  return { signal, validity: 'invalid', answers: {}, optOut: null }
}
