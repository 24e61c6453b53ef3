/**
 * What the fields of a US section mean: 0 does not apply, 1 opted out (or, of a child, no consent), 2 not opted out (or
 * consent). 3 means nothing. Source: IAB Tech Lab "Global Privacy Platform", US National section, read 2026-11-21.
 */
import type { FieldValue } from './us-section.ts'

type Fields = ReadonlyMap<string, FieldValue>

const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'] as const
export const CHILDREN = 'KnownChildSensitiveDataConsents'
const YES = 1
const UNDEFINED_VALUE = 3

/** By the person's own choice; Global Privacy Control is told apart. */
export function optedOutOfAds(fields: Fields): boolean {
  return OPT_OUTS.some((name) => fields.get(name) === YES)
}

/** Known to be a child of some age, without the consent that the law asks for at that age. */
export function lacksChildConsent(fields: Fields): boolean {
  return has(fields.get(CHILDREN), YES)
}

/** One of the fields above has the value without a meaning: it may stand for an opt-out. */
export function isUnclear(fields: Fields): boolean {
  return [...OPT_OUTS, CHILDREN].some((name) => has(fields.get(name), UNDEFINED_VALUE))
}

function has(value: FieldValue | undefined, wanted: number): boolean {
  return typeof value === 'object' ? value.includes(wanted) : value === wanted
}
