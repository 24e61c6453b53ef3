/** E-mail addresses. Who takes which form is in schemes.ts. */
import { once } from '../event/once.ts'
import { lower } from './clean.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

interface Address {
  /** Lower-case, as is the domain. */
  readonly local: string
  readonly domain: string
}

/** The addresses that nearly everybody has: no rule below finds anything to change or refuse in them. */
const PLAIN = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*\.[a-z]{2,}$/

/** Lower-case. Dots and `+suffix` are kept: TikTok, Meta, Snap, Pinterest and LinkedIn hash the address as written. */
export function emailAsWritten(value: string): NormalizedText | Omitted {
  const written = value.toLowerCase()
  if (PLAIN.test(written)) return { kind: 'text', value: written }
  const address = readAddress(value)
  if (address === undefined || hasStrayDot(address.local)) return omit('not_an_email')
  return text(`${address.local}@${address.domain}`)
}

/**
 * Google: dots and `+suffix` go for gmail.com and googlemail.com only, the domain stays as it is.
 * Source: googleads/data-manager-node, util/src/formatter.ts, read 2026-11-21.
 */
export function emailForGoogle(value: string): NormalizedText | Omitted {
  const address = readAddress(value)
  if (address === undefined) return omit('not_an_email')
  const isGmail = address.domain === 'gmail.com' || address.domain === 'googlemail.com'
  if (isGmail) return bareAddress(address)
  return hasStrayDot(address.local) ? omit('not_an_email') : text(`${address.local}@${address.domain}`)
}

/**
 * Reddit and Microsoft UET: dots and `+suffix` go for every domain.
 * Source: Reddit-authored code in segmentio/action-destinations, reddit-conversions-api/utils.ts; Microsoft UET
 * Conversions API guide; both read 2026-11-21.
 */
export function emailWithoutDots(value: string): NormalizedText | Omitted {
  const address = readAddress(value)
  return address === undefined ? omit('not_an_email') : bareAddress(address)
}

function bareAddress(address: Address): NormalizedText | Omitted {
  const plus = address.local.indexOf('+')
  const local = (plus === -1 ? address.local : address.local.slice(0, plus)).replaceAll('.', '')
  // Composed again: an accent that stood behind a dot now stands behind a letter.
  return local === '' ? omit('not_an_email') : text(lower(`${local}@${address.domain}`))
}

/** A dot at an end or two in a row: no mail server takes it unquoted (RFC 5321), and Meta's own helper refuses it. */
function hasStrayDot(local: string): boolean {
  return local.startsWith('.') || local.endsWith('.') || local.includes('..')
}

const MAILTO = 'mailto:'
/** Spaces, control and format characters, and what RFC 5322 allows in quotes only. `Jane <jane@x.fr>` is not an address. */
const forbidden = once(() => /[\p{White_Space}\p{Cc}\p{Cf}"(),:;<>[\\\]]/u)
/** Labels of letters, marks, digits and hyphens between them, at least two; international names stay as they are written. */
const domainName = once(() => /^(?!\.)(?:(?:^|\.)(?!-)[\p{L}\p{M}\p{N}-]+(?<!-)){2,}$/u)
const NUMERIC_END = /\.\d+$/

function readAddress(value: string): Address | undefined {
  const written = lower(value)
  const address = written.startsWith(MAILTO) ? written.slice(MAILTO.length) : written
  const at = address.indexOf('@')
  if (at < 1 || at !== address.lastIndexOf('@') || forbidden().test(address)) return undefined
  const domain = address.slice(at + 1)
  return isDomain(domain) ? { local: address.slice(0, at), domain } : undefined
}

function isDomain(domain: string): boolean {
  return domainName().test(domain) && !NUMERIC_END.test(domain)
}
