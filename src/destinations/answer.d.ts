/**
 * What every destination's classify has in common: what a status alone says when the body says nothing. The body is
 * always asked first. Sentences of the platform never get into a code.
 */
import type { AttemptOutcome, PlatformAnswer } from './destination.ts'
export declare function retry(code: string, answer: PlatformAnswer): AttemptOutcome
/** Something in the batch is bad: look for it in halves; when it stands alone, it is the bad one. */
export declare function splitOrReject(code: string, batchSize: number): AttemptOutcome
/**
 * What a status says by itself, for answers whose body has no code that we know.
 * - 408, 429, 5xx: later.
 * - 401: the credentials.
 * - 400, 413, 414, 415, 422, 431: this body was not liked, so halve it.
 * - all else, also 2xx and 3xx without a readable answer and 403/404 pages of something between us and the platform:
 *   we do not know what happened, so again later. Both platforms drop the second copy by its event id within 48 hours.
 */
export declare function outcomeByStatus(answer: PlatformAnswer, batchSize: number, code?: string): AttemptOutcome
/**
 * A platform's own number as it is written down. Whoever answers may echo what was sent: a number that is longer than any code that
 * a platform documents may be somebody's, and is not written anywhere.
 */
export declare function platformCode(code: number, subcode?: number): string
/** Statuses that say "later" whatever an unknown code in the body may mean. */
export declare function saysLater(status: number): boolean
