import { describe, expect, it } from 'vitest'
import { Counters } from './counters.ts'
import { metricsText } from './metrics.ts'

const GAUGES = {
  events: { accepted: 3 },
  refusals: { consent_denied: 1 },
  unknownFields: { loyalty_tier: 2 },
  rowsWritten: 7,
  calls: 5,
  fill: 0.25,
  deadLettersFill: 0.5,
  parkedRequestsFill: 0.75,
  shopRefusals: { tiktok_shop: 2 },
  factsWaiting: 4,
  rowsRead: 8,
  alarms: { set: 2, rang: 1 },
  waiting: { meta: 2 },
  oldestAtMs: { meta: 1_795_262_400_000 },
  maxWaiting: 1_000,
  states: { meta: 'open', tiktok: 'parked', acme: 'retrying' },
  ended: { meta: { delivered: 5 } },
  attempts: { meta: { retry: 1 } },
  attemptMs: { meta: 1_500 },
}
const ABOUT = { nowMs: 1_795_262_461_500, policyDigest: 'd1', policyUntilMs: 1_800_000_000_000 }

// OpenMetrics 1.0, "ABNF": escaped-char = backslash before backslash, quote and n.
describe('metrics', () => {
  it('escape what OpenMetrics escapes in the value of a label', () => {
    const counters = new Counters()
    Counters.add(counters.problems, 'a"b\\c\nd')
    expect(metricsText(counters, [], ABOUT)).toContain('tidegate_problems_total{code="a\\"b\\\\c\\nd"} 1\n')
  })

  it('say of each shard and destination what it does', () => {
    const text = metricsText(new Counters(), [{ name: 's/0', gauges: GAUGES }], ABOUT)
    for (const line of [
      'tidegate_events_total{shard="s/0",status="accepted"} 3',
      'tidegate_refusals_total{shard="s/0",reason="consent_denied"} 1',
      'tidegate_unknown_fields_total{shard="s/0",field="loyalty_tier"} 2',
      'tidegate_outbox_up{shard="s/0"} 1',
      'tidegate_dead_letters_fill_ratio{shard="s/0"} 0.5',
      'tidegate_parked_requests_fill_ratio{shard="s/0"} 0.75',
      'tidegate_outbox_waiting{shard="s/0",destination="meta"} 2',
      'tidegate_outbox_rows_written_total{shard="s/0"} 7',
      'tidegate_outbox_calls_total{shard="s/0"} 5',
      'tidegate_outbox_rows_read_total{shard="s/0"} 8',
      'tidegate_outbox_alarms_total{shard="s/0",what="set"} 2',
      'tidegate_outbox_alarms_total{shard="s/0",what="rang"} 1',
      'tidegate_deliveries_total{shard="s/0",destination="meta",outcome="delivered"} 5',
      'tidegate_attempts_total{shard="s/0",destination="meta",outcome="retry"} 1',
      'tidegate_delivery_lag_seconds{shard="s/0",destination="meta"} 61.5',
      'tidegate_delivery_lag_seconds{shard="s/0",destination="tiktok"} 0',
      'tidegate_attempt_duration_seconds_total{shard="s/0",destination="meta"} 1.5',
      'tidegate_outbox_waiting_limit{shard="s/0"} 1000',
      'tidegate_policy_info{digest="d1"} 1',
      'tidegate_policy_valid_until_timestamp_seconds 1800000000',
      'tidegate_destination_parked{shard="s/0",destination="meta"} 0',
      'tidegate_destination_parked{shard="s/0",destination="tiktok"} 1',
      'tidegate_destination_open{shard="s/0",destination="meta"} 1',
      'tidegate_destination_open{shard="s/0",destination="tiktok"} 0',
      'tidegate_destination_open{shard="s/0",destination="acme"} 0',
    ]) {
      expect(text).toContain(`${line}\n`)
    }
  })

  it('say that a shard is down, and nothing else of it', () => {
    const text = metricsText(new Counters(), [{ name: 's/0', gauges: undefined }], ABOUT)
    expect(text.match(/s\/0/g)).toHaveLength(1)
    expect(text).toContain('tidegate_outbox_up{shard="s/0"} 0\n')
  })
})

describe('counters', () => {
  it('keep at most 201 names, whatever callers send, and lose no count', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 5_000; i++) Counters.add(counts, `name-${i % 1_000}`)
    expect(counts.size).toBeLessThanOrEqual(201)
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(5_000)
    expect(counts.get('name-0')).toBe(5)
  })
})
