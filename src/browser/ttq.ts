/**
 * The bridge of TikTok's pixel: `ttq` calls reach TikTok through the gateway too. If the pixel's library is on the page, or comes
 * later, its calls get the id that our copy has, so that TikTok counts once; if not, this takes its place.
 *
 * The official snippet makes `window.ttq` an array whose methods push `[method, …arguments]`, until the library takes the calls
 * out and puts its own methods in their place, in the same object or in another (read in public snippets, 2026-11-22).
 */
import { saleId } from '../sources/sale-id.ts'
import { ttqEventId, ttqParts, ttqPerson } from '../sources/ttq-call.ts'
import { guarded } from './guarded.ts'
import { heard, pixelBridge, withOption } from './pixel-bridge.ts'
import { randomId } from './random-id.ts'

type Args = readonly unknown[]
type Method = (...args: unknown[]) => unknown
/** An array with methods, or the library's object. */
type Ttq = Record<string, unknown>

const bridge = pixelBridge('tiktok', 'ttq')
const MAX_QUEUED = 100

/** What we listen to: each gives back what the pixel shall get. */
const HEARD: Readonly<Record<string, (args: Args) => Args>> = {
  track(args) {
    const parts = ttqParts(args[1])
    const eventId = ttqEventId(args[2], args[1]) ?? saleId(String(args[0]), parts) ?? randomId()
    if (typeof args[0] === 'string') bridge.send(args[0], parts, eventId)
    return withOption(args, 2, { event_id: eventId })
  },
  page(args) {
    const eventId = ttqEventId(args[1], args[0]) ?? bridge.pageId()
    bridge.send('page_view', {}, eventId)
    return withOption(args, 1, { event_id: eventId })
  },
  identify: passing(([person]) => bridge.identify(ttqPerson(person))),
  holdConsent: passing(bridge.hold),
  grantConsent: passing(bridge.grant),
  revokeConsent: passing(bridge.revoke),
  load: passing(([pixel]) => (own ??= pixel)),
  instance: (args) => args,
  // A page that waits for the pixel goes on without it.
  ready: passing(([callback]) => own === undefined && (callback as () => void)()),
}

/** What else a site may call: it does nothing where the pixel is gone. */
const NOT_HEARD = 'instances debug on off once alias group enableCookie disableCookie'
/** In these the library calls back what is the site's. */
const CALLING_BACK = ['instance', 'ready']

const watched = new WeakSet()
/** The first pixel that is loaded is the site's; calls to the instance of another are not for us. */
let own: unknown
/** Inside a call the library calls its own methods: those are not the site's. */
let inside = false

function passing(action: (args: Args) => unknown): (args: Args) => Args {
  return (args) => {
    action(args)
    return args
  }
}

/** What is no pixel, or is frozen, stays what it is. */
function watch(ttq: Ttq): Ttq {
  guarded(listenTo)(ttq)
  return ttq
}

/** Puts our ear before each method, whoever sets it, now or later. */
function listenTo(ttq: Ttq): void {
  if (watched.has(ttq)) return
  watched.add(ttq)
  for (const [name, hear] of Object.entries(HEARD)) {
    let current = ttq[name] as Method | undefined
    Object.defineProperty(ttq, name, {
      configurable: true,
      enumerable: true,
      get:
        () =>
        (...args: Args) => {
          const given = inside ? args : heard(hear, args)
          const nested = inside
          inside = !CALLING_BACK.includes(name)
          try {
            // The snippet's own `instance` throws where no pixel was loaded.
            const isAlone = own === undefined && name === 'instance'
            return answerOf(name, given, isAlone ? undefined : current?.apply(ttq, [...given]), ttq)
          } finally {
            inside = nested
          }
        },
      set: (method: Method) => {
        current = method
      },
    })
  }
  for (const name of NOT_HEARD.split(' ')) ttq[name] ??= () => (name === 'instances' ? [] : undefined)
}

/** An instance of the site's own pixel is heard like the whole; without the pixel the whole is the instance. */
function answerOf(name: string, [pixel]: Args, answer: unknown, ttq: Ttq): unknown {
  // Without a pixel nobody takes out what the snippet's methods put in.
  if (own === undefined && Array.isArray(ttq)) ttq.splice(0, ttq.length - MAX_QUEUED)
  if (name !== 'instance' || (own !== undefined && own !== pixel)) return answer
  // None where the page loads a pixel that has no library here.
  return own === undefined || !answer ? ttq : watch(answer as Ttq)
}

/** The calls that wait for the library get our ids; those that it has taken out are over, and not repeated. */
function hearWaiting(queue: unknown): void {
  if (!Array.isArray(queue)) return
  // Prototype.js up to 1.7.2 puts something else in the place of an array's `entries`.
  queue.forEach((call, at) => {
    const [name, ...args] = Array.isArray(call) ? (call as unknown[]) : []
    const hear = Object.entries(HEARD).find(([method]) => method === name)?.[1]
    if (hear) queue[at] = [name, ...heard(hear, args)]
  })
}

const page = window as unknown as { ttq?: Ttq }
let ttq = page.ttq ?? ([] as unknown as Ttq)
/** The snippet keeps a queue for each pixel that it loads. */
const instances = (ttq['_i'] ?? {}) as Record<string, Ttq>
own = Object.keys(instances)[0]
const ownQueue = instances[String(own)]
// The snippet's methods all have one text; the library's do not.
if (String(ttq['track']) === String(ttq['page'])) {
  hearWaiting(ttq)
  hearWaiting(ownQueue)
}
if (ownQueue) watch(ownQueue)
watch(ttq)
Object.defineProperty(window, 'ttq', {
  configurable: true,
  enumerable: true,
  get: () => ttq,
  set: (given: Ttq) => {
    ttq = watch(given)
  },
})
