/**
 * Where an order was sent, as tests of lift count: a country, and its first-level subdivision where it is written as a code (ISO 3166-2).
 * In France the département is read from the postcode, of which nothing else is kept. Never a finer place. Pure.
 */

export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country?: unknown
  /** A subdivision's code, with its country before it or without. */
  readonly province?: unknown
  readonly postcode?: unknown
}

/** Undefined where not even the country is written as a code. */
export function regionOf({ country, province, postcode }: Place): string | undefined {
  const land = codeOf(country)
  if (land === undefined || !/^[A-Z]{2}$/.test(land)) return undefined
  const written = codeOf(province)?.replace(new RegExp(`^${land}-`), '')
  const part = written !== undefined && /^[A-Z0-9]{1,3}$/.test(written) ? written : departementOf(land, postcode)
  return part === undefined ? land : `${land}-${part}`
}

function codeOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 8 ? value.trim().toUpperCase() : undefined
}

/** Corsica's two share the postcodes in 20; those overseas have three digits. */
function departementOf(country: string, postcode: unknown): string | undefined {
  const digits = typeof postcode === 'string' || typeof postcode === 'number' ? String(postcode).trim() : ''
  if (country !== 'FR' || !/^\d{5}$/.test(digits)) return undefined
  if (digits.startsWith('20')) return Number(digits) < 20_200 ? '2A' : '2B'
  const first = /^9[78]/.test(digits) ? digits.slice(0, 3) : digits.slice(0, 2)
  return first === '00' ? undefined : first
}
