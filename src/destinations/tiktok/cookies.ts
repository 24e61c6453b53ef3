/**
 * TikTok's cookies on the site's own domain. `ttclid` holds the click id as it came, with its dots and its case; `_ttp` is made by
 * TikTok's pixel. No text of TikTok says that a server may make a `_ttp`: it is kept where it is there, and never made.
 * Source: TikTok's Events API template for Google Tag Manager, and "Using Cookies with TikTok Pixel", read 2026-11-21.
 */
import { clickIdFromUrl } from '../click-id.ts'
import type { DestinationCookie } from '../destination.ts'

const VALUE = /^[A-Za-z0-9._-]{1,512}$/

const isWellFormed = (value: string): boolean => VALUE.test(value)

export const tiktokCookies: readonly DestinationCookie[] = [
  {
    name: 'ttclid',
    kind: 'click',
    field: 'click.ttclid',
    isWellFormed,
    fromClick: ({ address }) => clickIdFromUrl(address, 'ttclid'),
  },
  { name: '_ttp', kind: 'browser', field: 'click.ttp', isWellFormed },
]
