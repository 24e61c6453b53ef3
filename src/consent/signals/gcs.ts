/**
 * Google consent mode `gcs`: `G1` + ad_storage + analytics_storage, each `1` granted, `0` denied, `-` unset.
 * A `1` may be a default that nobody chose, so it never grants here; a `0` denies.
 * Source: Google consent mode, parameter gcs, as written by gtag.js, read 2026-11-21.
 */
import type { Finding } from '../types.ts'
import { plainText } from './plain-text.ts'
import { invalidFinding } from './reader.ts'
import type { Answers, SignalInput, SignalReader } from './reader.ts'

export type GcsValue = 'granted' | 'denied' | null

export type Gcs =
  | { readonly ok: true; readonly ad_storage: GcsValue; readonly analytics_storage: GcsValue }
  | { readonly ok: false }

const FORMAT = /^G1([01-])([01-])$/

export const gcsReader: SignalReader = { signal: 'gcs', read }

export function decodeGcs(text: unknown): Gcs {
  const match = typeof text === 'string' && text.length === 4 ? FORMAT.exec(text) : null
  if (match === null) return { ok: false }
  return { ok: true, ad_storage: valueOf(match[1]), analytics_storage: valueOf(match[2]) }
}

function read(input: SignalInput): Finding | undefined {
  const text: unknown = input.evidence?.signals?.gcs
  if (text === undefined) return undefined
  const gcs = decodeGcs(typeof text === 'string' ? plainText(text) : text)
  if (!gcs.ok) return invalidFinding('gcs')
  const answers: Answers = {}
  if (gcs.ad_storage === 'denied') answers.ad_storage = 'denied'
  if (gcs.analytics_storage === 'denied') answers.analytics_storage = 'denied'
  // It does not tell a person's no from the page's default, so it closes, and is no refusal that anybody made.
  return { signal: 'gcs', validity: 'valid', answers, choiceMade: false, optOut: null }
}

function valueOf(character: string | undefined): GcsValue {
  if (character === '1') return 'granted'
  return character === '0' ? 'denied' : null
}
