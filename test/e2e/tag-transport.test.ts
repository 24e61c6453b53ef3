/** How the tag's events travel when something is in the way: nothing is lost that may leave, and each counts once. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Queue, Tag } from '../../src/browser/tag-types.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGate, type Gate } from '../support/gate.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { goAndComeBack } from '../support/page-memory.ts'
import { until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
/** Before the gateway: what Playwright is to stop gets through where the page is left before Playwright has answered. */
let gate: Gate
let shop: ShopPages
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  gateway = await startGateway()
  gate = await startGate(gateway.url)
  const page = shopPage(gateway.url, { attributes: 'data-modules=""' })
  const gated = shopPage(gate.url, { attributes: 'data-modules=""' })
  const early = shopPage(gateway.url, { attributes: 'data-modules=""', body: `<script>${EARLY_CALLS}</script>` })
  const elsewhere = '<!doctype html><title>No tag</title>'
  const silent = (policy: string) => ({ body: page, headers: { 'referrer-policy': policy } })
  const policies = Object.fromEntries(['no-referrer', 'same-origin'].map((one) => [`/${one}`, silent(one)]))
  shop = await serveShopPages({
    ...policies,
    '/': page,
    '/gated': gated,
    '/next': page,
    '/early': early,
    '/elsewhere': elsewhere,
  })
  browser = await sharedBrowser()
})
afterEach(async () => {
  await context.close()
  await gateway.platforms.clear()
})
afterAll(async () => {
  await closePages()
  await shop.close()
  gate.close()
  await gateway.stop()
})

const GRANT: Queue[number] = [
  'consent',
  {
    state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' },
    at: new Date().toISOString(),
    source: 'cmp:test',
  },
]

