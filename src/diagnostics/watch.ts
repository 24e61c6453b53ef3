/**
 * Notes what passes through a shard, while it is at hand anyway: names, codes and counts, never a value. The hot path runs
 * through here, so nothing is made for an event that has been seen before; what must be looked for is looked for in a
 * sample where a shard is busy. Pure: the time is the event's arrival.
 */
import type { ParsedEvent } from '../event/parse.ts'
import { malformedReason } from '../event/malformed-reason.ts'
import { suggestName } from '../event/names.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { Judged } from '../pipeline/accept.ts'
import type { Delivery, Verdict } from '../pipeline/judge.ts'
import { deniedFields, type LeftOut } from '../pipeline/prepare.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { guardFieldName } from '../privacy/guard.ts'
import type { PersonalDataKind } from '../privacy/kinds.ts'
import { checkAmounts, isSale } from './amounts.ts'
import { Counts, type PlainCounts } from './counts.ts'
import { MatchKeyReader } from './match-keys.ts'
import { skewOf } from './skew.ts'
import { HOUR_MS } from './window.ts'

export interface From {
  readonly source: 'browser' | 'server'
  readonly receivedAtMs: number
}

/** Events looked at closely in a minute before a sample must do, and one in how many then. Sales are always looked at. */
const CLOSE_LOOKS_A_MINUTE = 600
const SAMPLE = 8
const MINUTE_MS = 60_000

const NO_DUPLICATES: readonly string[] = []

export class Watch {
  #hours = new Map<number, Counts>()
  #hour = Number.NaN
  #counts = new Counts()
  #minute = 0
  #inMinute = 0
  readonly #readers = new Map<string, MatchKeyReader>()
  /** When the oldest of what has not been taken was noted, epoch ms. */
  sinceMs: number | undefined

  /** `duplicates`: per verdict, the destinations that had the event before. `stored`: per verdict, whether it waits for other copies. */
  note(
    judged: Judged,
    duplicates: readonly (readonly string[])[],
    plan: SitePlan,
    from: From,
    stored: readonly Pick<Verdict, 'settles'>[] = [],
  ): void {
    const { parsed } = judged
    if (parsed === undefined) return
    const counts = this.#at(from.receivedAtMs)
    let position = 0
    for (let index = 0; index < parsed.length; index++) {
      const one = parsed[index]
      const verdict = judged.ok ? judged.verdicts[index] : undefined
      if (one === undefined) continue
      if (!one.ok) noteMalformed(counts, one, from.receivedAtMs)
      else if (verdict !== undefined) {
        // What waits for other copies is counted as sent when it is.
        const told = stored[position]?.settles === undefined ? verdict : { ...verdict, deliveries: [] }
        this.#noteEvent(counts, one, told, duplicates[position++] ?? NO_DUPLICATES, plan, from)
      }
    }
  }

  /** What waited for its consent and goes now; that it arrived has been noted. */
  noteReleased(verdict: Verdict, plan: SitePlan, nowMs: number): void {
    this.#noteDeliveries(this.#at(nowMs), verdict, NO_DUPLICATES, plan, nowMs)
  }

  /** An order of which two copies had been sent there before their names met. */
  noteTwice(destination: string, nowMs: number): void {
    this.#at(nowMs).one('twice', nowMs, destination)
  }

  /** Its own API did not take our credentials. */
  noteShopRefused(shop: string, nowMs: number): void {
    this.#at(nowMs).one('shops', nowMs, shop)
  }

  noteEnded(destination: string, outcome: string, count: number, nowMs: number): void {
    this.#at(nowMs).many('ended', nowMs, count, destination, outcome)
  }

