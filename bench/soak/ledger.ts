/**
 * Who was told what, and what became of it: every event that a caller was told is taken ends exactly once for each platform, as
 * the receipts on disk say it, and lies at the platform once or, where it ended otherwise, not at all but for answers that were lost.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Simulators } from '../gateway.ts'
import { PLATFORMS, type Platform } from './faults.ts'

/** As the gateway says it of one event. */
export interface Told {
  readonly event_id: string | null
  readonly status: string
  readonly destinations: Readonly<Record<string, string>>
}

const SENT: ReadonlySet<string> = new Set(['full', 'limited'])

export class Ledger {
  /** event id → platforms that it was taken for */
  readonly accepted = new Map<string, readonly string[]>()
  readonly statuses = new Map<string, number>()
  readonly #atPlatform = new Map<Platform, Map<string, number>>(PLATFORMS.map((platform) => [platform, new Map()]))
  readonly #counted = new Map<Platform, number>()

  /** `again`: the caller had not heard of its first try, so that what is a duplicate now was taken then. */
  told(results: readonly Told[], again: boolean): void {
    for (const { event_id: id, status, destinations } of results) {
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      if (id === null) continue
      const taken = Object.entries(destinations).flatMap(([destination, decision]) =>
        SENT.has(decision) || (again && decision === 'duplicate') ? [destination] : [],
      )
      if (taken.length > 0 && !this.accepted.has(id)) this.accepted.set(id, taken)
    }
  }

  /** What has come to the platforms since the last time: the simulators show the newest only. */
  async hear(simulators: Simulators): Promise<void> {
    for (const platform of PLATFORMS) {
      const before = this.#counted.get(platform) ?? 0
      const { events: now } = await getJson<{ events: number }>(`${simulators.url}/_sim/${platform}`)
      if (now === before) continue
      const url = `${simulators.url}/_sim/${platform}/events?limit=${now - before + SLACK}`
      const { count, events } = await getJson<{ count: number; events: { event_id: string }[] }>(url)
      const fresh = events.slice(-(count - before))
      if (fresh.length < count - before) throw new Error('more events came to a platform than it shows')
      this.#counted.set(platform, count)
      const seen = this.#atPlatform.get(platform)
      for (const { event_id: id } of fresh) seen?.set(id, (seen.get(id) ?? 0) + 1)
    }
  }

  /** After the gateway has stopped. */
  close(stateDir: string): Closing[] {
    const ends = endsOnDisk(stateDir)
    return PLATFORMS.map((platform) => this.#closeOne(platform, ends))
  }

  #closeOne(platform: Platform, { ended, waiting }: EndsOnDisk): Closing {
    const own = ended.get(platform) ?? new Map<string, string[]>()
    const seen = this.#atPlatform.get(platform) ?? new Map<string, number>()
    const accepted = [...this.accepted].flatMap(([id, platforms]) => (platforms.includes(platform) ? [id] : []))
    const outcomes = new Map<string, number>()
    for (const [outcome] of own.values()) add(outcomes, outcome ?? '')
    const known = new Set(accepted)
    const count = (list: Iterable<string>, wrong: (id: string) => boolean) => [...list].filter(wrong).length
    const outcomeOf = (id: string) => own.get(id)?.[0]
    return {
      platform,
      accepted: accepted.length,
      outcomes,
      waiting,
      lost: count(accepted, (id) => !own.has(id)),
      endedTwice: count(own.keys(), (id) => (own.get(id)?.length ?? 0) > 1),
      neverAccepted: count(own.keys(), (id) => !known.has(id)) + count(seen.keys(), (id) => !known.has(id)),
      twiceAtPlatform: count(seen.keys(), (id) => (seen.get(id) ?? 0) > 1),
      deliveredNotThere: count(own.keys(), (id) => outcomeOf(id) === 'delivered' && !seen.has(id)),
      takenUnheard: count(seen.keys(), (id) => own.has(id) && outcomeOf(id) !== 'delivered'),
    }
  }
}

/** Between the two questions more may come. */
const SLACK = 5_000

export interface Closing {
  readonly platform: Platform
  readonly accepted: number
  /** outcome → events */
  readonly outcomes: ReadonlyMap<string, number>
  /** Parcels still in the table, of all platforms. */
  readonly waiting: number
  /** Accepted, and no receipt. */
  readonly lost: number
  readonly endedTwice: number
  readonly neverAccepted: number
  readonly twiceAtPlatform: number
  readonly deliveredNotThere: number
  /** No fault: the platform took it, its answer was lost, and before it was asked again the person withdrew or it refused. */
  readonly takenUnheard: number
}

export function balances(closing: Closing): boolean {
  const ended = [...closing.outcomes.values()].reduce((sum, count) => sum + count, 0)
  const wrong = ['waiting', 'lost', 'endedTwice', 'neverAccepted', 'twiceAtPlatform', 'deliveredNotThere'] as const
  return ended === closing.accepted && wrong.every((name) => closing[name] === 0)
}

interface EndsOnDisk {
  /** destination → event id → how it ended: one, unless something is wrong */
  readonly ended: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>
  readonly waiting: number
}

type ReceiptRow = Readonly<Record<string, unknown>>

/** Reads the outbox's own files, as nobody but a check does: what the gateway says of itself is not asked. */
function endsOnDisk(stateDir: string): EndsOnDisk {
  const ended = new Map<string, Map<string, string[]>>()
  let waiting = 0
  for (const file of sqliteFiles(stateDir)) {
    const database = new DatabaseSync(file)
    try {
      const has = database
        .prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('receipts', 'pending')")
        .get()
      if (has?.['n'] !== 2) continue
      waiting += Number(database.prepare('SELECT count(*) AS n FROM pending').get()?.['n'])
      const rows = database
        .prepare("SELECT destination, outcome, sheets FROM receipts WHERE destination <> ''")
        .iterate()
      for (const row of rows) noteReceipt(ended, row)
    } finally {
      database.close()
    }
  }
  return { ended, waiting }
}

function noteReceipt(ended: Map<string, Map<string, string[]>>, row: ReceiptRow): void {
  const [destination, outcome] = [String(row['destination']), String(row['outcome'])]
  const own = ended.get(destination) ?? new Map<string, string[]>()
  ended.set(destination, own)
  for (const { list } of JSON.parse(String(row['sheets'])) as { list: { id: string }[] }[]) {
    for (const { id } of list) {
      const known = own.get(id)
      if (known === undefined) own.set(id, [outcome])
      else known.push(outcome)
    }
  }
}

export function sqliteFiles(stateDir: string): string[] {
  const entries = readdirSync(stateDir, { recursive: true, encoding: 'utf8' })
  return entries.filter((name) => name.endsWith('.sqlite')).map((name) => join(stateDir, name))
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

async function getJson<Body>(url: string): Promise<Body> {
  return (await (await fetch(url, { signal: AbortSignal.timeout(30_000) })).json()) as Body
}
