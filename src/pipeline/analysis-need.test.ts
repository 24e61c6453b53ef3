/** What the off-site record may keep where recipients are refused by name, and silence permits. */
import { expect, it } from 'vitest'
import type { Answer, ConsentState, Purpose } from '../consent/types.ts'
import { decideForRecord } from './analysis-need.ts'

type Answers = Readonly<Record<Purpose, Answer>>

const SILENT: Answers = {
  ad_storage: 'unset',
  ad_user_data: 'unset',
  ad_personalization: 'unset',
  analytics_storage: 'unset',
}
const NO_ADS: Answers = { ...SILENT, ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' }

function permits(destinations: ConsentState['destinations'], purposes: readonly [Purpose, ...Purpose[]]): boolean {
  const state: ConsentState = {
    regime: 'opt-out',
    answers: SILENT,
    destinations,
    optOut: false,
    knownChild: false,
    findings: [],
  }
  return decideForRecord(state, { destination: 'analysis', purposes, onOptOut: 'drop' }).permit !== undefined
}

it('is nothing of whoever refused advertising to each recipient that a tool named, though it has no name for the record', () => {
  const both = ['ad_storage', 'analytics_storage'] as const
  expect(permits({ tiktok: NO_ADS, meta: NO_ADS }, both)).toBe(false)
  expect(permits({ tiktok: NO_ADS, meta: SILENT }, both)).toBe(true)
  expect(permits({}, both)).toBe(true)
})

it('is what audience measurement alone needs, where advertising alone was refused', () => {
  expect(permits({ tiktok: NO_ADS, meta: NO_ADS }, ['analytics_storage'])).toBe(true)
})
