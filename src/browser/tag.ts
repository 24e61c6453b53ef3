/** The tag: gathers a page's events, holds them until the person has answered, and sends what the gateway lets through. */
import { forgetWhatWasTakenBack, learn, scopes } from './consent-scopes.ts'
import { eventText, identify } from './event-text.ts'
import { guarded } from './guarded.ts'
import { loadModules } from './modules.ts'
import { leave, take } from './outgoing.ts'
import { modules, pageViews } from './page-script.ts'
import { pageId, reportView, watchPageViews } from './page-views.ts'
import type { EventData, Queue, Tag, TrackOptions } from './tag-types.ts'

/** For each destination that is named a copy of its own, with the same id: each goes by its own consent. */
function track(name: string, data: EventData = {}, options: TrackOptions = {}): void {
  const text = eventText(name, data, options)
  for (const to of options.destinations ?? ['']) take(text, to)
}

const calls = {
  track: guarded(track),
  page: guarded(() => track('page_view', {}, { event_id: reportView() })),
  identify: guarded(identify),
  consent: guarded(learn),
  pageId,
  evidence: () => scopes['']?.evidence,
}

const tag: Tag = {
  ...calls,
  push: (...queued) =>
    queued.forEach(guarded(([method, ...args]) => calls[method as 'track'](...(args as Parameters<typeof track>)))),
}

function start(): void {
  const queued = window.tidegate
  // A second tag on the page would count everything twice.
  if (queued && 'track' in queued) return
  window.tidegate = tag
  if (queued) {
    tag.push(...queued)
    // For whoever has kept the array.
    queued.push = tag.push as unknown as Queue['push']
  }
  watchPageViews(pageViews === 'off' ? () => {} : tag.page)
  for (const event of ['pageshow', 'storage']) addEventListener(event, guarded(forgetWhatWasTakenBack))
  addEventListener('pagehide', guarded(leave))
  addEventListener('visibilitychange', (event) => document.hidden && guarded(leave)(event), true)
  loadModules((name) => name === 'more' || (modules ?? name).includes(name))
}

// A page that is only made ready has no visitor yet.
if ((document as { prerendering?: boolean }).prerendering)
  document.addEventListener('prerenderingchange', guarded(start), { once: true })
else start()
