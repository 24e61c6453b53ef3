/** What a person does with dead letters: looks at them, page by page, and sends them again. Not on the hot path. */
import { holdsOf, type Holds } from '../delivery/holds.ts'
import { readBasis } from '../pipeline/consent-basis.ts'
import type { DestinationPlan, SitePlan } from '../pipeline/plan.ts'
import type { DeadAsk, DeadLetterView, ListAsk, ListPage, RedriveAsk, RedrivePage } from './dead-letter-pages.ts'
import { DeadLetters, openLetter, type DeadRow } from './dead-letters.ts'
import { gather, type Line } from './gather.ts'
import { holdAgain } from './held-again.ts'
import { contentOf } from './letter-content.ts'
import { endedSheet, withoutRests, type Held, type OpenParcel } from './state.ts'
import type { Store } from './store.ts'
import type { Sql } from './tables.ts'

export interface DeadLetterDeskDeps {
  readonly sql: Sql
  /** What a shard keeps of dead letters. */
  readonly maxBytes: number
  readonly store: Pick<Store, 'putBack' | 'record'>
  /** Undefined while the shard does not know its site: then it holds nothing. */
  readonly plan: () => SitePlan | undefined
  readonly shardsEver: () => number
  readonly withdrawn: (parts: readonly Held[], destination: string) => readonly Held[]
  /** Whether as much waits in this shard as may. */
  readonly isFull: () => boolean
  readonly onRedriven: (destination: string, deliveries: number) => void
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => void) => void
  readonly now: () => number
}

/** A page of either kind looks at so many deliveries at most, and one row more. */
const PAGE_DELIVERIES = 1_000
const PAGE_CHARACTERS = 4 * 1024 * 1024

type Letter = OpenParcel & { readonly row: DeadRow }

/** What becomes of one dead letter, were it sent again now. */
type Verdict =
  | { readonly kind: 'goes'; readonly line: Line; readonly takenOut: readonly string[] }
  | { readonly kind: 'stays'; readonly reason: string }
  | { readonly kind: 'withdrawn' }

interface Judged {
  readonly letter: Letter
  readonly part: Held
  readonly verdict: Verdict
}

export class DeadLetterDesk {
  readonly letters: DeadLetters
  readonly #deps: DeadLetterDeskDeps

  constructor(deps: DeadLetterDeskDeps) {
    this.#deps = deps
    this.letters = new DeadLetters(deps.sql, {
      maxBytes: deps.maxBytes,
      holdMs: (destination, event) => this.#holds(destination).ofKept(event),
      withdrawn: deps.withdrawn,
    })
  }

