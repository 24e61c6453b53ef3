/**
 * What the panel "behind the scenes" shows: what the shop tells the tag, and what the tag then sends, seen where it passes, at
 * the page's own `fetch`. No module: the tag is loaded asynchronously and may be here before any module runs. A real site has no
 * use for it; its developers have the network tab.
 */
;(() => {
  const LOOK_MS = 20
  const MAX_LOOKS = 100
  const browserFetch = window.fetch
  /** Event id → the last that is known of the event, in the order in which they began. */
  const heard = new Map()
  let refused = false
  /**
   * `absent`: the tag could not be loaded. `asking`: the gateway is being asked what an answer permits; `silent`: it did not say.
   */
  const news = { heard, absent: false, asking: false, silent: false, onNews: () => {}, told }
  window.tagNews = news

  /** The tag was told of an event. It holds it until the gateway has said what the visitor's answer permits. */
  function told(event, eventId) {
    if (!heard.has(eventId)) say(eventId, { event, state: refused ? 'forgotten' : 'held' })
  }

  function say(eventId, change) {
    heard.set(eventId, { ...heard.get(eventId), event_id: eventId, ...change })
    news.onNews()
  }

  window.fetch = (address, options) => {
    const answer = browserFetch(address, options)
    // Taken at once: the tag reads the answer too, and it can be read once.
    const copy = answer.then((response) => response.clone())
    copy.catch(() => {})
    watch(address, options, copy).catch(() => {})
    return answer
  }

  async function watch(address, options, answer) {
    const { origin, pathname } = new URL(new Request(address).url)
    if (origin !== gateway()) return
    if (pathname === '/e') await watchEvents(JSON.parse(await new Response(options.body).text()).events, answer)
    if (pathname === '/v1/consent') await watchQuestion(answer)
  }

  async function watchEvents(events, answer) {
    for (const { event, event_id } of events) say(event_id, { event, state: 'sent' })
    const response = await answer.catch(() => undefined)
    const later = response === undefined || response.status === 429 || response.status >= 500
    const { results = [], code } = later ? {} : await response.json()
    for (const { event_id } of events) {
      const result = results.find((one) => one.event_id === event_id)
      say(event_id, later ? { state: 'kept' } : { state: 'answered', result, status: response.status, code })
    }
  }

  async function watchQuestion(answer) {
    news.asking = true
    news.onNews()
    const response = await answer.catch(() => undefined)
    news.asking = false
    news.silent = response?.ok !== true
    if (!news.silent) judged((await response.json()).decisions)
    news.onNews()
  }

  /** Nothing is permitted, and not for want of an answer: the tag forgets what it held, and what comes after. */
  function judged(decisions) {
    const all = Object.values(decisions)
    const granted = all.some((decision) => decision === 'full' || decision === 'limited')
    refused = !granted && !all.every((decision) => decision === 'consent_unknown')
    if (!refused) return
    for (const { event_id, state } of heard.values()) {
      if (state === 'held') say(event_id, { state: 'forgotten' })
      if (state === 'kept') say(event_id, { state: 'given_up' })
    }
  }

  /** The tag starts a moment after it has been loaded. */
  function tellOfPageView(looksLeft) {
    const { tidegate } = window
    if (typeof tidegate?.pageId === 'function') told('page_view', tidegate.pageId())
    else if (looksLeft > 0) setTimeout(tellOfPageView, LOOK_MS, looksLeft - 1)
  }

  const tagElement = () => document.querySelector('script[src$="/t.js"]')
  const gateway = () => new URL(tagElement().src).origin

  // These events do not bubble: they are heard on their way down.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (target === tagElement()) tellOfPageView(MAX_LOOKS)
    },
    true,
  )
  document.addEventListener(
    'error',
    ({ target }) => {
      if (target !== tagElement()) return
      news.absent = true
      news.onNews()
    },
    true,
  )
})()
