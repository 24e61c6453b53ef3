/**
 * Google's Additional Consent (AC) string: consent for ad technology providers that are not on the IAB's vendor list. Comes
 * beside a TC string. `2~<consented ids>~dv.<ids disclosed and not consented>`; version 1 is `1~<consented ids>`. Ids are
 * decimal, joined by dots; a list may be empty.
 * Source: Google, "Google's Additional Consent technical specification" (support.google.com/admanager/answer/9681920), read
 * 2026-11-21.
 */
import type { Answer } from '../types.ts'

export type AcString =
  | { readonly ok: false }
  | {
      readonly ok: true
      readonly version: 1 | 2
      readonly consented: readonly number[]
      /** Shown to the person and not consented to; null in version 1, which does not say. */
      readonly disclosed: readonly number[] | null
    }

/** All of Google's some 700 providers take 3,500. A list cannot hold more ids than half as many as characters. */
const MAX_CHARACTERS = 4_096
const DISCLOSED_MARK = 'dv'

const UNREADABLE: AcString = { ok: false }

/** Pure, bounded, never throws. */
export function decodeAc(text: unknown): AcString {
  if (typeof text !== 'string' || text.length > MAX_CHARACTERS) return UNREADABLE
  const parts = text.split('~', 4)
  if (parts[0] === '1' && parts.length === 2) return decodeVersion1(parts[1])
  if (parts[0] === '2' && parts.length === 3) return decodeVersion2(parts[1], parts[2])
  return UNREADABLE
}

/**
 * What the string says of one provider. `denied` only where the person was shown it and did not consent. In neither list
 * it is `unset`: the consent tool did not ask about it (or wrote version 1, which cannot tell), so there is no consent, but
 * no refusal either that should overrule what the person told another signal. Both never grant.
 */
export function acSays(ac: AcString, providerId: number): Answer {
  if (!ac.ok) return 'unset'
  // Google advises to leave consented ids out of `dv`; some tools list there all that was shown.
  if (ac.consented.includes(providerId)) return 'granted'
  return ac.disclosed?.includes(providerId) === true ? 'denied' : 'unset'
}

function decodeVersion1(list: string | undefined): AcString {
  const consented = decodeIds(list)
  return consented === undefined ? UNREADABLE : { ok: true, version: 1, consented, disclosed: null }
}

function decodeVersion2(list: string | undefined, marked: string | undefined): AcString {
  const consented = decodeIds(list)
  const disclosed = decodeIds(withoutMark(marked))
  if (consented === undefined || disclosed === undefined) return UNREADABLE
  return { ok: true, version: 2, consented, disclosed }
}

/** `dv.1.2` → `1.2`; `dv` and `dv.` → nothing listed. */
function withoutMark(marked: string | undefined): string | undefined {
  if (marked === DISCLOSED_MARK) return ''
  return marked?.startsWith(`${DISCLOSED_MARK}.`) === true ? marked.slice(DISCLOSED_MARK.length + 1) : undefined
}

function decodeIds(list: string | undefined): readonly number[] | undefined {
  if (list === undefined) return undefined
  if (list === '') return []
  const ids: number[] = []
  for (const id of list.split('.')) {
    if (!isDecimal(id)) return undefined
    ids.push(Number(id))
  }
  return ids
}

function isDecimal(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return text !== ''
}
