import { describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { judge } from '../pipeline/judge.ts'
import { CONTEXT, eventOf, planOf } from '../pipeline/judge.fixture.ts'
import { holdAgain } from './held-again.ts'
import type { Entry } from './types.ts'

const SALE = { v: 42.5, c: 'EUR', o: 'f'.repeat(32) }

/** What the lake would have of a delivery that was accepted under the wide policy and is sent under a narrower one. */
function saleSentWithout(field: string, id: string): unknown {
  const plan = planOf({ without: field })
  const planned = plan.destinations.find(({ account }) => account.id === id)
  const stored = judge(eventOf(), planOf(), CONTEXT).deliveries.find(({ destination }) => destination === id)
  if (planned === undefined || stored === undefined) throw new Error(`nothing leaves for ${id}`)
  const { body, fields, level } = stored
  const entry: Entry = { id: 'o-1001', ev: 'purchase', t: 0, lv: level, f: 0, s: SALE }
  const sheet = { site: plan.id, digest: '0'.repeat(64), sets: [fields], bases: [], list: [entry] }
  const again = holdAgain({ parcel: 0, line: 0, entry, body, acceptedAtMs: 0 }, sheet, plan, planned)
  return again.ok ? again.line.entry.s : again.reason
}

describe.each(destinations)(
  'what the lake keeps of a sale that waited for $id while the policy became narrower',
  ({ id }) => {
    it('is without what was taken out of the delivery', () => {
      // Meta takes no purchase without its value: then nothing is sent.
      expect(saleSentWithout('order.value', id)).toEqual(id === 'meta' ? 'missing_value' : { c: SALE.c, o: SALE.o })
      expect(saleSentWithout('order.id', id)).toEqual({ v: SALE.v, c: SALE.c })
      expect(saleSentWithout('order.coupon', id)).toEqual(SALE)
    })
  },
)