  /** JSON both ways: cheaper than taking objects apart, and plain on both sides. */
  answer(ask: string): string {
    this.letters.expire(this.#deps.now())
    const asked = JSON.parse(ask) as DeadAsk
    return JSON.stringify(asked.kind === 'list' ? this.#list(asked) : this.#redrive(asked))
  }

  #list(ask: ListAsk): ListPage {
    const { shardsEver } = this.#deps
    const views: DeadLetterView[] = []
    let lastId: number | null = null
    let characters = 0
    for (const row of ask.limit === 0 ? [] : this.letters.newest(ask.filter, ask.beforeId ?? Number.MAX_SAFE_INTEGER)) {
      if (views.length >= ask.limit || characters >= PAGE_CHARACTERS)
        return this.#page(ask, views, lastId, shardsEver())
      lastId = row.id
      characters += row.bodies.length
      views.push(...this.#viewsOf(openLetter(row), ask))
    }
    return this.#page(ask, views, null, shardsEver())
  }

  #page({ beforeId, filter }: ListAsk, views: readonly DeadLetterView[], next: number | null, ever: number): ListPage {
    const notKept = this.letters.notKept()
    return {
      groups: beforeId === null ? this.letters.groups(filter) : [],
      ...(notKept !== undefined && { notKept }),
      letters: views,
      next,
      shardsEver: ever,
    }
  }

  #viewsOf(letter: Letter, { filter, whole }: ListAsk): DeadLetterView[] {
    const wanted = wantedOf(letter, filter.eventId)
    if (!whole) return wanted.map((part) => this.#viewOf(letter, part))
    return this.#judge(letter, wanted).map(({ part, verdict }) => ({
      ...this.#viewOf(letter, part),
      content: contentOf(part.body, this.#planned(letter.row.destination)),
      redrive: verdict.kind === 'stays' ? verdict.reason : verdict.kind === 'goes' ? 'goes' : 'consent_withdrawn',
      ...(verdict.kind === 'goes' && { taken_out: verdict.takenOut }),
    }))
  }

  #viewOf({ row, sheet }: Letter, { entry, acceptedAtMs }: Held): DeadLetterView {
    const fields = entry.f === undefined ? '' : (sheet.sets[entry.f] ?? '')
    const basis = typeof entry.b === 'number' ? sheet.bases[entry.b] : undefined
    return {
      event_id: entry.id,
      event: entry.ev,
      destination: row.destination,
      code: row.code,
      refused_at: iso(row.at_ms),
      occurred_at: iso(entry.t),
      accepted_at: iso(acceptedAtMs),
      kept_until: iso(acceptedAtMs + this.#holds(row.destination).ofKept(entry.ev)),
      decision: entry.lv ?? '',
      policy_digest: sheet.digest,
      fields: fields === '' ? [] : fields.split(' '),
      ...(basis !== undefined && { consent: readBasis(basis) }),
    }
  }

  #redrive(ask: RedriveAsk): RedrivePage {
    const { isFull, shardsEver } = this.#deps
    const page = pageOf(this.letters.oldest(ask.filter, ask.afterId))
    const judged = page.rows.flatMap((row) => {
      const letter = openLetter(row)
      return this.#judge(letter, wantedOf(letter, ask.filter.eventId))
    })
    const goes = judged.filter(({ verdict }) => verdict.kind === 'goes')
    // As for what is accepted: a page may go beyond the limit, the next one may not.
    const full = !ask.dryRun && goes.length > 0 && isFull()
    if (!ask.dryRun && !full) this.#settle(judged)
    return {
      looked: judged.length,
      redriven: goes.length,
      withdrawn: judged.filter(({ verdict }) => verdict.kind === 'withdrawn').length,
      stayed: countOf(judged.flatMap(({ verdict }) => (verdict.kind === 'stays' ? [verdict.reason] : []))),
      takenOut: countOf(judged.flatMap(({ verdict }) => (verdict.kind === 'goes' ? verdict.takenOut : []))),
      next: page.next,
      full,
      shardsEver: shardsEver(),
    }
  }

  /** Moves what goes back to what waits, deletes what was withdrawn, and writes both down; the rest stays as it is. */
  #settle(judged: readonly Judged[]): void {
    const { transaction, onRedriven } = this.#deps
    const moved = judged.filter(({ verdict }) => verdict.kind !== 'stays')
    if (moved.length === 0) return
    const redriven = new Map<string, number>()
    transaction(() => {
      for (const group of Map.groupBy(moved, ({ letter }) => `${letter.row.destination} ${letter.row.code}`).values()) {
        const { destination, code } = group[0]?.letter.row ?? { destination: '', code: '' }
        const count = this.#putBack(destination, code, group)
        redriven.set(destination, count + (redriven.get(destination) ?? 0))
        this.#writeWithdrawn(destination, group)
      }
      for (const [letter, lines] of linesByLetter(moved)) this.letters.take(letter, lines)
    })
    for (const [destination, deliveries] of redriven) if (deliveries > 0) onRedriven(destination, deliveries)
  }

  #putBack(destination: string, code: string, group: readonly Judged[]): number {
    const { store, now } = this.#deps
    const lines = group.flatMap(({ verdict }) => (verdict.kind === 'goes' ? [verdict.line] : []))
    if (lines.length === 0) return 0
    const parcels = gather(lines).map((gathered) => ({ destination, ...gathered }))
    store.putBack(parcels)
    const sheets = parcels.map(({ sheet }) => withoutRests(sheet))
    store.record(destination, now(), { outcome: 'redriven', code, sheets })
    return lines.length
  }

  #writeWithdrawn(destination: string, group: readonly Judged[]): void {
    const { store, now } = this.#deps
    const withdrawn = linesByLetter(group.filter(({ verdict }) => verdict.kind === 'withdrawn'))
    if (withdrawn.size === 0) return
    const sheets = Array.from(withdrawn, ([letter, lines]) => endedSheet(letter, lines))
    store.record(destination, now(), { outcome: 'withdrawn', code: 'consent_withdrawn', sheets })
  }

  #judge(letter: Letter, parts: readonly Held[]): Judged[] {
    const gone = new Set(this.#deps.withdrawn(parts, letter.row.destination))
    return parts.map((part) => ({
      letter,
      part,
      verdict: gone.has(part) ? { kind: 'withdrawn' } : this.#verdictOn(letter, part),
    }))
  }

  /** By the policy and the clock as they are now. */
  #verdictOn({ row, sheet }: Letter, part: Held): Verdict {
    const { entry, acceptedAtMs } = part
    const plan = this.#deps.plan()
    const planned = this.#planned(row.destination)
    const holdMs = this.#holds(row.destination).of(entry.ev)
    const nowMs = this.#deps.now()
    if (plan === undefined || planned === undefined || holdMs === undefined) return stays('no_longer_in_policy')
    if (entry.t < nowMs - planned.destination.maxAgeMs) return stays('event_too_old')
    if (acceptedAtMs < nowMs - holdMs) return stays('waited_too_long')
    const again = holdAgain(part, sheet, plan, planned)
    return again.ok ? { kind: 'goes', line: again.line, takenOut: again.takenOut } : stays(again.reason)
  }

  #planned(destination: string): DestinationPlan | undefined {
    return this.#deps.plan()?.destinations.find(({ account }) => account.id === destination)
  }

  #holds(destination: string): Holds {
    return holdsOf(() => this.#planned(destination))
  }
}

function stays(reason: string): Verdict {
  return { kind: 'stays', reason }
}

function wantedOf(letter: Letter, eventId: string | undefined): readonly Held[] {
  return eventId === undefined ? letter.held : letter.held.filter(({ entry }) => entry.id === eventId)
}

/** `next` is null where there is nothing after it. */
function pageOf(rows: Iterable<DeadRow>): { readonly rows: readonly DeadRow[]; readonly next: number | null } {
  const page: DeadRow[] = []
  let deliveries = 0
  let characters = 0
  for (const row of rows) {
    const last = page.at(-1)
    if (last !== undefined && (deliveries + row.events > PAGE_DELIVERIES || characters >= PAGE_CHARACTERS))
      return { rows: page, next: last.id }
    page.push(row)
    deliveries += row.events
    characters += row.bodies.length
  }
  return { rows: page, next: null }
}

function linesByLetter(judged: readonly Judged[]): Map<Letter, Set<number>> {
  const lines = new Map<Letter, Set<number>>()
  for (const { letter, part } of judged) {
    const known = lines.get(letter)
    if (known === undefined) lines.set(letter, new Set([part.line]))
    else known.add(part.line)
  }
  return lines
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
