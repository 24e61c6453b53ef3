/**
 * Didomi: the cookie `didomi_token` (base64 of JSON), and the objects that a page gets from `Didomi.getUserStatus()` and
 * `Didomi.getCurrentUserStatus()`. Lists under `vendors` and `purposes` are consent; those under `vendors_li` and
 * `purposes_li` are legitimate interest: an objection there refuses, and nothing there grants.
 *
 * A vendor may be used where it is enabled and all its purposes are. Which purposes a vendor has stands in the account, not
 * in the token, so its key is true only where no purpose was refused and one was allowed. A policy that knows the vendor's
 * purposes names the vendor's own switch instead (`vendor:<id>`) and the purposes
 * (`purpose:<id>`).
 * Source: Didomi, "Cookies and local storage", "Didomi Consent String" and "getCurrentUserStatus", read 2026-11-21.
 */
import { isMembers } from '../../../event/members.ts'
import { UNREADABLE, addChoice, jsonOf, percentDecoded } from './cmp.ts'
import type { CmpInput, CmpReader, CmpRecord } from './cmp.ts'
import { type DidomiLists, type DidomiStatus, isStatusShaped, statusOf, vendorAnswer } from './didomi-status.ts'
import { own } from './members.ts'
import { strictestRecord } from './strictest.ts'
import { timeMs } from './times.ts'

export type Didomi =
  | { readonly ok: false }
  | {
      readonly ok: true
      /** Version of TCF that the token names. */
      readonly version: number | null
      readonly created: string | null
      readonly updated: string | null
      readonly vendorsEnabled: readonly string[]
      readonly vendorsDisabled: readonly string[]
      readonly purposesEnabled: readonly string[]
      readonly purposesDisabled: readonly string[]
      /** The vendors that an account calls TikTok, together; null = not answered. */
      readonly tiktok: boolean | null
    }

const TOKEN_COOKIE = 'didomi_token'
const CONSENT_STRING_COOKIE = 'didomi_dcs'
const MAX_VERSION_LENGTH = 64
/** Fields of which a token has one at least; anything else in base64 is not a token. */
const TOKEN_FIELDS = ['user_id', 'created', 'updated', 'version', 'vendors', 'purposes', 'vendors_li', 'purposes_li']

export const didomiReader: CmpReader = { cmp: 'didomi', cookies: [TOKEN_COOKIE, CONSENT_STRING_COOKIE], read }

/** Takes the token as its cookie holds it, or an object with the token under its cookie's name. Never throws. */
export function decodeDidomi(input: unknown): Didomi {
  const token = tokenOf(input)
  const status = token === undefined ? undefined : statusOf(token)
  if (token === undefined || status === undefined) return { ok: false }
  const version = own(token, 'version')
  return {
    ok: true,
    version: typeof version === 'number' ? version : null,
    created: textOf(own(token, 'created')),
    updated: textOf(own(token, 'updated')),
    vendorsEnabled: status.vendors.enabled,
    vendorsDisabled: status.vendors.disabled,
    purposesEnabled: status.purposes.enabled,
    purposesDisabled: status.purposes.disabled,
    tiktok: tiktokAnswer(status),
  }
}

/**
 * `didomi_dcs` replaces the token: where both are there, the token is what the change left behind, and says nothing.
 * It is a binary string whose first character is that of a TC string, and its ids are numbers of the site's Didomi account
 * that only the page can translate. So it is never given to the reader of TC strings, and counts as unreadable (it may hold
 * a refusal) unless the page forwards what Didomi made of it.
 */
function read(input: CmpInput): CmpRecord | undefined {
  const forwarded = input.forwarded === undefined ? undefined : recordOfForwarded(input.forwarded)
  if (input.cookies.has(CONSENT_STRING_COOKIE)) return forwarded ?? UNREADABLE
  const cookie = input.cookies.get(TOKEN_COOKIE)
  return strictestRecord([cookie === undefined ? undefined : recordOfToken(cookie), forwarded])
}

