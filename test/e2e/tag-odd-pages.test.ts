/** The tag on pages that are not as one would write them: loaded twice, beside libraries that change the language, with somebody's e-mail in the address. */
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Queue, Tag } from '../../src/browser/tag-types.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGate, type Gate } from '../support/gate.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { TIKTOK_SNIPPET } from '../support/pixels.ts'
import { until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let gate: Gate
let shop: ShopPages
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  gateway = await startGateway()
  gate = await startGate(gateway.url)
  shop = await serveShopPages(pages())
  browser = await sharedBrowser()
})
afterEach(async () => {
  gate.open()
  await context.close()
  await gateway.untilSettled()
  await gateway.platforms.clear()
})
afterAll(async () => {
  await closePages()
  await shop.close()
  gate.close()
  await gateway.stop()
})

function pages() {
  const attributes = 'data-modules=""'
  const queue = JSON.stringify([sale('queued-1'), sale('queued-2')])
  const early = `<script>window.tidegate = ${queue}</script>`
  const bridged = (modules: string, body: string) =>
    shopPage(gateway.url, { attributes: `data-modules="${modules}" data-page-views="off"`, body })
  const meta = `<script>
    window.fbq = (...args) => fbq.queue.push(args)
    fbq.queue = []
    fbq('init', '100')
    fbq('track', 'ViewContent')</script>`
  return {
    '/': shopPage(gateway.url, { attributes }),
    '/u/jane.doe@example.com/basket': shopPage(gateway.url, { attributes }),
    '/gated': shopPage(gate.url, { attributes }),
    '/elsewhere': '<!doctype html><title>No tag</title>',
    '/twice': early + shopPage(gateway.url, { attributes }) + shopPage(gateway.url, { attributes }),
    '/form': `${shopPage(gateway.url, { attributes })}<form id="tidegate"><input name="q"><input name="r"></form>`,
    '/snippets': bridged(
      'ttq fbq',
      `${TIKTOK_SNIPPET}<script>ttq.load('C4DEMO'); ttq.track('Search', {})</script>${meta}`,
    ),
    '/no-library': bridged('ttq', ''),
    '/no-load': bridged('ttq', TIKTOK_SNIPPET),
    '/klaro': shopPage(gateway.url, { attributes: 'data-modules="consent" data-page-views="off"' }),
    '/own-layer': bridged('datalayer', "<script>window.dataLayer = { page: 'basket' }</script>"),
    '/unnamed-click': bridged(
      'clicks',
      '<button data-tidegate-event="contact">Call</button><button data-tidegate-event="">Close</button>',
    ),
    '/components': bridged('clicks', COMPONENTS),
    '/router': shopPage(gateway.url, { attributes, body: `<script>${ROUTER}</script>` }),
    '/renamed': shopPage(gateway.url, { attributes, body: '<script>var navigation = { page: 1 }</script>' }),
  }
}

const COMPONENTS = `
  <shop-card></shop-card>
  <label data-tidegate-event="subscribe"><input type="checkbox">Newsletter</label>
  <script>
    customElements.define('shop-card', class extends HTMLElement {
      connectedCallback() {
        this.attachShadow({ mode: 'open' }).innerHTML = '<button data-tidegate-event="contact"><b>Call</b></button>'
      }
    })
  </script>`

/** What versions 1.5.1 to 1.6.1 add for a JSON of their own, which the browser's then asks. */
const PROTOTYPE_1_6 = `
  Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']' }
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"' }`

/** A router of the Navigation API: it never touches the history itself. */
const ROUTER = `
  navigation.addEventListener('navigate', (event) => event.canIntercept && event.intercept({ async handler() {} }))
  window.go = (path, history) => navigation.navigate(path, { history }).finished.then(() => location.pathname)`

const sale = (id: string): Queue[number] => [
  'track',
  'purchase',
  { order: { id, value: 10, currency: 'EUR', items: [{ id: 'sku-1' }] } },
  { event_id: id },
]

const GRANT: Queue[number] = [
  'consent',
  {
    state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' },
    at: new Date().toISOString(),
    source: 'cmp:test',
  },
]