  #noteEvent(
    counts: Counts,
    one: Extract<ParsedEvent, { ok: true }>,
    verdict: Verdict,
    duplicates: readonly string[],
    plan: SitePlan,
    { source, receivedAtMs: atMs }: From,
  ): void {
    const { event, unknown } = one
    // What is missing or wrong in production must not be hidden by what somebody tries out beside it.
    if (event.staging === true) return
    counts.one('arrived', atMs, event.name, source)
    counts.one('timing', atMs, skewOf(event.occurredAtMs, atMs), source)
    if (unknown.length > 0)
      for (const name of new Set(unknown.map(guardFieldName))) counts.one('unknown_fields', atMs, name)
    for (const destination in verdict.refused)
      counts.one('refused', atMs, destination, verdict.refused[destination] ?? '', event.name)
    this.#noteDeliveries(counts, verdict, duplicates, plan, atMs)
    if (this.#maySpend(event, atMs)) lookClosely(counts, event, plan, atMs)
  }

  #noteDeliveries(
    counts: Counts,
    { name, deliveries }: Verdict,
    duplicates: readonly string[],
    plan: SitePlan,
    atMs: number,
  ): void {
    for (const delivery of deliveries) {
      const { destination, level, fields, leftOut } = delivery
      if (duplicates.includes(destination)) {
        counts.one('duplicates', atMs, destination, name)
        continue
      }
      // A limited delivery has no match keys by design: it would look like a gap.
      if (level === 'full') counts.one('sent', atMs, destination, name, this.#keysIn(delivery, fields, plan))
      if (leftOut !== undefined && leftOut.length > 0) noteLeftOut(counts, leftOut, destination, atMs)
    }
  }

  #keysIn({ destination }: Delivery, fields: string, plan: SitePlan): string {
    const known = this.#readers.get(destination)
    if (known !== undefined) return known.read(fields)
    const planned = plan.destinations.find((one) => one.destination.id === destination)
    if (planned === undefined) return '0'
    const reader = new MatchKeyReader(planned.destination)
    this.#readers.set(destination, reader)
    return reader.read(fields)
  }

  #maySpend(event: CanonicalEvent, atMs: number): boolean {
    const minute = Math.floor(atMs / MINUTE_MS)
    if (minute !== this.#minute) [this.#minute, this.#inMinute] = [minute, 0]
    this.#inMinute++
    return this.#inMinute <= CLOSE_LOOKS_A_MINUTE || this.#inMinute % SAMPLE === 0 || isSale(event.name)
  }

  #at(atMs: number): Counts {
    this.sinceMs ??= atMs
    const hour = Math.floor(atMs / HOUR_MS)
    if (hour === this.#hour) return this.#counts
    const known = this.#hours.get(hour)
    this.#counts = known ?? new Counts()
    this.#hour = hour
    if (known === undefined) this.#hours.set(hour, this.#counts)
    return this.#counts
  }

  /** What has been noted and not yet been taken, by hour since 1970. */
  untaken(): readonly (readonly [hour: number, counts: PlainCounts])[] {
    return [...this.#hours].map(([hour, counts]) => [hour, counts.plain()] as const)
  }

  /** After `untaken` has been written down. */
  taken(): void {
    this.#hours = new Map()
    this.#hour = Number.NaN
    this.sinceMs = undefined
  }
}

function noteMalformed(counts: Counts, one: Extract<ParsedEvent, { ok: false }>, atMs: number): void {
  const { unknownName, errors } = one
  if (unknownName !== undefined)
    counts.one('unknown_events', atMs, guardFieldName(unknownName), suggestName(unknownName) ?? '')
  const told = new Set<string>()
  for (const { path, message } of errors) {
    const name = guardFieldName(withoutIndexes(path))
    if (told.has(name) || (name === 'event' && unknownName !== undefined)) continue
    told.add(name)
    counts.one('malformed', atMs, name, malformedReason(message))
  }
}

/** `events.3.order.items.0.price` → `order.items.price`; the event as a whole has no path. */
function withoutIndexes(path: string): string {
  const names = path.split('.').filter((part) => !/^\d*$/.test(part))
  return (names[0] === 'events' ? names.slice(1) : names).join('.') || 'event'
}

/** A field as the guard reports it: with the kinds that it found, where it says. */
type Stopped = LeftOut & { readonly kinds?: readonly PersonalDataKind[] }

function noteLeftOut(counts: Counts, leftOut: readonly Stopped[], destination: string, atMs: number): void {
  for (const { field, reason, kinds } of leftOut) {
    // A parameter that the policy does not name is taken out of every address: that is its work and no finding.
    if (reason === 'url_parameter') continue
    // After "?" or "#" stands a name of the caller's.
    const name = field.split(/[?#]/, 1)[0] ?? field
    if (reason !== 'personal_data') counts.one('unusable', atMs, name, reason, destination)
    else for (const kind of kinds ?? ['unknown']) counts.one('stopped', atMs, name, kind, destination)
  }
}

/** What is not at hand: which fields arrived that the policy keeps back, and whether the order adds up. */
function lookClosely(counts: Counts, event: CanonicalEvent, plan: SitePlan, atMs: number): void {
  const { name, order } = event
  counts.one('looked', atMs, name)
  for (const { destination, events } of plan.destinations) {
    const planned = events.get(name)
    if (planned === undefined) continue
    for (const { field } of deniedFields({ event, receivedAtMs: atMs }, planned))
      counts.one('denied', atMs, field, destination.id, name)
  }
  checkAmounts(event, (problem) => counts.one('amounts', atMs, problem, name))
  if (isSale(name) && order?.currency !== undefined) counts.one('currencies', atMs, order.currency)
}
