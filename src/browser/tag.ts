/** The tag: gathers a page's events, holds them until the person has answered, and sends what the gateway lets through. */
import { forgetWhatWasTakenBack, learn } from './asking.ts'
import { scopes } from './consent-scopes.ts'
import { eventText, identify } from './event-text.ts'
import { guarded } from './guarded.ts'
import { loadModules } from './modules.ts'
import { leave, take } from './outgoing.ts'
import { modules, pageViews, readScript } from './page-script.ts'
import { begin, pageId, pageUrl, reported, reportView } from './page-views.ts'
import type { EventData, Queue, Tag, TrackOptions } from './tag-types.ts'

/** For each destination that is named a copy of its own, with the same id: each goes by its own consent. */
function track(name: string, data?: EventData | null, options?: TrackOptions | null): void {
  const text = eventText(name, data, options)
  for (const to of options?.destinations ?? ['']) take(text, to)
}

const tag: Tag = {
  track: guarded(track),
  page: guarded(() => track('page_view', {}, { event_id: reportView() })),
  identify: guarded(identify),
  consent: guarded(learn),
  pageId,
  pageUrl: () => pageUrl,
  moved: guarded(() => {
    begin()
    report()
  }),
  evidence: () => scopes['']?.evidence,
  push: (...calls) =>
    calls.forEach(guarded(([method, ...args]) => (tag[method] as (...all: unknown[]) => void)(...args))),
}

// A slow device takes milliseconds for everything that it does the first time: none of these turns holds the page up.
const start = guarded(() => {
  const queued = (window.tidegate ?? []) as Queue & { pageId?: Tag['pageId'] }
  // A second tag on the page would count everything twice, and take from the first what the page has queued.
  if (queued.pageId) return
  queued.pageId = pageId
  const last = guarded((event: Event) => {
    while (queued.length) next(queued)
    leave(event)
  })
  for (const type of ['pagehide', 'visibilitychange']) addEventListener(type, last, true)
  next(queued)
})

/** One call in a turn. What the page calls meanwhile queues up behind, so that all keep their order. */
function next(queued: Queue): void {
  if (queued.length) {
    // First: where the page has something else under this name, that is the end of it.
    tag.push(queued.shift() as Queue[number])
    setTimeout(next, 0, queued)
  } else if (window.tidegate !== tag) {
    window.tidegate = tag
    // For whoever has kept the array.
    queued.push = tag.push as unknown as Queue['push']
    setTimeout(guarded(watch))
  }
}

function report(): void {
  // In the next turn, where nobody has reported it by then.
  if (pageViews !== 'off') setTimeout(() => reported || tag.page())
}

function watch(): void {
  report()
  for (const type of ['pageshow', 'storage']) addEventListener(type, guarded(forgetWhatWasTakenBack))
  setTimeout(guarded(loadModules), 0, (name: string) => name === 'more' || (modules ?? name).includes(name))
}

setTimeout(
  guarded(() => {
    readScript()
    setTimeout(guarded(begin))
    // A page that is only made ready has no visitor yet.
    if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', start)
    else setTimeout(start)
  }),
)
