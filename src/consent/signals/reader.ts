/** The seam of the consent engine: what every signal reader takes and gives. */
import type { ConsentEvidence } from '../../event/types.ts'
import type { Answer, ConsentRules, Finding, Purpose } from '../types.ts'

/** Everything that may speak of consent. Untrusted: types say what is expected, readers check what came. */
export interface SignalInput {
  readonly evidence?: ConsentEvidence | undefined
  /** Value of the request's own `Sec-GPC` header; null or absent = no header. */
  readonly gpcHeader?: string | null
}

export interface ReadContext {
  readonly rules: ConsentRules
  readonly nowMs: number
  /** Second part of the state's ISO 3166-2 code, where the device is known to be in the United States. */
  readonly usState?: string | undefined
}

/** Pure, bounded, never throws. `undefined` = the signal did not come; a signal that came and cannot be read is `invalid`. */
export interface SignalReader {
  readonly signal: string
  readonly read: (input: SignalInput, context: ReadContext) => Finding | undefined
}

/** Being filled. */
export type Answers = Partial<Record<Purpose, Answer>>

export const ALL_DENIED: Readonly<Answers> = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
}

export function invalidFinding(signal: string): Finding {
  return { signal, validity: 'invalid', answers: {}, optOut: null }
}
