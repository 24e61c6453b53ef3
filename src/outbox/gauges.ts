/** What a shard counts and measures of itself, for /metrics. */
import type { Deliveries } from '../delivery/deliveries.ts'
import type { AlarmClock } from './alarm-clock.ts'
import type { DeadLetterDesk } from './dead-letter-desk.ts'
import type { ShardMemory } from './shard-memory.ts'
import type { LedgerDesk } from './ledger-desk.ts'
import type { Fill } from './shard-parts.ts'
import type { Store } from './store.ts'
import type { Sql } from './tables.ts'
import type { OutboxGauges } from './types.ts'

export interface GaugedParts {
  readonly memory: ShardMemory
  readonly sql: Sql
  readonly alarm: AlarmClock
  readonly deliveries: Deliveries
  readonly fill: Fill
  readonly dead: DeadLetterDesk
  readonly ledger: LedgerDesk
  readonly store: Store
  readonly maxWaiting: number
}

export function gaugesOf(parts: GaugedParts): OutboxGauges {
  const { memory, sql, alarm, deliveries, fill, dead, ledger, store, maxWaiting } = parts
  return {
    ...memory.tally.counts(),
    rowsWritten: sql.rowsWritten,
    rowsRead: sql.rowsRead,
    alarms: alarm.counts,
    calls: memory.intakes.calls,
    waiting: deliveries.waiting(),
    fill: fill.ratio(),
    deadLettersFill: dead.letters.fill,
    parkedRequestsFill: ledger.parkedFill,
    factsWaiting: store.facts.waiting,
    oldestAtMs: store.oldestAtMs(Object.keys(deliveries.states())),
    maxWaiting,
    states: deliveries.states(),
    ended: memory.ended,
    attempts: memory.attempts,
    attemptMs: memory.attemptMs,
    shopRefusals: memory.shopRefusals,
  }
}
