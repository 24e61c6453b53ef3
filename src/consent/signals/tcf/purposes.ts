/**
 * Sets of purposes as the TC string writes them: a number whose highest bit is purpose 1.
 * Source: IAB Tech Lab, "Consent string and vendor list formats v2", read 2026-11-21.
 */

/** 24 bits; purpose p is bit 24 − p. */
export type PurposeMask = number

export const PURPOSE_BITS = 24
/** Purposes 1 to 11 have a meaning in TCF 2.2 and 2.3; the rest is reserved. */
export const LAST_PURPOSE = 11

export function hasPurpose(mask: PurposeMask, purposeId: number): boolean {
  return purposeId >= 1 && purposeId <= PURPOSE_BITS && ((mask >> (PURPOSE_BITS - purposeId)) & 1) === 1
}

/** The ids in a mask of `width` bits, ascending. */
export function idsIn(mask: number, width: number = PURPOSE_BITS): readonly number[] {
  const ids: number[] = []
  for (let id = 1; id <= width; id++) if (((mask >> (width - id)) & 1) === 1) ids.push(id)
  return ids
}
