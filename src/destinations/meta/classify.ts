/**
 * What Meta's answer means. The error code in the body decides before the status does: codes 190 and 17 have been
 * seen under HTTP 500, and code 3 too. One bad event refuses the whole batch.
 * Sources: Meta, Graph API "Handle Errors" and Marketing API "Error Reference", read 2026-11-21.
 */
import { outcomeByStatus, platformCode, readCode, repeatsStatus, retry, saysLater, splitOrReject } from '../answer.ts'
import type { AttemptOutcome, PlatformAnswer } from '../destination.ts'
import { isObject, parseObject } from '../json.ts'

interface MetaError {
  readonly code: number
  readonly subcode: number | undefined
  readonly transient: boolean
}

export function classifyMeta(answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  if (answer.failure !== undefined) return retry(answer.failure, answer)
  const body = parseObject(answer.body)
  if (body === undefined) return outcomeByStatus(answer, batchSize)
  const error = readError(body['error'])
  if (error !== undefined && repeatsStatus(error.code, answer)) return outcomeByStatus(answer, batchSize)
  if (error !== undefined) return outcomeByError(error, answer, batchSize)
  return outcomeByCount(body['events_received'], answer, batchSize)
}

function readError(value: unknown): MetaError | undefined {
  if (!isObject(value)) return undefined
  const code = readCode(value['code'])
  if (code === undefined) return undefined
  return { code, subcode: readCode(value['error_subcode']), transient: value['is_transient'] === true }
}

function outcomeByError(
  { code: number, subcode, transient }: MetaError,
  answer: PlatformAnswer,
  batchSize: number,
): AttemptOutcome {
  const code = platformCode(number, subcode)
  if (isCredentials(number, subcode)) return { kind: 'parked', code }
  if (transient || LATER.has(number)) return retry(code, answer)
  if (number === NO_CAPABILITY) return { kind: 'rejected', code }
  if (!EVENT.has(number) && saysLater(answer.status)) return retry(code, answer)
  if (!EVENT.has(number) && answer.status === 401) return { kind: 'parked', code }
  return splitOrReject(code, batchSize)
}

/** Only a count that covers the batch is a delivery. With fewer, the halves go again: Meta drops what it already has. */
function outcomeByCount(received: unknown, answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  if (answer.status !== 200 || !isCount(received)) return outcomeByStatus(answer, batchSize)
  if (received >= batchSize) return { kind: 'delivered', code: '200' }
  return batchSize > 1 ? { kind: 'split', code: 'events_missing' } : retry('events_missing', answer)
}

/** `1e999` is read as more than any batch: it says nothing. */
function isCount(received: unknown): received is number {
  return Number.isSafeInteger(received)
}

/** Session, permission (10, 200–299), token; and 100/33: the data set is not there, or not for this token. */
function isCredentials(code: number, subcode: number | undefined): boolean {
  return code === 190 || code === 102 || code === 10 || (code >= 200 && code <= 299) || (code === 100 && subcode === 33)
}

/** Transient: 1, 2, 341, 368, 5000, 21009. Too many calls: 4, 17, 32, 613, 80003, 80004. */
const LATER: ReadonlySet<number> = new Set([1, 2, 341, 368, 5000, 21009, 4, 17, 32, 613, 80003, 80004])

const NO_CAPABILITY = 3

/** Bad parameter, too many parameters: about what is in the batch. */
const EVENT: ReadonlySet<number> = new Set([100, 105])
