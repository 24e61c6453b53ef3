/**
 * Page views: at load, when a script changes the address, and when a page comes back out of the browser's memory. Each has one
 * id, for all that report it.
 */
import { guarded } from './guarded.ts'
import { randomId } from './random-id.ts'

let id: string
let reported = false
let place: string
let address = document.referrer
let referrer: string

export const pageId = (): string => id

/** Of the view that is now; not to be kept. */
export { referrer as pageReferrer }

/** The id of the view to report: a new one where the page has been reported. */
export function reportView(): string {
  if (reported) begin()
  reported = true
  return id
}

/** `report` is called once for each view that nobody has reported by then. */
export function watchPageViews(report: () => void): void {
  place = placeOf()
  const reportOnce = (): void => {
    if (!reported) report()
  }
  const moved = guarded((isNew?: boolean) => {
    const before = place
    place = placeOf()
    if (!(isNew ?? place !== before)) return
    begin()
    // A redirection that follows at once is the same view.
    setTimeout(reportOnce)
  })
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method]
    history[method] = function (this: History, ...args) {
      const { pathname } = location
      original.apply(this, args)
      // An address that is cleaned of its parameters is the same page.
      moved(method === 'replaceState' && pathname === location.pathname ? false : undefined)
    }
  }
  addEventListener('popstate', () => moved())
  addEventListener('pageshow', ({ persisted }) => persisted && moved(true))
  setTimeout(reportOnce)
}

/** First where the page starts: then what came before it is what the browser says. */
export function begin(): void {
  id = randomId()
  reported = false
  referrer = address
  address = location.href
}

/** A fragment is a place on the page, unless a router writes its own paths there. */
function placeOf(): string {
  return location.pathname + location.search + (/^#!?\/.*/.exec(location.hash)?.[0] ?? '')
}