/** `before`: a script of the page that runs before all others. */
async function open(path: string, before = ''): Promise<Page> {
  context = await browser.newContext()
  await context.addInitScript({ content: before })
  const page = await context.newPage()
  await page.goto(`${shop.url}${path}`)
  return page
}

async function openWithTag(path: string, before?: string): Promise<Page> {
  const page = await open(path, before)
  await tagIsThere(page)
  return page
}

const tagIsThere = (page: Page) => page.waitForFunction(() => 'track' in (window.tidegate ?? []))

/** The part that hears clicks and moves has come, and has run. */
async function partIsThere(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/t/more.')),
  )
  await page.waitForTimeout(200)
}

/** What is granted lies on the device meanwhile. */
async function keepAndComeBack(page: Page): Promise<void> {
  await page.route(`${gateway.url}/e*`, (route) => route.abort('connectionrefused'))
  const failed = page.waitForEvent('requestfailed')
  await call(page, GRANT)
  await failed
  await page.goto(`${shop.url}/elsewhere`)
  await page.unroute(`${gateway.url}/e*`)
  await page.goto(`${shop.url}/`)
  await tagIsThere(page)
}

const call = (page: Page, ...queued: Queue): Promise<void> =>
  page.evaluate((calls) => (window.tidegate as Tag).push(...calls), queued)

/** What the platform has counted, once there are so many. */
async function counted(platform: 'tiktok' | 'meta', count: number): Promise<readonly string[]> {
  const events = () => gateway.platforms.counted(platform)
  await until(`${platform} has ${count}`, async () => (await events()).length >= count, 5_000)
  await gateway.untilSettled()
  return (await events()).map(({ event }) => event).toSorted()
}

/** The page is put away, or taken up again: another app, another tab. */
async function turn(page: Page, visibility: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, visibility)
}

it('loses nothing and counts nothing twice where the page loads it twice, calls from before it included', async () => {
  const page = await openWithTag('/twice')
  await call(page, GRANT)
  expect(await counted('tiktok', 3)).toEqual(['Pageview', 'Purchase', 'Purchase'])
})

it('says nothing where the page has something else under its name', async () => {
  const said: string[] = []
  const page = await open('/elsewhere')
  page.on('pageerror', ({ message }) => said.push(message))
  page.on('console', (message: ConsoleMessage) => said.push(message.text()))
  await page.goto(`${shop.url}/form`)
  await page.waitForTimeout(400)
  expect(said).toEqual([])
})

it('goes on reporting after a person that no text can hold', async () => {
  const page = await openWithTag('/')
  await page.evaluate(() => {
    const customer: Record<string, unknown> = { email: 'jane.doe@example.com' }
    customer['self'] = customer
    ;(window.tidegate as Tag).identify(customer)
  })
  await call(page, sale('identified-1'), GRANT)
  expect(await counted('tiktok', 2)).toEqual(['Pageview', 'Purchase'])
})

it('sends what a page has said in its last moment, also from a browser without beacons', async () => {
  const page = await openWithTag('/', 'delete Navigator.prototype.sendBeacon')
  await call(page, sale('no-beacon-1'), GRANT)
  await page.goto(`${shop.url}/elsewhere`)
  expect(await counted('tiktok', 2)).toEqual(['Pageview', 'Purchase'])
})

it('sends what a page has said in its last moment, also where MooTools has put something else in the place of `Event`', async () => {
  const page = await openWithTag('/', 'window.Event = function (event) { this.type = event.type.toLowerCase() }')
  await call(page, sale('mootools-1'), GRANT)
  await page.goto(`${shop.url}/elsewhere`)
  expect(await counted('tiktok', 2)).toEqual(['Pageview', 'Purchase'])
})

it('sends what found the gateway down while the page was out of sight, once it is in sight again', async () => {
  const page = await openWithTag('/gated')
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Pageview'])
  gate.shut()
  const failed = page.waitForEvent('requestfailed')
  await call(page, sale('away-1'))
  await failed
  const left = page.waitForEvent('requestfailed')
  await turn(page, 'hidden')
  await left
  gate.open()
  await turn(page, 'visible')
  expect(await counted('tiktok', 2)).toEqual(['Pageview', 'Purchase'])
})

