/** What it takes to pass some points, where no cycle has it by chance. They are named by their source, as in unreached.ts. */
import type { Point } from './points.ts'

/**
 * Passed where an event was put aside: it has failed alone three times in one life, with the waits that grow in between, while
 * another behind it is taken (src/delivery/aside.ts). Of the same source is what each run of a courier passes: it is walked so, too.
 */
const BESIDE_AN_EVENT_ASIDE = ['await this.#deliver(run, { batch, groups: [[one]] })', 'await this.#drain(run)']
/** Up to 2, 4 and 8 seconds between the failures, by chance; then what has gathered goes first, at the rate that there is. */
export const ASIDE_WITHIN_MS = 25_000

export function needsEventAside({ id, text }: Point): boolean {
  return id.startsWith('src/delivery/courier.ts:') && BESIDE_AN_EVENT_ASIDE.includes(text)
}

/** What waits is laid anew where the policy has become narrower since it was taken (src/outbox/narrowing.ts). */
export function needsNarrowerPolicy({ id }: Point): boolean {
  return id.startsWith('src/outbox/narrowing.ts:')
}

/** One of the points where an answer is read comes after 64 KiB of it only. */
export function needsLongAnswer({ id }: Pick<Point, 'id'>): boolean {
  return id.startsWith('src/delivery/send.ts:')
}
