/** The kinds of vectors and what runs each. One file per family beside this one; a family adds its row at the end. */
import { consentCmpAVectorRunners } from './consent-cmp-a.ts'
import { consentCmpBVectorRunners } from './consent-cmp-b.ts'
import { gppVectorRunners } from './consent-gpp.ts'
import { tcfVectorRunners } from './consent-tcf.ts'
import { consentVectorRunners } from './consent.ts'
import { hashingVectorRunners } from './hashing.ts'
import { privacyVectorRunners } from './privacy.ts'

export interface Vector {
  readonly id: string
  readonly kind: string
  readonly input: unknown
  readonly expected: unknown
}

/** What is wrong with our answer to a vector, in one line; undefined where all is well. */
export type RunVector = (vector: Vector) => string | undefined

export const VECTOR_KINDS: ReadonlyMap<string, RunVector> = new Map(
  Object.entries<RunVector>({
    ...hashingVectorRunners,
    ...consentVectorRunners,
    ...tcfVectorRunners,
    ...gppVectorRunners,
    ...consentCmpAVectorRunners,
    ...consentCmpBVectorRunners,
    ...privacyVectorRunners,
  }),
)
