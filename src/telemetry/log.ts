/**
 * One wide line per attempt, and per event where the operator asks for it, as JSON on standard output.
 * The names are a closed list: ids, counts, codes, durations. No value of a person has a name here.
 */
import type { LogLevel } from '../config.ts'
import type { AttemptRecord } from '../delivery/courier.ts'

export interface EventRecord {
  readonly site: string
  readonly source: 'browser' | 'server'
  readonly event: string
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: string
  readonly destinations: Readonly<Record<string, string>>
}

export function logAttempt(level: LogLevel, attempt: AttemptRecord): void {
  if (level === 'off') return
  write({ line: 'attempt', ...attempt })
}

export function logEvent(event: EventRecord): void {
  write({ line: 'event', ...event })
}

/** A defect is logged by its kind and place in the code, never with the event that met it. */
export function logDefect(where: string, error: unknown): void {
  write({ line: 'defect', where, kind: error instanceof Error ? error.name : typeof error })
}

function write(line: Readonly<Record<string, unknown>>): void {
  // oxlint-disable-next-line no-console -- this is the one place that writes the log
  console.log(JSON.stringify(line))
}
