/**
 * What TikTok's answer means. TikTok answers HTTP 200 also to what it refuses: the body's `code` decides, and the
 * status only where there is none. A batch is taken or refused as a whole.
 * Sources: TikTok Business API SDK, tiktok_code (names of the codes), and "Events API 2.0 — Return codes", read 2026-11-21.
 */
import { outcomeByStatus, platformCode, readCode, repeatsStatus, retry, saysLater, splitOrReject } from '../answer.ts'
import type { AttemptOutcome, PlatformAnswer } from '../destination.ts'
import { parseObject } from '../json.ts'

export function classifyTikTok(answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  if (answer.failure !== undefined) return retry(answer.failure, answer)
  const body = parseObject(answer.body)
  const code = readCode(body?.['code'])
  if (code === undefined || repeatsStatus(code, answer)) return outcomeByStatus(answer, batchSize)
  const outcome = outcomeByCode(code, answer, batchSize)
  const suspect = outcome.kind === 'split' ? suspectIn(body?.['message']) : undefined
  return outcome.kind === 'split' && suspect !== undefined ? { ...outcome, suspect } : outcome
}

const PLACE = /^Batch\.(\d{1,3})\./

/**
 * `Batch.3.properties.value: …`: the first event that TikTok did not like. Seen in answers of the older endpoint and not
 * documented, so no more than a hint. Source: tests of RudderStack's TikTok integration, read 2026-11-22.
 */
function suspectIn(message: unknown): number | undefined {
  const index = typeof message === 'string' ? PLACE.exec(message)?.[1] : undefined
  return index === undefined ? undefined : Number(index)
}

function outcomeByCode(number: number, answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  const code = platformCode(number)
  if (number === 0) return taken(code, answer, batchSize)
  if (number === PARTIAL_OK) return batchSize > 1 ? { kind: 'split', code } : { kind: 'delivered', code }
  if (RETRY.has(number) || number >= FIRST_INTERNAL) return retry(code, answer)
  if (CREDENTIALS.has(number)) return { kind: 'parked', code }
  if (WHOLE_REQUEST.has(number)) return { kind: 'rejected', code }
  if (!EVENT.has(number) && saysLater(answer.status)) return retry(code, answer)
  return splitOrReject(code, batchSize)
}

/** An OK inside an error status is not believed: nothing says which of the two is true. */
function taken(code: string, answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  const success = answer.status >= 200 && answer.status < 300
  return success ? { kind: 'delivered', code } : outcomeByStatus(answer, batchSize)
}

/**
 * PARTIAL_OK does not say which events were taken, and TikTok's own SDKs read it in opposite ways. So the halves go
 * again (TikTok drops by event id what it already has), until it can only be about one event.
 */
const PARTIAL_OK = 20001

/** From here up: system, internal services, storage, maintenance, back-pressure. */
const FIRST_INTERNAL = 50_000

/** Too frequent (40100, 40132), tasks not ready, write conflict, internal validation. */
const RETRY: ReadonlySet<number> = new Set([40100, 40132, 40200, 40201, 40202, 40700])

/** Permission, forbidden, partner, expired, empty or invalid token, authorisation, not allowed, scopes. */
const CREDENTIALS: ReadonlySet<number> = new Set([
  40001, 40003, 40101, 40102, 40103, 40104, 40105, 40110, 40113, 40118, 40130, 40131,
])

/** Version, not implemented, sandbox, seen before, partner name, blocked, interface gone: the same for any half. */
const WHOLE_REQUEST: ReadonlySet<number> = new Set([
  40006, 40007, 40008, 40009, 40050, 40051, 40063, 41000, 41001, 41002,
])

/** Bad parameters, size of batch, unhashed identifiers: about what is in the batch. */
const EVENT: ReadonlySet<number> = new Set([40000, 40002, 40061, 40062])
