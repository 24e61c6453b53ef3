/** Counts what became of events, and writes the wide line of each where the operator asked for it. */
import type { LogLevel } from '../config.ts'
import type { ParsedEvent } from '../event/parse.ts'
import type { EventResult } from '../pipeline/accept.ts'
import { guardFieldName } from '../privacy/guard.ts'
import { Counters } from './counters.ts'
import { logEvent, type EventRecord } from './log.ts'

export class Tally {
  readonly #logLevel: LogLevel
  readonly #events = new Map<string, number>()
  readonly #refusals = new Map<string, number>()
  readonly #unknownFields = new Map<string, number>()

  constructor(logLevel: LogLevel) {
    this.#logLevel = logLevel
  }

  record(
    parsed: readonly ParsedEvent[],
    results: readonly EventResult[],
    from: Pick<EventRecord, 'site' | 'source'>,
  ): void {
    for (const [index, { status, reason, destinations }] of results.entries()) {
      Counters.add(this.#events, status)
      if (status !== 'accepted') Counters.add(this.#refusals, reason ?? status)
      const one = parsed[index]
      if (one?.ok !== true) continue
      for (const name of one.unknown) Counters.add(this.#unknownFields, guardFieldName(name))
      if (this.#logLevel !== 'events') continue
      logEvent({ ...from, event: one.event.name, status, destinations, ...(reason !== undefined && { reason }) })
    }
  }

  counts() {
    return {
      events: Object.fromEntries(this.#events),
      refusals: Object.fromEntries(this.#refusals),
      unknownFields: Object.fromEntries(this.#unknownFields),
    }
  }
}
