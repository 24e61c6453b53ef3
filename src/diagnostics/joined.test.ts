import { describe, expect, it } from 'vitest'
import type { Finding } from './finding.ts'
import { joined } from './joined.ts'

const about = (code: Finding['code'], subject: Finding['subject'], rest: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'error',
  subject,
  count: 1,
  ...rest,
})

describe('findings that differ in their event only', () => {
  it('are one, with the events named and counted together', () => {
    const one = (event: string, count: number, firstMs: number, lastMs: number) =>
      about(
        'destination_requirement',
        { destination: 'meta', event, reason: 'insufficient_user_data' },
        { count, of: 10, firstMs, lastMs },
      )
    expect(joined([one('page_view', 2, 5, 9), one('view_item', 4, 3, 7)])).toEqual([
      about(
        'destination_requirement',
        { destination: 'meta', reason: 'insufficient_user_data', events: 'view_item page_view' },
        { count: 6, of: 20, firstMs: 3, lastMs: 9 },
      ),
    ])
  })

  it.each([
    ['another platform', { destination: 'tiktok', event: 'view_item', reason: 'missing_value' }],
    ['another reason', { destination: 'meta', event: 'view_item', reason: 'missing_currency' }],
  ])('stay two where they have %s', (_what, subject) => {
    const first = about('destination_requirement', { destination: 'meta', event: 'purchase', reason: 'missing_value' })
    expect(joined([first, about('destination_requirement', subject)])).toHaveLength(2)
  })

  it('stay as they are where there is one, where names are a caller’s own, and where it is purchases that matter', () => {
    const apart = [
      about('event_not_in_plan', { event: 'refund' }),
      about('event_unknown', { event: 'Login' }),
      about('event_unknown', { event: 'Logout' }),
      about('duplicates', { event: 'purchase' }),
      about('duplicates', { event: 'page_view' }),
      about('value_missing', { event: 'purchase' }),
      about('value_missing', { event: 'refund' }, { severity: 'info' }),
    ]
    expect(joined(apart)).toEqual(apart)
  })
})