async function open(): Promise<Page> {
  context = await browser.newContext()
  return context.newPage()
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${shop.url}${path}`)
  await page.waitForFunction(() => window.tidegate !== undefined && 'track' in window.tidegate)
}

const call = (page: Page, ...queued: Queue): Promise<void> =>
  page.evaluate((calls) => (window.tidegate as Tag).push(...calls), queued)

const sale = (id: string): Queue[number] => [
  'track',
  'purchase',
  { order: { id, value: 10, currency: 'EUR', items: [{ id: 'sku-1' }] } },
  { event_id: id },
]

const EARLY = ['early-1', 'early-2', 'early-3', 'early-4', 'early-5']
/** No turn comes any more once so few are left. */
const EARLY_CALLS = `
  const early = window.tidegate = ${JSON.stringify([GRANT, ...EARLY.map(sale)])}
  const { setTimeout: later } = window
  window.setTimeout = (...args) => (early.length > 2 ? later(...args) : 0)`

/** How often the platform was sent it, and how often it counted. */
async function counted(id: string): Promise<number> {
  return (await gateway.platforms.countedOf('tiktok', id)).length
}

async function untilCountedOnce(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await until(`${id} is there`, async () => (await counted(id)) > 0, 6_000)
  await gateway.untilSettled()
  for (const id of ids) {
    expect(await counted(id)).toBe(1)
    expect(await gateway.platforms.requestsWith('tiktok', id)).toHaveLength(1)
  }
}

const stored = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => !key.endsWith(':grant')).length)

it('comes as at most 3,072 bytes, as the browser counts what came over the wire', async () => {
  const page = await open()
  const loaded = page.waitForResponse(`${gateway.url}/t.js`)
  await visit(page, '/')
  const { responseBodySize } = await (await loaded).request().sizes()
  expect(responseBodySize).toBeGreaterThan(1_000)
  expect(responseBodySize).toBeLessThanOrEqual(3_072)
})

it('loses nothing while the gateway is down, says nothing, and sends it from the next page, where it counts once', async () => {
  const page = await open()
  const said: string[] = []
  page.on('pageerror', (error) => said.push(String(error)))
  await visit(page, '/gated')
  await call(page, GRANT)
  await until('the view was sent', async () => (await gateway.platforms.counted('tiktok')).length === 1)
  gate.shut()
  await call(page, sale('down-1'))
  await page.waitForRequest(`${gate.url}/e*`)
  await page.goto(`${shop.url}/elsewhere`)
  expect(await stored(page)).toBeGreaterThanOrEqual(1)
  expect(await counted('down-1')).toBe(0)
  gate.open()
  await visit(page, '/gated')
  await call(page, GRANT)
  await untilCountedOnce('down-1')
  await until('nothing is stored any more', async () => (await stored(page)) === 0)
  expect(said).toEqual([])
})

it('comes back after as long as a gateway that is too busy has said', async () => {
  const page = await open()
  await visit(page, '/')
  const times: number[] = []
  await page.route(`${gateway.url}/e*`, (route) => {
    times.push(Date.now())
    if (times.length > 1) return route.continue()
    const headers = { 'access-control-allow-origin': shop.url, 'access-control-allow-credentials': 'true' }
    const exposed = { ...headers, 'access-control-expose-headers': 'retry-after', 'retry-after': '1' }
    return route.fulfill({ status: 503, headers: exposed })
  })
  await call(page, GRANT, sale('busy-1'))
  await untilCountedOnce('busy-1')
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000)
})

it('sends a page view as a picture where its events are kept from going out', async () => {
  const page = await open()
  await page.route(`${gateway.url}/e*`, (route) => route.abort('blockedbyclient'))
  await visit(page, '/')
  const id = await page.evaluate(() => (window.tidegate as Tag).pageId())
  await call(page, GRANT)
  await untilCountedOnce(id)
})

it('names nobody where others can read: in the address of a picture, and on the device', async () => {
  const page = await open()
  const pictures: string[] = []
  page.on('request', (request) => request.url().includes('/p.gif') && pictures.push(request.url()))
  await page.route(`${gateway.url}/e*`, (route) => route.abort('blockedbyclient'))
  await visit(page, '/')
  const person = { email: 'jane.doe@example.com', hashed_as: {} }
  await call(page, ['identify', person], ['page'], ['track', 'contact', { person }], GRANT)
  await until('both views were shown', () => Promise.resolve(pictures.length === 2))
  await page.goto(`${shop.url}/elsewhere`)
  const left = await page.evaluate(() => Object.values(localStorage).join(' '))
  expect(left).toContain('"contact"')
  expect(left).toContain(`"url":"${shop.url}/"`)
  expect(`${pictures.join(' ')} ${left}`).not.toContain('jane')
})

it('counts what happens on a device whose clock is an hour ahead, at the time at which it happened', async () => {
  const page = await open()
  await page.clock.install({ time: Date.now() + 3_600_000 })
  await visit(page, '/')
  await page.evaluate((event) => {
    const state = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
    const answer = { state, at: new Date().toISOString(), source: 'cmp:test' }
    ;(window.tidegate as Tag).push(['consent', answer], event)
  }, sale('ahead-1'))
  await untilCountedOnce('ahead-1')
  const [event] = await gateway.platforms.countedOf('tiktok', 'ahead-1')
  expect(Math.abs(Number(event?.event_time) - Date.now() / 1000)).toBeLessThan(30)
})

it('looks once at what is stored when a page is left, however much waits', async () => {
  const page = await open()
  await visit(page, '/')
  await call(page, GRANT)
  await until('the view was sent', async () => (await gateway.platforms.counted('tiktok')).length === 1)
  await page.route(`${gateway.url}/e*`, () => {})
  const looks = await page.evaluate(async () => {
    for (let count = 0; count < 60; count++) (window.tidegate as Tag).track('contact')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { keys } = Object
    let listed = 0
    Object.keys = (object: object) => ((listed += object === localStorage ? 1 : 0), keys(object))
    dispatchEvent(new PageTransitionEvent('pagehide'))
    Object.keys = keys
    return listed
  })
  expect(looks).toBe(1)
  expect(await stored(page)).toBe(50)
})

it('sends what a page has said in its last moment', async () => {
  const page = await open()
  await visit(page, '/')
  await call(page, GRANT)
  await until('the view was sent', async () => (await gateway.platforms.counted('tiktok')).length === 1)
  await page.evaluate(
    ([event, url]) => {
      ;(window.tidegate as Tag).push(event)
      location.href = url
    },
    [sale('last-1'), `${shop.url}/elsewhere`] as const,
  )
  await page.waitForURL('**/elsewhere')
  await untilCountedOnce('last-1')
})

it('sends the calls that a page made before the tag was there, in their order, also where it is left before each had its turn', async () => {
  const page = await open()
  await page.goto(`${shop.url}/early`)
  await page.waitForFunction('early.length === 2')
  await page.goto(`${shop.url}/elsewhere`)
  await untilCountedOnce(...EARLY)
  const ids = (await gateway.platforms.counted('tiktok')).map(({ event_id: id }) => String(id))
  expect(ids.filter((id) => EARLY.includes(id))).toEqual(EARLY)
})

it('lets the gateway judge what a page has that is left before an answer came', async () => {
  const page = await open()
  await visit(page, '/')
  await page.route('**/v1/consent*', () => {})
  await call(page, sale('left-1'), GRANT)
  await page.goto(`${shop.url}/elsewhere`)
  await untilCountedOnce('left-1')
})

it('sends no more under an earlier answer once there is another, of which the gateway has not said what it means', async () => {
  const page = await open()
  await visit(page, '/')
  await call(page, GRANT)
  await until('the view was sent', async () => (await gateway.platforms.counted('tiktok')).length === 1)
  await context.route(`${gateway.url}/{e,p.gif}*`, (route) => route.abort('connectionrefused'))
  await call(page, sale('kept-1'))
  await page.goto(`${shop.url}/elsewhere`)
  await page.route('**/v1/consent*', () => {})
  await visit(page, '/next')
  const tried = page.waitForRequest((request) => (request.postData() ?? '').includes('kept-1'))
  await call(page, GRANT)
  await tried
  const sent = await page.evaluate(async () => {
    // Its failure has been heard of, too.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const told: string[] = []
    Object.assign(navigator, { sendBeacon: (...asked: unknown[]) => told.push(asked.join(' ')) > 0 })
    ;(window.tidegate as Tag).consent({ state: { ad_storage: 'denied' } })
    dispatchEvent(new PageTransitionEvent('pagehide'))
    return told
  })
  expect(sent.filter((one) => one.includes('/v1/consent'))).toHaveLength(1)
  expect(sent.join()).not.toContain('kept-1')
})

it('loses nothing and counts nothing twice in two tabs that share what waits', async () => {
  const first = await open()
  const second = await context.newPage()
  await visit(first, '/')
  await visit(second, '/next')
  await context.route(`${gateway.url}/{e,p.gif}*`, (route) => route.abort('connectionrefused'))
  await Promise.all([call(first, GRANT, sale('tab-1')), call(second, GRANT, sale('tab-2'))])
  await Promise.all([first.waitForRequest(`${gateway.url}/e*`), second.waitForRequest(`${gateway.url}/e*`)])
  await Promise.all([first.goto(`${shop.url}/elsewhere`), second.goto(`${shop.url}/elsewhere`)])
  await context.unroute(`${gateway.url}/{e,p.gif}*`)
  await Promise.all([visit(first, '/'), visit(second, '/next')])
  await Promise.all([call(first, GRANT), call(second, GRANT)])
  await untilCountedOnce('tab-1', 'tab-2')
})

it('shows a page view as a picture where nothing else goes, and never says in it who looks: proxies write addresses down', async () => {
  const page = await open()
  const pictures: URL[] = []
  await page.route(`${gateway.url}/e*`, (route) => route.abort('connectionrefused'))
  page.on('request', (request) => {
    if (request.url().startsWith(`${gateway.url}/p.gif`)) pictures.push(new URL(request.url()))
  })
  await visit(page, '/')
  const known = { email: 'lea.durand@example.org', hashed_as: {} }
  await call(page, ['identify', known], ['page'], GRANT)
  await page.waitForRequest(`${gateway.url}/p.gif*`)
  await page.waitForTimeout(200)
  const shown = pictures.map(({ searchParams }) => JSON.parse(searchParams.get('d') ?? '') as Record<string, unknown>)
  expect(shown.map(({ event, person }) => [event, person])).toEqual([
    ['page_view', undefined],
    ['page_view', undefined],
  ])
})

it.each([
  ['refuses every beacon', 'refused-1', 'navigator.sendBeacon = () => false'],
  ['has no beacons', 'none-1', 'delete Navigator.prototype.sendBeacon'],
])(
  'fetches in the last moment of a page whose browser %s, also where no answer came before',
  async (_what, id, before) => {
    const page = await open()
    await page.addInitScript({ content: before })
    await visit(page, '/')
    await page.evaluate(
      ([calls, url]) => {
        ;(window.tidegate as Tag).push(...calls)
        location.href = url
      },
      [[sale(id), GRANT], `${shop.url}/elsewhere`] as const,
    )
    await page.waitForURL('**/elsewhere')
    await untilCountedOnce(id)
  },
)

it.each(['no-referrer', 'same-origin'])(
  'shows a page view as a picture of a page that tells others nothing of itself: %s',
  async (policy) => {
    const page = await open()
    await page.route(`${gateway.url}/e*`, (route) => route.abort('blockedbyclient'))
    await visit(page, `/${policy}`)
    const id = await page.evaluate(() => (window.tidegate as Tag).pageId())
    await call(page, GRANT)
    await untilCountedOnce(id)
  },
)

it('works where the page may keep nothing on the device', async () => {
  const page = await open()
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError')
      },
    })
  })
  await visit(page, '/')
  await call(page, GRANT, sale('bare-1'))
  await untilCountedOnce('bare-1')
})

it('reports a new page view when the browser brings a page back out of its memory, unless consent was taken back meanwhile', async () => {
  const page = await open()
  const pageId = () => page.evaluate(() => (window.tidegate as Tag).pageId())
  await visit(page, '/')
  await call(page, GRANT)
  await until('the view was sent', async () => (await gateway.platforms.counted('tiktok')).length === 1)
  const before = await pageId()
  await goAndComeBack(page, `${shop.url}/elsewhere`)
  const after = await pageId()
  expect(after).not.toBe(before)
  await untilCountedOnce(before, after)
  await goAndComeBack(page, `${shop.url}/elsewhere`, () =>
    page.evaluate(() => localStorage.removeItem('tidegate::grant')),
  )
  const third = await pageId()
  expect(third).not.toBe(after)
  await page.waitForTimeout(300)
  expect(await counted(third)).toBe(0)
})
