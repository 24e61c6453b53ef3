import type { LedgerSettings } from './wire.ts'

/** What a policy says that counts a purchase once by its order. */
export const SETTINGS: LedgerSettings = {
  site: 'shop',
  policy_digest: 'd'.repeat(64),
  time_zone: 'Europe/Paris',
  money: 'presentment',
  tax: 'included',
  shipping: 'included',
  purchase_when: 'paid',
  excluded: ['test', 'pos', 'draft', 'renewal', 'unpaid'],
  destinations: [{ id: 'tiktok', purchase: true, max_age_days: 28 }],
  purchase_unique: 'order.id',
}
