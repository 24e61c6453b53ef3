/** What the gateway says of itself at /metrics: counts of events, rows written, deliveries that wait. */
import { setTimeout as sleep } from 'node:timers/promises'
import { progress } from './progress.ts'

export interface Counts {
  readonly rowsWritten: number
  readonly rowsRead: number
  /** Calls of the shard that brought events. */
  readonly calls: number
  readonly alarmsSet: number
  readonly alarmsRang: number
  /** Requests to platforms. */
  readonly attempts: number
  readonly waiting: number
  readonly delivered: number
  /** event status → events */
  readonly events: Readonly<Record<string, number>>
}

export async function readCounts(url: string): Promise<Counts> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(30_000) })
  const text = await response.text()
  const status = (name: string) =>
    sum(text, new RegExp(`^tidegate_events_total\\{\\S*status="${name}"\\S* (\\d+)`, 'gm'))
  return {
    rowsWritten: sum(text, /^tidegate_outbox_rows_written_total\S* (\d+)/gm),
    rowsRead: sum(text, /^tidegate_outbox_rows_read_total\S* (\d+)/gm),
    calls: sum(text, /^tidegate_outbox_calls_total\S* (\d+)/gm),
    alarmsSet: sum(text, /^tidegate_outbox_alarms_total\{\S*what="set"\S* (\d+)/gm),
    alarmsRang: sum(text, /^tidegate_outbox_alarms_total\{\S*what="rang"\S* (\d+)/gm),
    attempts: sum(text, /^tidegate_attempts_total\S* (\d+)/gm),
    waiting: sum(text, /^tidegate_outbox_waiting\{\S* (\d+)/gm),
    delivered: sum(text, /^tidegate_deliveries_total\{\S*outcome="delivered"\S* (\d+)/gm),
    events: { accepted: status('accepted'), duplicate: status('duplicate'), refused: status('refused') },
  }
}

function sum(text: string, pattern: RegExp): number {
  let total = 0
  for (const [, value] of text.matchAll(pattern)) total += Number(value)
  return total
}

const DRAIN_TIMEOUT_MS = 60_000
const POLL_MS = 50

/** Waits until every delivery has ended, or gives up and says so. Reading /metrics writes no row. */
export async function drained(url: string, timeoutMs = DRAIN_TIMEOUT_MS): Promise<Counts> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const counts = await readCounts(url)
    if (counts.waiting === 0) return counts
    if (performance.now() > deadline) {
      progress(
        `! ${counts.waiting} deliveries still wait ${timeoutMs / 1000} s after the load: do not use these figures`,
      )
      return counts
    }
    await sleep(POLL_MS)
  }
}
