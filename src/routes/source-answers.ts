/** What the sender of a source's request is told: enough to see what became of it, and nothing of a person. */
import type { EventResult } from '../pipeline/accept.ts'
import { isInLedger, type SourceOutcome } from '../sources/outcome.ts'
import type { SourceCommand } from '../sources/source.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { pixel } from './pixel.ts'
import type { SourcePath } from './source-paths.ts'

const HEADERS = { ...ANSWER_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' }

/** `results`: one for each event that was given to the outbox. */
export function takenAnswer(at: SourcePath, isPicture: boolean, results: readonly EventResult[]): Response {
  if (at.taken === 204) return nothing(204)
  return isPicture ? pixel() : json({ ...SUCCESS, results }, at.taken)
}

/** What kits of other tools look for. */
const SUCCESS = { success: true }

export function duplicateAnswer(of: string): Response {
  return json({ duplicate: { of } })
}

type Settled = Extract<SourceOutcome, { kind: 'ignored' | 'ledger' }>

export function settledAnswer(outcome: Settled): Response {
  if (outcome.kind === 'ledger') return json({ ledger: outcome.change })
  return json({ ignored: { reason: outcome.reason, ledger: isInLedger(outcome) } })
}

export function parkedAnswer(code: string, paths: readonly string[] | undefined): Response {
  return json({ parked: { code, ...(paths !== undefined && { paths }) } })
}

export function challengeAnswer(name: string, said: string): Response {
  return json({ [name]: said })
}

/** Whom it is about stays with us. */
export function commandAnswer({ kind }: SourceCommand): Response {
  return json({ command: { kind } })
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: HEADERS })
}

function nothing(status: 204): Response {
  return new Response(null, { status, headers: { ...ANSWER_HEADERS, 'cache-control': 'no-store' } })
}
