/** One request to the gateway: so simple that the browser does not ask for permission first (no preflight). */
import { addressOf } from './page-script.ts'

/** A gateway that says nothing is a gateway that is down. */
const TIMEOUT_MS = 10_000
/** 48 KiB, should each take three bytes: a browser lets 64 be on their way when a page is left (Fetch standard, "keepalive"). */
export const MAX_CHARACTERS = 16_384

const requestOf = (text: string): RequestInit => ({
  method: 'POST',
  body: text,
  credentials: 'include',
  keepalive: text.length <= MAX_CHARACTERS,
  // Not there in older browsers.
  signal: AbortSignal.timeout?.(TIMEOUT_MS),
})

/** Made and never sent, in a turn before the first one that is: half of what a first request takes a slow device is its making. */
export const rehearse = (): Request => new Request(addressOf(''), requestOf(''))

/** Undefined where nothing came back. From a page that is being left: by a beacon, where the browser has them and takes it. */
export async function post(path: string, text: string, isLeaving?: true): Promise<Response | undefined> {
  try {
    return (
      ((isLeaving && (navigator as Partial<Navigator>).sendBeacon?.(addressOf(path), text)) as undefined) ||
      (await fetch(addressOf(path), requestOf(text)))
    )
  } catch {
    return undefined
  }
}

/** Another time it may be taken: 429, 5xx, and what proxies say of their own in between; every other answer stands. */
export const isForLater = (response: Response | undefined): boolean => !response || response.status > 428

const LONGEST_WAIT_S = 3_600

/** As long as the gateway says; else any moment below a ceiling that doubles each time: not all pages at once. */
export function waitMs(failures: number, response: Response | undefined): number {
  return (
    Math.min(+(response?.headers.get('retry-after') as string) || 2 ** failures * Math.random(), LONGEST_WAIT_S) * 1000
  )
}
