/**
 * The gateway's own id of a visitor, kept in a cookie that no script can read. It is drawn by chance, says nothing of the person,
 * and leaves for nobody: a withdrawal finds by it what waits for this browser. Pure.
 */
import { consentKeysOf } from './consent-keys.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { personKeysOf } from './person-keys.ts'
import type { Shared } from './prepare.ts'

export const VISITOR_COOKIE = 'tidegate_vid'

export interface Visitor {
  readonly id: string
  /** Just made: nobody has it yet, and where nothing is granted nobody ever will. */
  readonly fresh?: true
}

/** When it was made, in seconds to the base of 36, and a random UUID: so its life cannot be prolonged by coming back. */
const VISITOR_ID = /^([0-9a-z]{6,8})\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function visitorId(nowMs: number, uuid: string): string {
  return `${Math.floor(nowMs / 1_000).toString(36)}.${uuid}`
}

/** Epoch ms; undefined where it is none of ours. */
export function visitorMadeAtMs(id: string): number | undefined {
  const seconds = VISITOR_ID.exec(id)?.[1]
  return seconds === undefined ? undefined : Number.parseInt(seconds, 36) * 1_000
}

/** The one that the browser has, while it lives; else a new one. */
export function visitorOf(cookie: string | undefined, nowMs: number, maxDays: number, uuid: () => string): Visitor {
  const madeAtMs = cookie === undefined ? undefined : visitorMadeAtMs(cookie)
  const ageMs = madeAtMs === undefined ? -1 : nowMs - madeAtMs
  if (cookie !== undefined && ageMs >= 0 && ageMs < maxDays * DAY_MS) return { id: cookie }
  return { id: visitorId(nowMs, uuid()), fresh: true }
}

const DAY_MS = 86_400_000

/** As for an id of the site's own: a withdrawal by either finds the same. */
export function keysOfVisitor({ id }: Visitor, shared: Shared, makeKey: PersonKeyMaker): readonly string[] {
  return personKeysOf({ visitorId: id }, shared, makeKey)
}

/** What an answer is kept under, for an order that names the visitor. */
export function lookupKeysOfVisitor({ id }: Visitor, site: string, makeKey: PersonKeyMaker): readonly string[] {
  return consentKeysOf({ visitorId: id }, site, makeKey)
}