function recordOfForwarded(forwarded: unknown): CmpRecord {
  if (isMembers(forwarded) && isStatusShaped(forwarded)) return recordOf(forwarded)
  return recordOfToken(forwarded)
}

function recordOfToken(input: unknown): CmpRecord {
  const token = tokenOf(input)
  return token === undefined ? UNREADABLE : recordOf(token)
}

function recordOf(source: Readonly<Record<string, unknown>>): CmpRecord {
  const status = statusOf(source)
  const choices = status === undefined ? undefined : choicesOf(status)
  if (status === undefined || choices === undefined) return UNREADABLE
  const atMs = timeMs(own(source, 'updated')) ?? timeMs(own(source, 'created'))
  const wrapped = wrappedBy(source)
  const version = own(source, 'version')
  return {
    ok: true,
    choiceMade: status.choiceMade,
    choices,
    optOut: null,
    ...(atMs !== undefined && { atMs }),
    ...(typeof version === 'number' && { version: String(version).slice(0, MAX_VERSION_LENGTH) }),
    ...(Object.keys(wrapped).length > 0 && { wrapped }),
  }
}

function choicesOf(status: DidomiStatus): ReadonlyMap<string, boolean | null> | undefined {
  const choices = new Map<string, boolean | null>()
  let fits = true
  for (const id of new Set([...idsOf(status.vendors), ...status.vendorsLi.disabled])) {
    const answer = vendorAnswer(status, id)
    fits &&= addChoice(choices, id, answer)
    const switchedOn = status.vendors.enabledSet.has(id) && !status.vendors.disabledSet.has(id)
    fits &&= addChoice(choices, `vendor:${id}`, switchedOn ? true : status.vendors.disabledSet.has(id) ? false : null)
  }
  for (const id of status.purposes.enabled) fits &&= addChoice(choices, `purpose:${id}`, true)
  for (const id of [...status.purposes.disabled, ...status.purposesLi.disabled]) {
    fits &&= addChoice(choices, `purpose:${id}`, false)
  }
  return fits ? choices : undefined
}

/** Names as the web SDK gives them, and as the mobile ones do. */
function wrappedBy(source: Readonly<Record<string, unknown>>): { tcf?: string; ac?: string; gpp?: string } {
  const tcf = textOf(own(source, 'consent_string')) ?? textOf(own(source, 'consentString'))
  const ac = textOf(own(source, 'addtl_consent')) ?? textOf(own(source, 'additionalConsent'))
  const gpp = textOf(own(source, 'gpp_string')) ?? textOf(own(source, 'gppString'))
  return { ...(tcf !== null && { tcf }), ...(ac !== null && { ac }), ...(gpp !== null && { gpp }) }
}

function tokenOf(input: unknown): Readonly<Record<string, unknown>> | undefined {
  const raw = isMembers(input) && Object.hasOwn(input, TOKEN_COOKIE) ? input[TOKEN_COOKIE] : input
  const token = typeof raw === 'string' ? jsonOf(jsonTextOf(raw) ?? '') : undefined
  return isMembers(token) && TOKEN_FIELDS.some((field) => Object.hasOwn(token, field)) ? token : undefined
}

function jsonTextOf(raw: string): string | undefined {
  const text = percentDecoded(raw)?.trim()
  if (text === undefined || text.startsWith('{')) return text
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    )
  } catch {
    return undefined
  }
}

/** An id of the site's own vendor is `c:` and its name with a suffix, e.g. `c:tiktok-KZAUQLZ9`. */
function tiktokAnswer(status: DidomiStatus): boolean | null {
  const answers = idsOf(status.vendors)
    .filter((id) => /^(?:c:tiktok|tiktok$)/i.test(id))
    .map((id) => vendorAnswer(status, id))
  if (answers.length === 0 || answers.includes(false)) return answers.length === 0 ? null : false
  return answers.includes(null) ? null : true
}

function idsOf({ enabled, disabled }: DidomiLists): readonly string[] {
  return [...enabled, ...disabled]
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
