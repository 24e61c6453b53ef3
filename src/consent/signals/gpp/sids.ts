/**
 * `gpp_sid`: the ids of the sections that a page says are in force, joined by commas or underscores. -1 says that none is,
 * 0 that it is not known yet: neither names a section.
 * Source: IAB Tech Lab "Consent Management Platform JS API" (GPP), applicableSections, read 2026-11-21.
 */
import { MAX_SECTIONS } from './header.ts'

/** Of the longest list that is read: ids have two digits. */
const MAX_CHARACTERS = 128
const LIST = /^-?\d{1,3}(?:[,_ ]{1,2}-?\d{1,3})*$/

/** Each id once, in the order told; undefined where it is no such list. Never throws. */
export function readSectionIds(text: unknown): readonly number[] | undefined {
  if (text === '') return []
  if (typeof text !== 'string' || text.length > MAX_CHARACTERS || !LIST.test(text)) return undefined
  const ids = new Set(text.split(/[,_ ]+/).map(Number))
  const named = [...ids].filter((id) => id > 0)
  return named.length > MAX_SECTIONS ? undefined : named
}
