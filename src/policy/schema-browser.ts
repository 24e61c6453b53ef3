/** How pages of a site send, and which cookies the gateway may set for it. */
import { z } from 'zod'
import { origin } from './schema-site-words.ts'
import { says } from './schema-messages.ts'
import { id, listOf } from './schema-words.ts'

/** Click ids that the platforms of no built-in destination put on an address. A closed list: of any other parameter nobody knows what it holds. */
export const OTHER_CLICK_IDS = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'epik',
  'li_fat_id',
  'rdt_cid',
  'ScCid',
  'twclid',
] as const

/** Thirteen months: what data protection authorities call the most for a cookie (CNIL), and below the 400 days of Chrome. */
export const MOST_COOKIE_DAYS = 395

const cookieDays = z.int().min(1).max(MOST_COOKIE_DAYS)

const cookies = z
  .strictObject({
    visitor_days: cookieDays.describe('How long the visitor’s id lives, from its making on.'),
    click_days: cookieDays.describe('How long the platforms’ own click and browser ids live.'),
    pixels_on_page: listOf(id)
      .default([])
      .describe('Destinations whose own pixel stays on the page: scripts may read their cookies (no HttpOnly).'),
    click_ids: listOf(z.enum(OTHER_CLICK_IDS))
      .default([])
      .describe('Click ids of platforms that are no destination, kept for the site’s own server.'),
  })
  .describe('Cookies that the gateway sets, after consent only. Absent: it sets none.')

export const browser = z
  .strictObject({
    gateway: origin.describe('Where pages send: a name of the site’s own, e.g. https://events.shop.example.'),
    write_keys: listOf(z.string(says('quoted_key')).regex(/^[A-Za-z0-9_-]{1,64}$/, says('write_key')))
      .max(20)
      .default([])
      .describe('Public names of sources; where there are any, a page must name one of them. No secrets.'),
    staging_origins: listOf(origin).default([]).describe('Origins whose events are judged and never delivered.'),
    cookies: cookies.exactOptional(),
  })
  .describe('The browser side. Absent: no cookie, no key, no staging.')

export type BrowserFile = z.infer<typeof browser>
