/** Click ids that ride on the landing page's address. They are case-sensitive and go on as they came, never cut. */

import { isPlaceholder } from '../event/placeholder.ts'
import type { Page } from '../event/types.ts'

/** No click id in use is near this long; what is longer is no click id. */
const MAX_CLICK_ID_LENGTH = 2048

/** The first value of `name` in the URL's query, percent-decoded once; `+` stays. Undefined where it cannot be one. */
export function clickIdFromUrl(url: string | undefined, name: string): string | undefined {
  if (url === undefined) return undefined
  const raw = queryValue(url, name)
  if (raw === undefined) return undefined
  return usableClickId(raw.includes('%') ? decodeOnce(raw) : raw)
}

const HOST = /^https?:\/\/[^/?#]+/

/** On the page's address; else on that of the page before it on the same host, as both platforms' own code on pages looks. */
export function clickIdFromPage(page: Page | undefined, name: string): string | undefined {
  const found = clickIdFromUrl(page?.url, name)
  const host = HOST.exec(page?.url ?? '')?.[0]
  if (found !== undefined || host === undefined || HOST.exec(page?.referrer ?? '')?.[0] !== host) return found
  return clickIdFromUrl(page?.referrer, name)
}

/** Printable ASCII without spaces, of a believable length, and not what stands where there is none: TikTok's own `__CLICKID__`. */
export function usableClickId(value: string | undefined): string | undefined {
  if (value === undefined || value.length === 0 || value.length > MAX_CLICK_ID_LENGTH) return undefined
  return /^[\x21-\x7e]+$/.test(value) && !isPlaceholder(value) ? value : undefined
}

/** Looks for `?name=` or `&name=` without parsing the whole address: this runs once per event and destination. */
function queryValue(url: string, name: string): string | undefined {
  const fragment = url.indexOf('#')
  const end = fragment === -1 ? url.length : fragment
  const query = url.indexOf('?')
  if (query === -1 || query > end) return undefined
  const wanted = `${name}=`
  for (let at = query; at !== -1 && at < end; at = url.indexOf('&', at + 1)) {
    if (url.startsWith(wanted, at + 1)) return valueAt(url, at + 1 + wanted.length, end)
  }
  return undefined
}

function valueAt(url: string, start: number, end: number): string {
  const next = url.indexOf('&', start)
  return url.slice(start, next === -1 || next > end ? end : next)
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
