/**
 * Meta's cookies on the site's own domain, in the form that Meta's pixel writes and reads: `fb.<index>.<ms>.<what>`. The index is
 * how many labels the cookie's domain has, less one: `example.com` is 1. Meta's own parameter builder makes both on a server.
 * Source: Meta, "fbp and fbc Parameters", and facebook/capi-param-builder, read 2026-11-21.
 */
import { clickIdFromUrl } from '../click-id.ts'
import type { CookieClick, DestinationCookie } from '../destination.ts'
import { FBC, FBCLID, FBP } from './click.ts'

export const metaCookies: readonly DestinationCookie[] = [
  {
    name: '_fbc',
    kind: 'click',
    field: 'click.fbc',
    isWellFormed: (value) => FBC.test(value),
    madeAtMs: creationTimeMs,
    fromClick: fbcOf,
  },
  {
    name: '_fbp',
    kind: 'browser',
    field: 'click.fbp',
    isWellFormed: (value) => FBP.test(value),
    madeAtMs: creationTimeMs,
    // A random whole number below 2^31, as the parameter builder draws it.
    make: ({ nowMs, random, labels }) => `fb.${indexOf(labels)}.${nowMs}.${Math.floor(random * 2 ** 31)}`,
  },
]

/** The time stays that of the first sight of the click. */
function fbcOf({ address, seenAtMs, current, labels }: CookieClick): string | undefined {
  const fbclid = clickIdFromUrl(address, 'fbclid')
  if (fbclid === undefined || !FBCLID.test(fbclid)) return undefined
  const known = current === undefined ? undefined : FBC.exec(current)?.[1]
  return known === fbclid ? current : `fb.${indexOf(labels)}.${seenAtMs}.${fbclid}`
}

/** One digit: deeper names are not registrable. */
function indexOf(labels: number): number {
  return Math.min(9, Math.max(1, labels - 1))
}

function creationTimeMs(value: string): number {
  return Number(value.split('.')[2])
}
