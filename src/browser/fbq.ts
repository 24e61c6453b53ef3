/**
 * The bridge of Meta's pixel: `fbq` calls reach Meta through the gateway too. If the pixel's library is on the page, or comes
 * later, its calls get the id that our copy has (`eventID`), so that Meta counts once; if not, this takes its place.
 *
 * The official snippet makes `window.fbq` a function that puts its arguments into `fbq.queue`, until the library sets
 * `fbq.callMethod` and takes them out (read in public snippets, 2026-11-22).
 */
import { fbqEvent, fbqPerson } from '../sources/fbq-call.ts'
import { saleId } from '../sources/sale-id.ts'
import { heard, pixelBridge, withOption } from './pixel-bridge.ts'
import { randomId } from './random-id.ts'

type Args = readonly unknown[]
interface Fbq {
  (...args: Args): unknown
  push?: unknown
  queue?: Args[]
  callMethod?: unknown
}

const bridge = pixelBridge('meta', 'fbq')
/** The first pixel that is initialised is the site's; calls to another alone are not for us. */
let own: string | undefined
/** Meta's own advice is to revoke on every page, before `init`, and to grant when the answer is known. */
let granted = false

/** The call as the pixel shall get it, with our id. */
function hear(args: Args): Args {
  const event = fbqEvent(args)
  if (event) {
    const known = event.name === 'PageView' ? bridge.pageId() : saleId(event.name, event.parts)
    const eventId = event.eventId ?? known ?? randomId()
    own ??= event.pixel
    if (event.pixel === undefined || event.pixel === own) bridge.send(event.name, event.parts, eventId)
    return withOption(args, event.optionsAt, { eventID: eventId })
  }
  const [method, first, second] = args
  if (method === 'init') {
    own ??= String(first)
    if (own === String(first)) bridge.identify(fbqPerson(second))
  }
  if (method === 'set' && first === 'userData') bridge.identify(fbqPerson(second))
  if (method === 'consent') heed(first)
  if (method === 'dataProcessingOptions') bridge.limit(!Array.isArray(first) || first.length > 0)
  return args
}

function heed(word: unknown): void {
  if (word === 'grant') bridge.grant()
  else if (granted) bridge.revoke()
  else bridge.hold()
  granted = word === 'grant'
}

const page = window as unknown as Record<'fbq' | '_fbq', Fbq | undefined>
const original: Fbq = page.fbq ?? (() => {})
const queue = original.queue
// Arguments that wait for the library get our ids; what it has taken out is over, and not repeated.
if (queue && !original.callMethod) {
  // Prototype.js up to 1.7.2 puts something else in the place of an array's `entries`.
  queue.forEach((args, at) => (queue[at] = heard(hear, [...args])))
}
// The snippet leaves a function alone that is there: this one must be first where the pixel is gone, and last where it stays.
const fbq: Fbq = new Proxy(original, {
  apply: (target, self, args: unknown[]) => Reflect.apply(target, self, heard(hear, args)),
})
original.push = fbq
page.fbq = fbq
page['_fbq'] = fbq
