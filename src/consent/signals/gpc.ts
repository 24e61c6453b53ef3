/**
 * Global Privacy Control: the `Sec-GPC` header of the request itself, or the bit that a page or server forwards.
 * Source: W3C Global Privacy Control, "Sec-GPC-field-value = "1"", read 2026-11-21. Absence is no preference, and no consent.
 */
import type { Finding } from '../types.ts'
import { invalidFinding } from './reader.ts'
import type { SignalInput, SignalReader } from './reader.ts'

/** Enough for any number of copies that proxies join; the rest is not looked at. */
const MAX_LENGTH = 256

export interface GpcHeader {
  readonly optOut: boolean
}

export const gpcReader: SignalReader = { signal: 'gpc', read }

/** `1, 1` is what a proxy makes of two header lines: any exact "1" opts out. */
export function decodeGpcHeader(header: string | null | undefined): GpcHeader {
  return { optOut: headerParts(header).includes('1') }
}

function read(input: SignalInput): Finding | undefined {
  const bit: unknown = input.evidence?.signals?.gpc
  const header: unknown = input.gpcHeader ?? undefined
  if (bit === undefined && header === undefined) return undefined
  if (bit === true || headerParts(header).includes('1')) {
    return { signal: 'gpc', validity: 'valid', answers: {}, optOut: true, viaGpc: true }
  }
  const readable = (bit === undefined || bit === false) && isNoPreference(header)
  return readable ? { signal: 'gpc', validity: 'valid', answers: {}, optOut: null } : invalidFinding('gpc')
}

function isNoPreference(header: unknown): boolean {
  return (
    header === undefined ||
    (typeof header === 'string' && headerParts(header).every((part) => part === '' || part === '0'))
  )
}

function headerParts(header: unknown): readonly string[] {
  if (typeof header !== 'string') return []
  return header
    .slice(0, MAX_LENGTH)
    .split(',')
    .map((part) => part.trim())
}
