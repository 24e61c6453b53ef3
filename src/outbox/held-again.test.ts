import { expect, it } from 'vitest'
import { judge } from '../pipeline/judge.ts'
import { CONTEXT, eventOf, PLAN, planOf } from '../pipeline/judge.fixture.ts'
import { holdAgain } from './held-again.ts'
import { openParcel, parcelsOf } from './state.ts'

const SALE = { v: 42.5, c: 'EUR', o: '0'.repeat(32) }

it.each([
  ['order.value', { c: 'EUR', o: '0'.repeat(32) }],
  ['order.id', { v: 42.5, c: 'EUR' }],
  ['none', SALE],
])('what the lake may have of a sale is without %s, where the policy lets that out no longer', (without, left) => {
  const verdict = judge(eventOf(), PLAN, CONTEXT)
  const [delivery] = verdict.deliveries.filter(({ destination }) => destination === 'tiktok')
  if (delivery === undefined) throw new Error('nothing leaves for tiktok')
  const events = [{ ...verdict, deliveries: [{ ...delivery, sale: SALE }] }]
  const [parcel] = parcelsOf({ site: 'shop', digest: 'before', receivedAtMs: 0, events }, () => true)
  if (parcel === undefined) throw new Error('there is a parcel')
  const { acceptedAtMs, bodies, sheet } = parcel
  const open = openParcel({ id: 1, accepted_at_ms: acceptedAtMs, events: 1, bodies, sheet })
  const plan = planOf({ without })
  const planned = plan.destinations.find(({ account }) => account.id === 'tiktok')
  const [held] = open.held
  if (planned === undefined || held === undefined) throw new Error('there is a plan, and a line')
  const again = holdAgain(held, open.sheet, plan, planned)
  expect(again.ok && again.line.entry.s).toEqual(left)
})
