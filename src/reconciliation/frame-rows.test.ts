/** How it was counted, in words of whoever reads it: beside them the policy's own, which can be looked for. */
import { expect, it } from 'vitest'
import { frameRows } from './frame-rows.ts'
import type { Reconciliation } from './reconcile.ts'
import { SETTINGS } from './settings.fixture.ts'

const RESULT = {
  settings: { ...SETTINGS, excluded: ['pos', 'unpaid', 'gift_card'], purchase_unique: 'event_id' },
  first_day: '2026-11-21',
  last_day: '2026-11-21',
  start: '2026-11-20T23:00:00.000Z',
  end: '2026-11-21T23:00:00.000Z',
  platform: { says: null, tells: 'nothing' },
} as unknown as Reconciliation

it.each([
  [
    'en',
    'Left out by the policy',
    'sales at the till (pos), orders that are not paid (unpaid), gift_card',
    'A purchase is counted once by',
    'the event’s own id (event_id)',
  ],
  [
    'fr',
    'Écartées par la politique',
    'ventes en caisse (pos), commandes non payées (unpaid), gift_card',
    'Un achat est compté une fois par',
    'identifiant de l’événement (event_id)',
  ],
] as const)('names in %s what the policy leaves out, and what makes a purchase one', (language, ...expected) => {
  const rows = frameRows(RESULT, '2026-11-22', language)
  const [leftOut, kinds, unique, by] = expected
  expect(rows).toContainEqual([leftOut, kinds])
  expect(rows).toContainEqual([unique, by])
})
