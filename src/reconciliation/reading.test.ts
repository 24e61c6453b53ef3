/** What a marketer and an accountant read out of a reconciliation: days without figures, advice, the file for a spreadsheet. */
import { describe, expect, it } from 'vitest'
import { csvLines } from './csv.ts'
import { gapText } from './gap.ts'
import { reconcile, type Reconciliation } from './reconcile.ts'
import { SETTINGS } from './settings.fixture.ts'
import { spansOf } from './silent-days.ts'
import { causeEntry } from './words/words.ts'
import type { OrderLine, PlatformRow } from './wire.ts'

const at = '2026-11-20T10:00:00.000Z'
const line = (id: string): OrderLine => ({
  link: 'l1',
  destination: 'tiktok',
  event: 'purchase',
  event_id: id,
  occurred_at: at,
  outcome: 'delivered',
  at,
  value: 47.4,
  currency: 'EUR',
  via: 'server',
})

function of(platform: readonly PlatformRow[]): Reconciliation {
  return reconcile({
    settings: { ...SETTINGS, time_zone: 'Europe/Paris' },
    destination: 'tiktok',
    firstDay: '2026-11-18',
    lastDay: '2026-11-22',
    orders: [
      {
        order_id: '1',
        source: 'import:plain',
        name: 'A;1',
        at,
        channel: 'web',
        payment: 'paid',
        money: { total: '47.40', currency: 'EUR' },
        links: ['l1'],
      },
    ],
    lines: [line('o-1'), line('px-1')],
    platform,
  })
}
const received = (day: string): PlatformRow => ({ kind: 'received', event: 'purchase', day, count: 1 })
const event = (when: string): PlatformRow => ({ kind: 'event', event: 'purchase', event_id: when, at: when })

describe('days of which the platform’s figures say nothing', () => {
  it('are named where it says something of others, by the shop’s midnight', () => {
    expect(of([received('2026-11-19'), received('2026-11-21')]).platform.silent_days).toEqual([
      '2026-11-18',
      '2026-11-20',
      '2026-11-22',
    ])
    // Half past eleven in the evening UTC is the next day in Paris.
    expect(of([event('2026-11-18T23:30:00.000Z')]).platform.silent_days).not.toContain('2026-11-19')
    expect(of([event('2026-11-18T23:30:00.000Z')]).platform.silent_days).toHaveLength(4)
  })

  it('are not counted out where there are no figures at all', () => {
    expect(of([]).platform.silent_days).toEqual([])
  })

  it('are told as spans', () => {
    expect(spansOf(['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-28'])).toBe(
      '2026-10-24 – 2026-10-26, 2026-10-28',
    )
  })
})

it('the gap between both figures is what came on top less what was not delivered', () => {
  const counts: PlatformRow = { kind: 'received', event: 'purchase', day: '2026-11-20', count: 1_204 }
  expect(gapText(of([counts]), 'en')).toBe('The gap: 1,204 − 1 = 1,203 = 1,203 on top − 0 not delivered')
  expect(gapText(of([{ ...counts, count: 0 }]), 'fr')).toBe(
    'L’écart\u00A0: 0 − 1 = −1 = 0 en plus − 0 non livrée − 1 livrée et absente de ses chiffres',
  )
  expect(gapText(of([]), 'en')).toBeUndefined()
})

it('nobody is told to switch on what the policy of today has', () => {
  const todo = (unique: string) =>
    causeEntry('policy_counts_by_event_id', { ...SETTINGS, purchase_unique: unique }, 'en').todo
  expect(todo('event_id')).toMatch(/^In the policy, write `unique: order\.id`/)
  expect(todo('order.id')).toMatch(/^Nothing more/)
})

it('the file opens as a table in a spreadsheet of its language: semicolons and decimal commas in French', () => {
  const [, english = ''] = csvLines(of([]), 'en')
  const [, french = ''] = csvLines(of([]), 'fr')
  expect(english).toMatch(/^order,tiktok,1,A;1,2026-11-20,.*,47\.40,EUR,47\.4,47\.4,EUR,o-1,/)
  expect(french).toMatch(/^order;tiktok;1;"A;1";2026-11-20;.*;47,40;EUR;47,4;47,4;EUR;o-1;/)
})
