/**
 * Meta's two browser ids. Both have the form `fb.<subdomain index>.<creation time in ms>.<payload>`, and a fifth part
 * where Meta's own parameter builder made them. Source: Meta, "fbp and fbc Parameters", read 2026-11-21.
 */
import type { CanonicalEvent } from '../../event/types.ts'
import { clickIdFromPage, usableClickId } from '../click-id.ts'

export const FBC = /^fb\.\d\.\d{13}\.([A-Za-z0-9_-]{1,2048})(?:\.[A-Za-z0-9_-]{2,8})?$/
export const FBP = /^fb\.\d\.\d{13}\.\d{1,20}(?:\.[A-Za-z0-9_-]{2,8})?$/
export const FBCLID = /^[A-Za-z0-9_-]{1,2048}$/

/**
 * The click id as Meta wants it. The cookie's value stays when it is well formed and about the same click; else it is
 * made from the click's `fbclid`, in its exact case and length, with the time of the event as we know it. Without an
 * `fbclid` none is ever made: Meta refuses the whole batch for one that is ill formed.
 */
export function fbc(event: CanonicalEvent, happenedAtMs: number): string | undefined {
  const cookie = event.click?.fbc
  const payload = usableClickId(FBC.exec(cookie ?? '')?.[1])
  const fbclid = clickIdOf(event)
  if (fbclid === undefined) return payload === undefined ? undefined : cookie
  if (payload === fbclid) return cookie
  // Index 1 is what the page asks for where a server makes the value without a cookie.
  return `fb.1.${happenedAtMs}.${fbclid}`
}

function clickIdOf(event: CanonicalEvent): string | undefined {
  return wholeFbclid(event.click?.fbclid) ?? wholeFbclid(clickIdFromPage(event.page, 'fbclid'))
}

function wholeFbclid(id: string | undefined): string | undefined {
  return id !== undefined && FBCLID.test(id) ? usableClickId(id) : undefined
}

/** The browser id; left out where it is ill formed. */
export function fbp(event: CanonicalEvent): string | undefined {
  const cookie = event.click?.fbp
  return cookie !== undefined && FBP.test(cookie) ? cookie : undefined
}
