/** What there is, as anybody could ask for it: the export of receipts, and the platforms' books. */
import { ExportCheck } from '../../src/outbox/receipt-check.ts'
import { isObject } from '../../src/destinations/json.ts'
import type { SeenRequest } from '../../src/simulators/requests.ts'
import { PLATFORMS, type Platform, type Platforms } from '../support/platforms.ts'
import type { Counted, End, Sent } from './ledger.ts'

/** Receipts that are no end of a delivery: what was refused at the door, and what people answered. */
const NO_END: ReadonlySet<unknown> = new Set(['refused', 'answered'])
/** What may follow a `rejected`. */
const TAKES_BACK: ReadonlySet<string> = new Set(['redriven', 'withdrawn'])
const MAX_PAGES = 1_000

/** All ends, and what is wrong with the chain of receipts: after a crash it must hold as before. */
export async function readEnds(url: string): Promise<{ ends: End[]; findings: string[] }> {
  const lines = await exportedLines(url)
  const check = new ExportCheck()
  for (const line of lines) await check.take(line)
  const findings = check.end().findings.map((finding) => `the chain of receipts: ${JSON.stringify(finding)}`)
  return { ends: lastEnds(lines.flatMap(endsIn)), findings }
}

/**
 * The last receipt of a delivery counts (docs/decisions/0022). After a `rejected` comes `redriven`, and then an end that is still to
 * come, or `withdrawn`, when its dead letter was deleted at the person's word.
 */
export function lastEnds(ends: readonly End[]): End[] {
  const kept: (End | undefined)[] = []
  const rejected = new Map<string, number>()
  for (const end of ends) {
    const pair = `${end.destination} ${end.eventId}`
    const before = rejected.get(pair)
    if (before !== undefined && TAKES_BACK.has(end.outcome)) {
      kept[before] = undefined
      rejected.delete(pair)
      if (end.outcome === 'redriven') continue
    }
    if (end.outcome === 'rejected') rejected.set(pair, kept.length)
    kept.push(end)
  }
  return kept.filter((end) => end !== undefined)
}

async function exportedLines(url: string): Promise<string[]> {
  const lines: string[] = []
  let query = 'from=1970-01-02'
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await fetch(`${url}/v1/receipts/export?${query}`, { headers: { authorization: 'Bearer dev' } })
    if (answer.status !== 200) throw new Error(`the export was answered ${answer.status}: ${await answer.text()}`)
    lines.push(...(await answer.text()).split('\n').filter((line) => line !== ''))
    const cursor = answer.headers.get('tidegate-next-cursor')
    if (cursor === null) return lines
    query = `cursor=${encodeURIComponent(cursor)}`
  }
  throw new Error('the export has no end')
}

function endsIn(text: string): End[] {
  const line: unknown = JSON.parse(text)
  if (!isObject(line) || line['kind'] !== 'row' || NO_END.has(line['outcome'])) return []
  const { destination, outcome, sheets } = line
  const parsed = JSON.parse(String(sheets)) as readonly { readonly list: readonly { readonly id: string }[] }[]
  return parsed.flatMap(({ list }) =>
    list.map(({ id }) => ({ eventId: id, destination: String(destination), outcome: String(outcome) })),
  )
}

/** How many touches shards have told the off-site record of. */
export async function readTouches(url: string): Promise<number> {
  const { touches } = (await answerAt(`${url}/v1/analysis/state`)) as { readonly touches: number }
  return touches
}

/** The ids of the advertisements that were imported, a row each. */
export async function readImported(url: string): Promise<string[]> {
  const { rows } = (await answerAt(`${url}/v1/analysis/imports?rows=media`)) as {
    readonly rows: readonly { id: string }[]
  }
  return rows.map(({ id }) => id)
}

async function answerAt(address: string): Promise<unknown> {
  const answer = await fetch(address, { headers: { authorization: 'Bearer dev' } })
  if (answer.status !== 200) throw new Error(`${address} was answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

export async function readCounted(platforms: Platforms): Promise<Counted[]> {
  const lists = await Promise.all(
    PLATFORMS.map(async (destination) =>
      (await platforms.counted(destination)).map(({ event_id, payload }) => ({
        eventId: event_id ?? '',
        destination,
        worth: worthIn(payload[SALE_MEMBER[destination]]),
      })),
    ),
  )
  return lists.flat()
}

/** Where each platform has what was sold. */
const SALE_MEMBER: Readonly<Record<Platform, string>> = { tiktok: 'properties', meta: 'custom_data' }

function worthIn(sold: unknown): number | undefined {
  const value = isObject(sold) ? sold['value'] : undefined
  return typeof value === 'number' ? value : undefined
}

/** Reads what has come since the last time: the simulators keep the newest requests only. */
export class Requests {
  readonly #platforms: Platforms
  readonly #seen = new Map<Platform, number>()

  constructor(platforms: Platforms) {
    this.#platforms = platforms
  }

  async since(isUnsure: (platform: Platform, request: SeenRequest) => boolean): Promise<Sent[]> {
    const lists = await Promise.all(PLATFORMS.map((platform) => this.#sinceOf(platform, isUnsure)))
    return lists.flat()
  }

  async #sinceOf(
    destination: Platform,
    isUnsure: (platform: Platform, request: SeenRequest) => boolean,
  ): Promise<Sent[]> {
    const { count, requests } = await this.#platforms.requestsAndCount(destination)
    const fresh = count - (this.#seen.get(destination) ?? 0)
    if (fresh > requests.length) throw new Error('the simulators have forgotten requests: look at them more often')
    this.#seen.set(destination, count)
    return requests.slice(requests.length - fresh).flatMap((request) =>
      eventIdsIn(request.body).map((eventId) => ({
        eventId,
        destination,
        atMs: request.at_ms,
        unsure: isUnsure(destination, request),
      })),
    )
  }
}

function eventIdsIn(body: unknown): string[] {
  const data: unknown = isObject(body) ? body['data'] : undefined
  if (!Array.isArray(data)) return []
  return (data as unknown[]).flatMap((event) => (isObject(event) ? [String(event['event_id'])] : []))
}
