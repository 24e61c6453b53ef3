/**
 * Whether a delivery that was prepared under another policy may leave under this one, and what of it. The payload is hashed
 * and clean already: nothing is added, only taken out. Pure.
 */
import type { Purpose } from '../consent/types.ts'
import type { FieldRow } from '../destinations/destination.ts'
import { isObject, parseObject } from '../destinations/json.ts'
import type { CanonicalEvent, EventName } from '../event/types.ts'
import { HIDDEN } from '../privacy/guard.ts'
import { cleanUrl } from '../privacy/url.ts'
import { refusedPurpose } from './consent-basis.ts'
import { prepareSiteFor, type DestinationPlan, type EventPlan } from './plan.ts'

/** A delivery as it is stored. */
export interface StoredDelivery {
  /** As the receipts have it. */
  readonly eventId: string
  readonly name: string
  readonly level: string | undefined
  /** Names of what is in it, in the platform's words, separated by spaces. */
  readonly fields: string
  /** What was known of consent: consent-basis.ts. */
  readonly basis: string
  readonly body: string
}

export type StillAllowed =
  | {
      readonly ok: true
      /** The same text where nothing was taken out. */
      readonly body: string
      readonly fields: string
      /** In the platform's words. */
      readonly takenOut: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

const NO_LONGER: StillAllowed = { ok: false, reason: 'no_longer_in_policy' }

/**
 * Closed by default: what the mapping does not know is taken out, and so is what leaves only on a condition, for what the
 * condition was held against is not stored.
 */
export function stillAllowed(delivery: StoredDelivery, planned: DestinationPlan): StillAllowed {
  // Written down by ourselves: a name of the list, or of one that was.
  const plan = planned.events.get(delivery.name as EventName)
  const level = levelOf(delivery.level, planned)
  const payload = parseObject(delivery.body)
  if (plan === undefined || level === undefined || payload === undefined) return NO_LONGER
  if (showsItsId(payload, delivery, planned)) return NO_LONGER
  const unasked = refusedPurpose(delivery.basis, addedPurposes(planned))
  if (unasked !== undefined) return { ok: false, reason: unasked }
  const work: Work = { allowed: allowedPaths(planned, plan, level), takenOut: new Set(), changed: false }
  const left = objectOf(payload, '', 0, work)
  cleanAddresses(left, planned, plan, level, work)
  const fields = delivery.fields.split(' ').filter((name) => name !== '' && isLeft(name, work))
  const stop = planned.destination.refuses(fields, eventOf(delivery, left, planned))
  if (stop !== undefined) return { ok: false, reason: stop }
  const body = work.changed ? JSON.stringify(left) : delivery.body
  return { ok: true, body, fields: fields.join(' '), takenOut: [...work.takenOut] }
}

type Level = 'full' | 'limited'
type Json = Record<string, unknown>

interface Work {
  /** Paths of the payload, in the platform's words; a list's elements have the list's own. */
  readonly allowed: ReadonlySet<string>
  readonly takenOut: Set<string>
  changed: boolean
}

/** An opt-out that is no longer answered with a limited send is a no. */
function levelOf(level: string | undefined, { need }: DestinationPlan): Level | undefined {
  if (level === 'limited') return need.onOptOut === 'limited' ? 'limited' : undefined
  return level === 'full' ? 'full' : undefined
}

/** What this policy asks for beside what the destination needs at the least: without that, nothing was ever accepted for it. */
function addedPurposes({ need, destination }: DestinationPlan): readonly Purpose[] {
  return need.purposes.filter((purpose) => !destination.purposes.includes(purpose))
}

/** The site hides its events' ids by now, and this one was written before. */
function showsItsId(payload: Json, { eventId }: StoredDelivery, { destination, site }: DestinationPlan): boolean {
  if (!site.withClickIds.hidesEventIds) return false
  const id = destination.rows.find(({ from }) => from === 'event.id')
  return id !== undefined && !eventId.startsWith(HIDDEN) && valueAt(payload, id.to) === eventId
}

/** Plans are made once; so is this. */
const ALLOWED = new WeakMap<EventPlan, Partial<Record<Level, ReadonlySet<string>>>>()

function allowedPaths(planned: DestinationPlan, plan: EventPlan, level: Level): ReadonlySet<string> {
  const known = ALLOWED.get(plan) ?? {}
  ALLOWED.set(plan, known)
  return (known[level] ??= pathsOf(planned, plan, level))
}

function pathsOf({ destination }: DestinationPlan, plan: EventPlan, level: Level): ReadonlySet<string> {
  const rows = plan[level].map(({ row }) => row.to)
  // A platform's words for a limited send do not depend on the event; only what they are set to does.
  return new Set(level === 'full' ? rows : [...rows, ...Object.keys(destination.limited(SOME_EVENT))])
}

const SOME_EVENT: CanonicalEvent = { name: 'contact', eventId: '', occurredAtMs: 0 }

/** Payloads are three objects deep; what lies deeper was not made by a mapping. */
const MAX_DEPTH = 8

function objectOf(value: Json, path: string, depth: number, work: Work): Json {
  const left: Json = {}
  for (const [name, member] of Object.entries(value)) {
    const kept = leftOf(member, path === '' ? name : `${path}.${name}`, depth + 1, work)
    if (kept !== undefined) left[name] = kept
  }
  return left
}

/** Undefined where nothing of it is left. */
function leftOf(value: unknown, path: string, depth: number, work: Work): unknown {
  if (depth > MAX_DEPTH) return takeOut(path, work)
  if (Array.isArray(value) && value.some(isObject)) return listOf(value, path, depth, work)
  if (isObject(value)) {
    const left = objectOf(value, path, depth, work)
    return Object.keys(left).length === 0 ? undefined : left
  }
  return work.allowed.has(path) ? value : takeOut(path, work)
}

/** An element of which nothing is left stays, empty: positions must not shift. */
function listOf(values: readonly unknown[], path: string, depth: number, work: Work): unknown {
  const left = values.map((value) =>
    isObject(value) ? objectOf(value, path, depth, work) : (takeOut(path, work) ?? {}),
  )
  return left.every((element) => Object.keys(element).length === 0) ? undefined : left
}

function takeOut(path: string, work: Work): undefined {
  work.takenOut.add(path)
  work.changed = true
}

/** Addresses keep the parameters and the path that the policy keeps by now. */
function cleanAddresses(left: Json, planned: DestinationPlan, plan: EventPlan, level: Level, work: Work): void {
  const { urlParameters, urlPaths } = prepareSiteFor(planned, plan, level)
  for (const { row } of plan[level]) {
    const value = row.kind === 'url' ? valueAt(left, row.to) : undefined
    if (typeof value !== 'string') continue
    const url = cleanUrl(value, urlParameters, undefined, urlPaths)?.url
    if (url !== value) replaceAt(left, row, url, work)
  }
}

function replaceAt(left: Json, { to }: FieldRow, url: string | undefined, work: Work): void {
  const path = to.split('.')
  const last = path.pop() ?? ''
  const parent = path.length === 0 ? left : valueAt(left, path.join('.'))
  if (!isObject(parent)) return
  if (url === undefined) {
    delete parent[last]
    work.takenOut.add(to)
  } else parent[last] = url
  work.changed = true
}

function isLeft(name: string, { allowed, takenOut }: Work): boolean {
  return allowed.has(name) && !takenOut.has(name)
}

/** As much of the event as destinations look at before they refuse one. */
function eventOf({ eventId, name }: StoredDelivery, left: Json, { destination }: DestinationPlan): CanonicalEvent {
  const row = destination.rows.find(({ from }) => from === 'order.currency')
  const currency = row === undefined ? undefined : valueAt(left, row.to)
  return {
    name: name as EventName,
    eventId,
    occurredAtMs: 0,
    ...(typeof currency === 'string' && { order: { currency } }),
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), value)
}