it('writes no e-mail address and no phone number of an address where others can read it, and sends the event from the next page', async () => {
  const address =
    '/u/jane.doe@example.com/basket?email=jane.doe%40example.com&from=jane@example.com&back=%2Fbasket%3Fto%3Djane%2540example.com' +
    '&state=of=jane@example.com&tel=%2B33%206%2012%2034%2056%2078&ttclid=E.C.P.abc1'
  const page = await open('/elsewhere')
  const pictures: string[] = []
  page.on('request', (request) => request.url().includes('/p.gif') && pictures.push(request.url()))
  await page.route(`${gateway.url}/e*`, (route) => route.abort('connectionrefused'))
  await page.goto(`${shop.url}${address}`)
  await tagIsThere(page)
  const searched = {
    search: { query: 'jane.doe@example.com' },
    order: { items: [{ id: 'a="b' }, { id: 'n=123456789' }], coupon: 'For:\njane@example.com\n"twice"' },
    page: { referrer: 'https://www.tiktok.com/@shop.example/video/1' },
    contact: { mail: 'jane@example.com' },
  }
  await call(page, GRANT, ['track', 'search', searched], sale('marked-1'))
  await until('the view was shown', () => Promise.resolve(pictures.length > 0))
  await page.goto(`${shop.url}/elsewhere`)
  const left = await page.evaluate(() => Object.values(localStorage).join(' '))
  const readable = `${left} ${decodeURIComponent(pictures.join(' '))}`
  expect(readable).toContain('"search"')
  expect(left).toContain('"n=123456789"')
  expect(readable).toContain('/u//basket?email=&from=&back=&state=of=&tel&ttclid=E.C.P.abc1"')
  expect(left).toContain('"https://www.tiktok.com/@shop.example/video/1"')
  expect(readable).not.toMatch(/jane|2034/)
  await page.unroute(`${gateway.url}/e*`)
  await page.goto(`${shop.url}/`)
  await tagIsThere(page)
  await call(page, GRANT)
  expect(await counted('tiktok', 4)).toEqual(['Pageview', 'Pageview', 'Purchase', 'Search'])
})

it('hears the pixels’ calls from before it where Prototype.js has put something else in the place of an array’s `entries`', async () => {
  const page = await openWithTag('/snippets', 'Array.prototype.entries = function () { return this.slice() }')
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Search'])
  expect(await counted('meta', 1)).toEqual(['ViewContent'])
})

it('is the instance of a pixel that the page loads though its snippet is gone', async () => {
  const page = await openWithTag('/no-library')
  await page.waitForFunction('window.ttq')
  await page.evaluate(`ttq.load('C4DEMO'); ttq.instance('C4DEMO').track('Search', {})`)
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Search'])
})

it('is the instance of a pixel of which only the line that loads it is gone', async () => {
  const page = await openWithTag('/no-load')
  await page.waitForFunction(`!Array.isArray(ttq.instance)`)
  await page.waitForFunction(`Object.getOwnPropertyDescriptor(ttq, 'track').get`)
  await page.evaluate(`ttq.instance('C4DEMO').track('Search', {})`)
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Search'])
})

it.each([
  ['on the page', 'listed-1', async () => {}],
  ['on the device, for the next page', 'listed-2', (page: Page) => keepAndComeBack(page)],
])('writes lists as lists where Prototype.js has them write themselves down: %s', async (_where, id, way) => {
  const page = await openWithTag('/', PROTOTYPE_1_6)
  const order = { id, items: [{ id: 'sku-1' }] }
  await call(page, ['track', 'purchase', { order }, { event_id: id, destinations: ['tiktok'] }])
  await way(page)
  await call(page, GRANT)
  await until('the sale is there', async () => (await gateway.platforms.countedOf('tiktok', id)).length === 1)
  const [event] = await gateway.platforms.countedOf('tiktok', id)
  expect(event?.payload).toMatchObject({ properties: { content_ids: ['sku-1'] } })
})

