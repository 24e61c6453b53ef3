/** The explicit state: `consent.state`, claims by purpose name. Only the exact word "granted" grants. */
import { isMembers } from '../../event/members.ts'
import { PURPOSES } from '../types.ts'
import type { Finding } from '../types.ts'
import { readAnsweredAt } from './answered-at.ts'
import { invalidFinding } from './reader.ts'
import type { Answers, ReadContext, SignalInput, SignalReader } from './reader.ts'

export const stateReader: SignalReader = { signal: 'state', read }

function read(input: SignalInput, context: ReadContext): Finding | undefined {
  const state: unknown = input.evidence?.state
  if (state === undefined) return undefined
  if (!isMembers(state)) return invalidFinding('state')
  const { answers, malformed } = readAnswers(state)
  const at = readAnsweredAt(input.evidence?.at, context)
  const validity = malformed ? 'invalid' : at.validity
  const atMs = at.validity === 'invalid' ? undefined : at.atMs
  return atMs === undefined
    ? { signal: 'state', validity, answers, optOut: null }
    : { signal: 'state', validity, answers, optOut: null, atMs }
}

/** Keys that are no purpose of ours (`functionality_storage` …) are somebody else's and say nothing here. */
function readAnswers(state: Readonly<Record<string, unknown>>): { answers: Answers; malformed: boolean } {
  const answers: Answers = {}
  let malformed = false
  for (const purpose of PURPOSES) {
    const claim = Object.hasOwn(state, purpose) ? state[purpose] : undefined
    if (claim === 'granted' || claim === 'denied') answers[purpose] = claim
    else if (claim !== undefined) malformed = true
  }
  return { answers, malformed }
}
