/** Names of the IANA time zone database. */

/** An area and a place, or UTC: abbreviations (`CET`) and offsets know no summer time of the place. */
export const TIME_ZONE = /^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/

/** By the runtime's own copy of the database. */
export function isTimeZone(name: string): boolean {
  if (!TIME_ZONE.test(name)) return false
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // A RangeError is how it says that there is no such place.
    return false
  }
}
