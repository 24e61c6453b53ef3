/**
 * `GET /p.gif`: a page view without a script, or of a tag that could send it no other way. The answer is the same picture whatever
 * came of it, so that nobody can ask it anything.
 */
import { eventNameOf } from '../event/names.ts'
import { logDefect } from '../telemetry/log.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { enter, queryOf } from './browser-door.ts'
import { refuseCaller, takeText, turnedAway, type RouteContext } from './events.ts'

export async function getPixel(route: RouteContext): Promise<Response> {
  // Asked for by who checks links: nobody looks at the page.
  if (route.request.method === 'HEAD') return pixel()
  try {
    return pixel((await takePageView(route)).headers.getSetCookie())
  } catch (error) {
    logDefect('pixel', error)
    return pixel()
  }
}

/** One transparent dot, 43 bytes. */
const GIF = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='), (letter) =>
  letter.charCodeAt(0),
)

/** `cookies`: what the answer to the same events at `/e` would set. */
export function pixel(cookies: readonly string[] = []): Response {
  const headers = new Headers({
    ...ANSWER_HEADERS,
    'content-type': 'image/gif',
    'cache-control': 'no-store',
    // For pages that isolate themselves.
    'cross-origin-resource-policy': 'cross-origin',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(GIF, { headers })
}

/** What `/e` would have answered. */
async function takePageView(route: RouteContext): Promise<Response> {
  const { headers } = route.request
  const referer = headers.get('referer')
  // A picture is asked for without an origin; the address of its page has one.
  const origin = headers.get('origin') ?? originOf(referer)
  const entry = await enter(route, origin)
  if (!entry.ok) return turnedAway(route, entry, origin)
  const { caller } = entry
  const sent = queryOf(route.request).get('d')
  if (sent !== null && sent.length > EVENT_MAX_CHARACTERS)
    return refuseCaller(route, 'browser', caller.plan, 'body_too_large')
  const text = sent === null ? unscriptedView(referer, crypto.randomUUID()) : sent
  if (!isPageView(text)) return refuseCaller(route, 'browser', caller.plan, 'wrong_structure')
  return takeText(route, caller, text)
}

const EVENT_MAX_CHARACTERS = 8 * 1024

function originOf(address: string | null): string | null {
  return address !== null && URL.canParse(address) ? new URL(address).origin : null
}

/** `id`: by chance, since nothing tells one view of the page from the next. */
function unscriptedView(referer: string | null, id: string): string {
  return JSON.stringify({ event: 'page_view', event_id: id, ...(referer !== null && { page: { url: referer } }) })
}

/** One event, and no other: a sale that a picture brings could be put into anybody's page. */
function isPageView(text: string): boolean {
  const event = readJson(text)
  if (typeof event !== 'object' || event === null || 'events' in event || !('event' in event)) return false
  return typeof event.event === 'string' && eventNameOf(event.event) === 'page_view'
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
