/** The site's own id of a person, and the ids of devices. */
import { isNobody } from '../event/placeholder.ts'
import { lower } from './clean.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

/**
 * Case kept (TikTok, Snap, Reddit; Microsoft UET takes it readable): the pixel hashes what the page gives it, and both
 * must agree. Source: TikTok Events API 2.0, user parameters, read 2026-11-21.
 */
export function externalIdAsWritten(value: string): NormalizedText | Omitted {
  return isNobody(value) ? omit('placeholder') : text(value)
}

/**
 * Lower-case and without any space, as Meta's and Pinterest's own browser code makes it.
 * Source: facebook/capi-param-builder; segmentio/action-destinations pinterest-conversions; read 2026-11-21.
 */
export function externalIdLower(value: string): NormalizedText | Omitted {
  // Lower-casing also composes: an accent may have lost the space that kept it from its letter.
  const id = lower(value.replace(/\s/g, ''))
  return isNobody(id) ? omit('placeholder') : text(id)
}

/** An advertising id that will be hashed: lower-case. Source: TikTok Events API 2.0, user parameters, read 2026-11-21. */
export function deviceIdLower(value: string): NormalizedText | Omitted {
  // What a phone sends when tracking is not allowed.
  return /^[0-]+$/.test(value) ? omit('placeholder') : text(lower(value))
}
