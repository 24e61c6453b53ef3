/** Everything that a platform can do to us, in the simulators' words (src/simulators/README.md). */
import type { Platform } from '../support/platforms.ts'
import type { Chance } from './chance.ts'

export interface Fault {
  readonly order: Readonly<Record<string, unknown>>
  /** The platform may take it all the same, and the gateway does not learn so. */
  readonly unsure: boolean
}

/** Longer than the attempt's time limit. */
const HANG_MS = 2_500
const LATE_MS = 700
/** Of a few batches, life after life; then it is taken with others, too. */
const MAX_HALVINGS = 40
const SOON = { 'retry-after': '1' }

function common(): Fault[] {
  return [
    { order: { status: 429, headers: SOON }, unsure: false },
    { order: { status: 500 }, unsure: false },
    { order: { status: 503, headers: SOON }, unsure: false },
    { order: { status: 400 }, unsure: false },
    { order: { html: true }, unsure: false },
    { order: { html: true, status: 200 }, unsure: false },
    LONG_ANSWER,
    { order: { hang_ms: HANG_MS }, unsure: true },
    // Late, and within the limit: what people say meanwhile meets what is out.
    { order: { hang_ms: LATE_MS }, unsure: false },
    { order: { hang_ms: LATE_MS, status: 400 }, unsure: false },
    { order: { drop: true }, unsure: false },
    { order: { reset: true }, unsure: false },
    ACCEPTED_THEN_DROPPED,
    { order: { half_body: true }, unsure: true },
  ]
}

/** 200 with an error in it, credentials that are refused, and a batch of which only a part was taken. */
const OWN: Readonly<Record<Platform, readonly Fault[]>> = {
  tiktok: [
    { order: { status: 200, body: { code: 40100, message: 'Requests made too frequently' } }, unsure: false },
    { order: { status: 200, body: { code: 40105, message: 'Access token is incorrect' } }, unsure: false },
    { order: { status: 200, body: { code: 40002, message: 'Batch.0.event_time' } }, unsure: false },
    { order: { partial: true, body: { code: 20001, message: 'Partial OK' } }, unsure: true },
  ],
  meta: [
    { order: { status: 200, body: { error: { code: 2, is_transient: true } } }, unsure: false },
    { order: { status: 400, body: { error: { code: 190, type: 'OAuthException' } } }, unsure: false },
    { order: { status: 400, body: { error: { code: 100, error_subcode: 2804003 } } }, unsure: false },
    { order: { partial: true }, unsure: true },
  ],
}

export type FaultsOf = Readonly<Record<Platform, readonly Fault[]>>

/** `count` of them for each platform. */
export function someFaults(count: number, chance: Chance): FaultsOf {
  const some = (platform: Platform) => chance.shuffled([...common(), ...OWN[platform]]).slice(0, count)
  return { tiktok: some('tiktok'), meta: some('meta') }
}

/** An error of the platform's own on one event: "later" where it comes alone, so often, and nothing with it is taken. */
export function breaksOn(eventId: string, times: number): Fault['order'][] {
  return [
    { reject_event_id: eventId, alone: true, status: 503, times },
    { reject_event_id: eventId, alone: false, times: MAX_HALVINGS },
  ]
}

export const NO_FAULTS: FaultsOf = { tiktok: [], meta: [] }
/** The platform has taken it, and nobody is told. */
export const ACCEPTED_THEN_DROPPED: Fault = { order: { accept_then_drop: true }, unsure: true }
/** More than is read of an answer. */
export const LONG_ANSWER: Fault = { order: { status: 502, body: 'x'.repeat(80 * 1024) }, unsure: false }
export const PARTIAL: FaultsOf = { tiktok: OWN.tiktok.slice(-1), meta: OWN.meta.slice(-1) }
const LATER: Fault = { order: { status: 503, headers: SOON }, unsure: false }
/** Nothing is taken at first, whichever shard asks. */
export const OUT_OF_ORDER: FaultsOf = { tiktok: [LATER, LATER, LATER], meta: [LATER, LATER, LATER] }
