/** Page views: at load, and whenever another view begins (moves.ts). Each has one id, for all that report it. */
import { randomId } from './random-id.ts'

let id: string
export let reported = false
let address: string
let referrer: string

export const pageId = (): string => id

/** Of the view that is now; not to be kept. */
export { address as pageUrl, referrer as pageReferrer }

/** The id of the view to report: a new one where the page has been reported. */
export function reportView(): string {
  if (reported) begin()
  reported = true
  // A redirection that followed at once is the same view.
  address = location.href
  return id
}

/** First where the page starts: then what came before it is what the browser says. */
export function begin(): void {
  id = randomId()
  reported = false
  // Read here and not while the tag is evaluated, which is its longest task.
  referrer = address ?? document.referrer
  address = location.href
}
