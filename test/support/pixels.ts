/**
 * Stand-ins for the platforms' pixels, in our own words: no line of theirs is here. They do with calls what the real ones are seen
 * to do: the snippet's stub keeps them in order until the library comes, which takes them out and puts its own methods in the
 * stub's place. What the library would have sent is written down in `window.sentByPixel`.
 */
export interface SentByPixel {
  readonly platform: 'tiktok' | 'meta'
  readonly pixel: string
  readonly event: string
  readonly eventId: string | undefined
}

declare global {
  interface Window {
    sentByPixel?: SentByPixel[]
  }
}

/** TikTok's snippet: an array with methods, a queue for each pixel; `load` asks for the library. */
export const TIKTOK_SNIPPET = `<script>{
  window.TiktokAnalyticsObject = 'ttq'
  const ttq = (window.ttq = window.ttq || [])
  ttq.methods = ['page', 'track', 'identify', 'instances', 'debug', 'on', 'off', 'once', 'ready', 'alias', 'group',
    'enableCookie', 'disableCookie', 'holdConsent', 'revokeConsent', 'grantConsent']
  ttq.setAndDefer = (target, method) => {
    target[method] = function () { target.push([method, ...arguments]) }
  }
  for (const method of ttq.methods) ttq.setAndDefer(ttq, method)
  ttq.instance = (pixel) => {
    const queue = ttq._i[pixel] ?? []
    for (const method of ttq.methods) ttq.setAndDefer(queue, method)
    return queue
  }
  ttq.load = (pixel, options) => {
    ttq._i = ttq._i ?? {}
    ttq._i[pixel] = []
    ttq._o = { ...ttq._o, [pixel]: options ?? {} }
    const script = document.createElement('script')
    script.async = true
    script.src = '/tiktok-library.js'
    document.head.append(script)
  }
}</script>`

/** TikTok's library: `inPlace`, its methods take the place of the stub's in the same array; else in an object of its own.
 * Whether the real one empties the queue that it has read, nobody says: `empties`. */
export function tiktokLibrary({
  inPlace,
  empties = true,
}: {
  readonly inPlace: boolean
  readonly empties?: boolean
}): string {
  return `{
    const stub = window.ttq
    const pixels = Object.keys(stub._i)
    window.sentByPixel = window.sentByPixel ?? []
    let consent = 'open'
    let held = []
    const send = (pixel, event, options) => {
      if (consent === 'revoked') return
      const sent = { platform: 'tiktok', pixel, event, eventId: options?.event_id }
      if (consent === 'held') held.push(sent)
      else window.sentByPixel.push(sent)
    }
    const methodsFor = (targets) => ({
      page: (parameters, options) => targets.forEach((pixel) => send(pixel, 'Pageview', options)),
      track: (event, parameters, options) => targets.forEach((pixel) => send(pixel, event, options)),
      holdConsent: () => (consent = 'held'),
      revokeConsent: () => (consent = 'revoked'),
      grantConsent: () => {
        consent = 'open'
        window.sentByPixel.push(...held)
        held = []
      },
      ready: (callback) => callback(),
      identify: () => {}, enableCookie: () => {}, disableCookie: () => {},
    })
    const instances = Object.fromEntries(pixels.map((pixel) => [pixel, methodsFor([pixel])]))
    const whole = { ...methodsFor(pixels), instance: (pixel) => instances[pixel] }
    const drain = (queue, methods) => {
      for (const [method, ...args] of [...queue]) methods[method]?.(...args)
      ${empties ? 'queue.length = 0' : ''}
    }
    drain(stub, whole)
    for (const pixel of pixels) drain(stub._i[pixel], instances[pixel])
    ${inPlace ? 'Object.assign(stub, whole)' : 'window.ttq = { _i: stub._i, ...whole }'}
  }`
}

/** Meta's snippet: a function that keeps its arguments, and leaves alone what is there already. */
export function metaSnippet({ library }: { readonly library: boolean }): string {
  return `<script>if (!window.fbq) {
    const fbq = (window.fbq = function () {
      if (fbq.callMethod) fbq.callMethod.apply(fbq, arguments)
      else fbq.queue.push(arguments)
    })
    window._fbq = window._fbq ?? fbq
    Object.assign(fbq, { push: fbq, loaded: true, version: '2.0', queue: [] })
    ${library ? "document.head.append(Object.assign(document.createElement('script'), { async: true, src: '/meta-library.js' }))" : ''}
  }</script>`
}

export const META_LIBRARY = `{
  const { fbq } = window
  window.sentByPixel = window.sentByPixel ?? []
  const pixels = []
  let revoked = false
  let held = []
  const send = (targets, event, options) => {
    for (const pixel of targets) {
      const sent = { platform: 'meta', pixel, event, eventId: options?.eventID }
      if (revoked) held.push(sent)
      else window.sentByPixel.push(sent)
    }
  }
  fbq.callMethod = function (method, ...args) {
    if (method === 'init') pixels.push(String(args[0]))
    if (method === 'track' || method === 'trackCustom') send(pixels, args[0], args[2])
    if (method === 'trackSingle' || method === 'trackSingleCustom') send([args[0]], args[1], args[3])
    if (method === 'consent') {
      revoked = args[0] === 'revoke'
      if (!revoked) window.sentByPixel.push(...held.splice(0))
    }
  }
  while (fbq.queue.length > 0) fbq.callMethod.apply(fbq, fbq.queue.shift())
}`
