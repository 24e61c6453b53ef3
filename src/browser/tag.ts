/** The tag: gathers a page's events, holds them until the person has answered, and sends what the gateway lets through. */
import type { Evidence, EventData, Queue, Tag, TrackOptions } from './tag-types.ts'

/** Module → SHA-256 of its file, base64url; put in by the build. */
declare const MODULES: Readonly<Record<string, string>>

const script = document.currentScript as HTMLScriptElement
const gateway = new URL(script.src).origin
const query = script.dataset['key'] === undefined ? '' : `?k=${encodeURIComponent(script.dataset['key'])}`

interface Held {
  readonly event: string
  readonly event_id: string
  readonly occurred_at: string
  readonly [part: string]: unknown
}

const MAX_HELD = 100
let held: Held[] = []
let evidence: Evidence | undefined
let allowed = false
let person: Readonly<Record<string, unknown>> | undefined
let pageId = crypto.randomUUID()

function track(name: string, data: EventData = {}, options: TrackOptions = {}): void {
  held.push({
    event: name,
    event_id: crypto.randomUUID(),
    occurred_at: new Date().toISOString(),
    page: { url: location.href, referrer: document.referrer },
    ...(person && { person }),
    ...data,
    ...options,
  })
  held = held.slice(-MAX_HELD)
  flush()
}

function flush(): void {
  if (!allowed || held.length === 0) return
  const events = held.map((event) => ({ ...event, consent: evidence }))
  held = []
  void post('/e', { events })
}

async function ask(asked: Evidence): Promise<void> {
  const response = await post('/v1/consent', { consent: asked })
  const { decisions } = (await response.json()) as { decisions: Record<string, string> }
  if (asked !== evidence) return
  const all = Object.values(decisions)
  allowed = all.some((decision) => decision === 'full' || decision === 'limited')
  if (!allowed && !all.includes('consent_unknown')) held = []
  flush()
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(gateway + path + query, {
    method: 'POST',
    keepalive: true,
    credentials: 'include',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(body),
  })
}

const tag: Tag = {
  track,
  page() {
    pageId = crypto.randomUUID()
    track('page_view', {}, { event_id: pageId })
  },
  identify(given) {
    person = given
  },
  consent(given) {
    evidence = given
    allowed = false
    ask(given).catch(() => {})
  },
  pageId: () => pageId,
  push(...calls) {
    for (const [method, ...args] of calls) (tag[method] as (...all: unknown[]) => void)(...args)
  },
}

const queued = window.tidegate as Queue | undefined
window.tidegate = tag
for (const name of script.dataset['modules']?.split(' ') ?? []) {
  const hash = MODULES[name]
  if (hash === undefined) continue
  const module = document.createElement('script')
  module.src = `${gateway}/t/${name}.${hash}.js`
  module.crossOrigin = 'anonymous'
  module.integrity = `sha256-${hash.replace(/-/g, '+').replace(/_/g, '/')}`
  module.nonce = script.nonce ?? ''
  document.head.append(module)
}
track('page_view', {}, { event_id: pageId })
if (queued) tag.push(...queued)
