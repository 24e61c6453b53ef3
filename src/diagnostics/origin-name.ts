/**
 * The origin of a page as it may be counted and shown. Anybody can write anything into an `Origin` header, so only what is
 * plainly the name of a web site passes: few short labels, hardly a digit, and nothing in it that the guard knows. Pure.
 */
import { detectPersonalData } from '../privacy/detect.ts'
import { UNPRINTABLE } from '../privacy/guard.ts'

/** No page sent it: browsers put an origin on every `POST`. */
export const NO_ORIGIN = '(none)'
/** A page that has no name: a file, a sandboxed frame, the web view of an app. */
export const OPAQUE_ORIGIN = '(opaque)'

const ORIGIN = /^https?:\/\/(?<host>[a-z0-9.-]{1,80})(?::\d{1,5})?$/
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/
const TOP = /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,36})$/
const MAX_LABELS = 5
/** A telephone number has more, a customer number mostly too. */
const MAX_DIGITS = 4
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1'])

export function originName(origin: string | null): string {
  if (origin === null) return NO_ORIGIN
  if (origin === 'null') return OPAQUE_ORIGIN
  const name = origin.length <= 120 ? origin.toLowerCase() : ''
  const host = hostOf(name)
  return host !== undefined && isPlausible(host) ? name : UNPRINTABLE
}

/** Undefined where it is not the plain origin of a page. */
export function hostOf(origin: string): string | undefined {
  return ORIGIN.exec(origin)?.groups?.['host']
}

function isPlausible(host: string): boolean {
  if (THIS_MACHINE.has(host)) return true
  const labels = host.split('.')
  if (labels.length < 2 || labels.length > MAX_LABELS || !labels.every((label) => LABEL.test(label))) return false
  if (!TOP.test(labels.at(-1) ?? '') || host.replaceAll(/\D/g, '').length > MAX_DIGITS) return false
  return detectPersonalData(host, 'text').length === 0
}