it('shows a page view as a picture also where Prototype.js has a `startsWith` of its own', async () => {
  const page = await openWithTag(
    '/',
    'String.prototype.startsWith = function (p) { return this.lastIndexOf(p, 0) === 0 }',
  )
  await page.route(`${gateway.url}/e*`, (route) => route.abort('blockedbyclient'))
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Pageview'])
})

it('goes on under the answer that a consent tool has kept, where another tab clears all that the site had stored', async () => {
  const page = await open('/elsewhere')
  const klaro = encodeURIComponent('{"tiktok":true,"meta":true}')
  await context.addCookies([{ name: 'klaro', value: klaro, url: shop.url }])
  await page.goto(`${shop.url}/klaro`)
  await page.waitForFunction(`localStorage['tidegate::grant']`)
  const other = await context.newPage()
  await other.goto(`${shop.url}/elsewhere`)
  await other.evaluate(() => localStorage.clear())
  await page.waitForFunction(`localStorage['tidegate::grant']`)
  await call(page, sale('cleared-1'))
  expect(await counted('tiktok', 1)).toEqual(['Purchase'])
})

it('leaves a dataLayer alone that is none', async () => {
  const page = await open('/elsewhere')
  const loaded = page.waitForResponse(/\/t\/datalayer\./)
  await page.goto(`${shop.url}/own-layer`)
  await (await loaded).finished()
  await page.waitForTimeout(200)
  expect(await page.evaluate('Object.keys(dataLayer)')).toEqual(['page'])
})

it('throws nothing into a page that takes its pixel away', async () => {
  const page = await openWithTag('/no-library')
  await page.waitForFunction('window.ttq')
  expect(await page.evaluate('window.ttq = null')).toBeNull()
  expect(await page.evaluate('window.ttq = Object.freeze({ page: true })')).toEqual({ page: true })
})

it('reports no click whose attribute a template has left empty', async () => {
  const page = await openWithTag('/unnamed-click')
  const sent: string[] = []
  page.on('request', (request) => request.url().startsWith(`${gateway.url}/e`) && sent.push(request.postData() ?? ''))
  await call(page, GRANT)
  await until('clicks are heard', async () => {
    await page.getByRole('button', { name: 'Call' }).click()
    return sent.length > 0
  })
  await page.waitForTimeout(300)
  const heard = sent.length
  await page.getByRole('button', { name: 'Close' }).click()
  await page.waitForTimeout(300)
  expect(sent.slice(heard)).toEqual([])
})

it('reports a click inside a web component, and one on a label, which clicks its control too, once', async () => {
  const page = await openWithTag('/components')
  await partIsThere(page)
  await page.locator('b').click()
  await page.getByText('Newsletter').click()
  await call(page, GRANT)
  expect(await counted('tiktok', 2)).toEqual(['Contact', 'Subscribe'])
})

it('reports each page of a router that uses the Navigation API, and none for a cleaned address', async () => {
  const page = await openWithTag('/router')
  await call(page, GRANT)
  expect(await counted('tiktok', 1)).toEqual(['Pageview'])
  await partIsThere(page)
  expect(await page.evaluate(`go('/product/1?utm_source=x', 'push')`)).toBe('/product/1')
  expect(await counted('tiktok', 2)).toHaveLength(2)
  await page.evaluate(`go('/product/1', 'replace')`)
  await page.evaluate(`go('/product/2', 'replace')`)
  expect(await counted('tiktok', 3)).toHaveLength(3)
  await page.evaluate(`history.pushState({}, '', '/product/3')`)
  expect(await counted('tiktok', 4)).toHaveLength(4)
  await page.goBack({ waitUntil: 'commit' })
  expect(await counted('tiktok', 5)).toHaveLength(5)
})

it('reports views where the page has something of its own under the name of the Navigation API', async () => {
  const page = await openWithTag('/renamed')
  await partIsThere(page)
  await page.evaluate(`history.pushState({}, '', '/product/1')`)
  await call(page, GRANT)
  expect(await counted('tiktok', 2)).toEqual(['Pageview', 'Pageview'])
})
