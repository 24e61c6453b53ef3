/**
 * Pages whose calls were written for somebody else: TikTok's and Meta's pixels, Google Tag Manager's dataLayer. Each platform gets
 * each sale once, with the id that its own pixel sent. The pixels' libraries are stand-ins (test/support/pixels.ts).
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Tag } from '../../src/browser/tag-types.ts'
import { bridgePages, GRANTED, javascript } from '../support/bridge-pages.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { newOrder } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { TIKTOK_SNIPPET, tiktokLibrary, type SentByPixel } from '../support/pixels.ts'
import type { Platform } from '../support/platforms.ts'
import { until } from '../support/running.ts'
import { serveShopPages, type ShopPages } from '../support/shop-pages.ts'

const DENIED = { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' }

declare global {
  interface Window {
    scriptsThatRan?: string[]
  }
}

let gateway: Gateway
let shop: ShopPages
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  gateway = await startGateway()
  shop = await serveShopPages(bridgePages(gateway.url))
  browser = await sharedBrowser()
})
afterEach(async () => {
  await context.close()
  // What a test has not waited for must not arrive in the next one.
  await gateway.untilSettled()
  await gateway.platforms.clear()
})
afterAll(async () => {
  await closePages()
  await shop?.close()
  await gateway?.stop()
})

interface Opened {
  /** The platform's library, where it is not the shop's. */
  readonly library?: string
  /** Which of the two comes first; the other waits until it is there. */
  readonly first?: 'tidegate' | 'pixel'
}

async function open(path: string, { library, first = 'tidegate' }: Opened = {}): Promise<Page> {
  context = await browser.newContext()
  await context.addInitScript(() => {
    window.scriptsThatRan = []
    const ran = ({ target }: Event) => target instanceof HTMLScriptElement && window.scriptsThatRan?.push(target.src)
    document.addEventListener('load', ran, { capture: true })
  })
  const page = await context.newPage()
  let letGo = () => {}
  const late = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/-library\.js$/, async (route) => {
    if (first === 'tidegate') await late
    await route.fulfill(library === undefined ? { response: await route.fetch() } : javascript(library))
  })
  await page.route(/\/t\.js$/, async (route) => {
    if (first === 'pixel') await late
    await route.continue()
  })
  await page.goto(`${shop.url}${path}`, { waitUntil: 'commit' })
  if (first === 'pixel') await page.waitForFunction(() => window.sentByPixel !== undefined)
  else await bridgesAreThere(page)
  letGo()
  await page.waitForLoadState('load')
  await bridgesAreThere(page)
  return page
}

/** Every module that the page names has run. */
async function bridgesAreThere(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const names = document.querySelector<HTMLScriptElement>('script[data-modules]')?.dataset['modules']?.split(' ')
    return names?.every((name) => window.scriptsThatRan?.some((url) => url.includes(`/t/${name}.`)))
  })
}

/** A page whose body is slow: the tag's parts are there before its snippets. */
async function openSlowly(path: string): Promise<Page> {
  context = await browser.newContext()
  const page = await context.newPage()
  const looked = page.waitForResponse(/\/t\/more\./)
  await page.route(/\/slow\.js$/, async (route) => {
    await (await looked).finished()
    // The part is there; a moment more, and it has run.
    setTimeout(() => void route.continue(), 200)
  })
  await page.goto(`${shop.url}${path}`)
  await looked
  await answer(page, GRANTED)
  return page
}

/** A script of the page. */
async function run(page: Page, code: string): Promise<void> {
  await page.addScriptTag({ content: code })
}

/** The consent tool's answer. */
async function answer(page: Page, state: Record<string, string>): Promise<void> {
  await page.evaluate((given) => (window.tidegate as Tag).consent({ state: given, source: 'cmp:test' }), state)
}

/** What the platform has counted, in the order of its names, once there are so many. */
async function counted(platform: Platform, count: number): Promise<readonly (readonly [string, string | null])[]> {
  await until(
    `${platform} has ${count}`,
    async () => (await gateway.platforms.counted(platform)).length >= count,
    5_000,
  )
  const events = await gateway.platforms.counted(platform)
  return events.map(({ event, event_id }) => [event, event_id] as const)
}

async function sentBy(page: Page, platform: Platform): Promise<readonly SentByPixel[]> {
  const sent = await page.evaluate(() => window.sentByPixel ?? [])
  return sent.filter((one) => one.platform === platform)
}

const ttqSale = (order: string) =>
  `ttq.track('CompletePayment', { order_id: '${order}', value: '42.50', currency: 'EUR', contents: [{ content_id: 'sku-1', quantity: 1 }] })`
const fbqSale = (order: string) =>
  `fbq('track', 'Purchase', { order_id: '${order}', value: 42.5, currency: 'EUR', content_ids: ['sku-1'] })`

describe('a page with TikTok’s snippet', () => {
  it.each([
    ['in its stub’s place', tiktokLibrary({ inPlace: true })],
    ['in an object of its own', tiktokLibrary({ inPlace: false })],
  ])('shares its ids with the pixel whose library comes later, %s', async (_where, library) => {
    const page = await open('/tiktok', { library })
    await run(page, ttqSale(newOrder()))
    await answer(page, GRANTED)
    const got = await counted('tiktok', 3)
    const sent = await sentBy(page, 'tiktok')
    expect(sent.map(({ event }) => event)).toEqual(['Pageview', 'Search', 'CompletePayment'])
    expect(new Set(got.map(([, id]) => id))).toEqual(new Set(sent.map(({ eventId }) => eventId)))
    expect(got.map(([name]) => name).toSorted()).toEqual(['Pageview', 'Purchase', 'Search'])
  })

  it('does not repeat what the pixel has sent before it came, and shares the ids from then on', async () => {
    const library = tiktokLibrary({ inPlace: true, empties: false })
    const page = await open('/tiktok', { first: 'pixel', library })
    await run(page, `ttq.instance('C4DEMO').track('AddToCart', { content_id: 'sku-1' }); ${ttqSale(newOrder())}`)
    await answer(page, GRANTED)
    // The page view is the tag's own.
    const got = await counted('tiktok', 3)
    const [view, search, ...after] = await sentBy(page, 'tiktok')
    expect([view?.eventId, search?.eventId]).toEqual([undefined, undefined])
    expect(got.filter(([name]) => name !== 'Pageview').map(([, id]) => id)).toEqual(after.map(({ eventId }) => eventId))
    expect(got).toHaveLength(3)
  })

  it('shares its ids with a pixel whose snippet comes after it, as Tag Manager brings it', async () => {
    const page = await open('/tiktok-bare')
    await run(page, `ttq.track('Search', {}); ${TIKTOK_SNIPPET.replaceAll(/<\/?script>/g, '')}; ttq.load('C4DEMO')`)
    await page.waitForFunction(() => window.sentByPixel !== undefined)
    await run(page, `ttq.instance('C4DEMO').track('AddToCart', {}); ${ttqSale(newOrder())}`)
    await answer(page, GRANTED)
    const got = await counted('tiktok', 3)
    const sent = await sentBy(page, 'tiktok')
    expect(sent.map(({ event }) => event)).toEqual(['AddToCart', 'CompletePayment'])
    expect(got.slice(1).map(([, id]) => id)).toEqual(sent.map(({ eventId }) => eventId))
  })

  it('goes on without the pixel: calls from before, in their order, and calls from now on', async () => {
    const page = await open('/tiktok-gone')
    await run(page, `ttq.ready(() => ttq.track('ViewContent', {})); ttq.enableCookie(); ttq.instance('C4DEMO').page()`)
    await answer(page, GRANTED)
    expect((await counted('tiktok', 4)).map(([name]) => name)).toEqual([
      'Search',
      'AddToCart',
      'ViewContent',
      'Pageview',
    ])
  })

  it('holds what happens after holdConsent until grantConsent, forgets it after revokeConsent', async () => {
    const page = await open('/tiktok-bare')
    await run(page, `ttq.holdConsent(); ttq.track('Search', {})`)
    await run(page, `ttq.grantConsent()`)
    expect((await counted('tiktok', 1)).map(([name]) => name)).toEqual(['Search'])
    await run(page, `ttq.revokeConsent(); ttq.track('AddToCart', {}); tidegate.track('view_item')`)
    await answer(page, GRANTED)
    // Meta was never refused.
    expect((await counted('meta', 1)).map(([name]) => name)).toEqual(['ViewContent'])
    expect(await counted('tiktok', 1)).toHaveLength(1)
  })

  it('sends nothing to TikTok where the consent tool has refused, whatever grantConsent says', async () => {
    const page = await open('/tiktok-bare')
    await answer(page, DENIED)
    const asked = page.waitForResponse((response) => response.url().includes('/v1/consent'))
    await run(page, `ttq.grantConsent(); ${ttqSale(newOrder())}`)
    const decided = (await (await asked).json()) as { decisions: Record<string, string> }
    expect(decided.decisions['tiktok']).toBe('consent_denied')
    await page.waitForTimeout(200)
    await gateway.untilSettled()
    expect(await counted('tiktok', 0)).toEqual([])
  })

  it('works in browsers, and on pages without TLS, that draw no random ids', async () => {
    const page = await open('/tiktok-bare')
    await run(page, 'delete Crypto.prototype.randomUUID')
    await answer(page, GRANTED)
    await run(page, `ttq.track('Search', {})`)
    expect((await counted('tiktok', 1)).map(([name]) => name)).toEqual(['Search'])
  })
})

describe('a page with Meta’s snippet', () => {
  it('shares its ids with the pixel, whose library comes later', async () => {
    const page = await open('/meta')
    await run(
      page,
      `${fbqSale(newOrder())}; fbq('trackSingle', '200', 'Lead'); fbq('track', 'Search', {}, { eventID: 's-1' })`,
    )
    await answer(page, GRANTED)
    const got = await counted('meta', 3)
    const sent = (await sentBy(page, 'meta')).filter(({ pixel }) => pixel === '100')
    expect(sent.map(({ event }) => event)).toEqual(['PageView', 'Purchase', 'Search'])
    expect(got).toEqual(sent.map(({ event, eventId }) => [event, eventId]))
    expect(got.at(-1)).toEqual(['Search', 's-1'])
  })

  it('takes a revoke on every page for “not yet”, and one after a grant for a no', async () => {
    const page = await open('/meta-gone')
    await run(page, `fbq('track', 'Search', {}); fbq('consent', 'grant')`)
    expect((await counted('meta', 1)).map(([name]) => name)).toEqual(['Search'])
    await run(page, `fbq('consent', 'revoke'); fbq('track', 'AddToCart', {}); tidegate.track('view_item')`)
    await answer(page, GRANTED)
    expect((await counted('tiktok', 1)).map(([name]) => name)).toEqual(['ViewContent'])
    expect(await counted('meta', 1)).toHaveLength(1)
  })

  it('sends nothing under limited data use, which the policy of this shop answers with nothing', async () => {
    const page = await open('/meta-gone')
    const asked = page.waitForResponse((response) => response.url().includes('/v1/consent'))
    await run(page, `fbq('dataProcessingOptions', ['LDU'], 0, 0); fbq('consent', 'grant'); ${fbqSale(newOrder())}`)
    const decided = (await (await asked).json()) as { decisions: Record<string, string> }
    expect(decided.decisions['meta']).toBe('opted_out')
    await page.waitForTimeout(200)
    await gateway.untilSettled()
    expect(await counted('meta', 0)).toEqual([])
  })
})

describe('an empty list of limits on the use of data', () => {
  it('limits nothing: Meta gets what the person has agreed to', async () => {
    const page = await open('/both')
    await run(page, `fbq('dataProcessingOptions', [])`)
    await answer(page, GRANTED)
    await page.evaluate(() => (window.tidegate as Tag).track('view_item'))
    await until('Meta has it', async () => (await counted('meta', 1)).some(([name]) => name === 'ViewContent'))
  })
})

describe('a refusal in the consent tool', () => {
  it('stops what waits under a pixel’s own grant while the gateway is down, and clears the device', async () => {
    const page = await open('/both')
    await answer(page, GRANTED)
    await run(page, `fbq('consent', 'grant'); ttq.grantConsent()`)
    await counted('meta', 1)
    await counted('tiktok', 2)
    let attempts = 0
    let isDown = true
    await page.route(/\/e\?/, (route) => (attempts++, isDown ? route.abort('connectionrefused') : route.continue()))
    await run(page, `fbq('track', 'Lead', {}); ttq.track('Contact', {})`)
    await until('it was tried', () => Promise.resolve(attempts > 0))
    const refused = page.waitForResponse((response) => response.url().includes('/v1/consent'))
    await answer(page, DENIED)
    await refused
    isDown = false
    // Longer than the tag waits after a first failure.
    await page.waitForTimeout(1_300)
    await page.goto(`${shop.url}/tiktok-library.js`)
    await gateway.untilSettled()
    expect(await counted('meta', 1)).toHaveLength(1)
    expect(await counted('tiktok', 2)).toHaveLength(2)
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  })
})

describe('a page whose pixel’s snippet comes after the tag', () => {
  it('keeps Meta’s pixel, though the bridge is named: an `fbq` before the snippet’s would keep it out', async () => {
    const page = await openSlowly('/meta-late')
    await page.waitForFunction(() => window.sentByPixel !== undefined)
    expect((await sentBy(page, 'meta')).map(({ event }) => event)).toEqual(['PageView'])
  })
})

describe('a page with both', () => {
  it('tells each platform its own sale, once', async () => {
    const page = await open('/both')
    const order = newOrder()
    await run(page, `${ttqSale(order)}; ${fbqSale(order)}`)
    await answer(page, GRANTED)
    const [tiktok, meta] = await Promise.all([counted('tiktok', 3), counted('meta', 2)])
    const idsOf = async (platform: Platform) => new Set((await sentBy(page, platform)).map(({ eventId }) => eventId))
    expect(new Set(tiktok.map(([, id]) => id))).toEqual(await idsOf('tiktok'))
    expect(new Set(meta.map(([, id]) => id))).toEqual(await idsOf('meta'))
    expect([tiktok.length, meta.length]).toEqual([3, 2])
  })

  it('tells a sale that the dataLayer tells too under one id, by which the platforms count it once', async () => {
    const page = await open('/all')
    const order = newOrder()
    const ecommerce = { transaction_id: order, value: 42.5, currency: 'EUR' }
    await run(page, `dataLayer.push(${JSON.stringify({ event: 'purchase', ecommerce })})`)
    await run(page, `${ttqSale(order)}; ${fbqSale(order)}`)
    await answer(page, GRANTED)
    const sales = (await Promise.all([counted('tiktok', 3), counted('meta', 2)])).flat()
    const sold = (name: string) => ['Purchase', 'CompletePayment'].includes(name)
    expect(sales.filter(([name]) => sold(name)).map(([, id]) => id)).toEqual([`o-${order}`, `o-${order}`])
    const sent = await page.evaluate(() => window.sentByPixel ?? [])
    const ids = sent.filter(({ event }) => sold(event)).map(({ eventId }) => eventId)
    expect(ids).toEqual([`o-${order}`, `o-${order}`])
  })
})

describe('a page that does not name the bridges', () => {
  it('has those to snippets that come after the tag', async () => {
    await openSlowly('/late')
    expect(new Set((await counted('tiktok', 2)).map(([name]) => name))).toEqual(new Set(['Search', 'Lead']))
    expect((await counted('meta', 1)).map(([name]) => name)).toEqual(['Lead'])
  })

  it('has the one to the dataLayer to which its element gives a name', async () => {
    await openSlowly('/layer-named')
    expect((await counted('meta', 1)).map(([name]) => name)).toEqual(['Lead'])
  })
})

describe('a page with Google Tag Manager’s dataLayer', () => {
  it('tells both platforms the sale after an update of Consent Mode, and not after its default', async () => {
    const page = await open('/gtm')
    const order = newOrder()
    const gtag = 'function gtag() { shopData.push(arguments) }'
    const push = `shopData.push({ ecommerce: null }, { event: 'purchase', event_id: 'o-${order}', ecommerce: { transaction_id: '${order}',
      value: '42.50', currency: 'EUR', items: [{ item_id: 'sku-1', quantity: 1 }] } }, { event: 'gtm.dom' })`
    // As Tag Manager does it: its own function in the place of push, which calls the one before.
    await run(page, `{ const { push } = shopData; shopData.push = (...all) => push.apply(shopData, all) }`)
    await run(
      page,
      `${gtag}; gtag('consent', 'default', ${JSON.stringify(DENIED)}); ${push}; gtag('consent', 'update', ${JSON.stringify(GRANTED)})`,
    )
    expect(await counted('tiktok', 1)).toEqual([['Purchase', `o-${order}`]])
    expect(await counted('meta', 1)).toEqual([['Purchase', `o-${order}`]])
    expect(await page.evaluate('shopData.length')).toBe(5)
  })

  it('finds it under the name that the page has for it, and hears Consent Mode there', async () => {
    context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${shop.url}/gtm-renamed`)
    expect((await counted('tiktok', 1)).map(([name]) => name)).toEqual(['ViewContent'])
  })

  it('leaves it alone where the page names other parts, also beside a script of somebody else called t.js', async () => {
    context = await browser.newContext()
    const page = await context.newPage()
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname.split('.')[0] ?? ''))
    await page.goto(`${shop.url}/clicks-alone`)
    await until('the parts are there', () => Promise.resolve(loaded.includes('/t/more')))
    await page.waitForTimeout(300)
    expect(loaded).not.toContain('/t/datalayer')
  })

  it('takes its settings from the window where Tag Manager injects it: there is no attribute to read', async () => {
    context = await browser.newContext()
    const page = await context.newPage()
    const sending = page.waitForRequest((request) => new URL(request.url()).pathname === '/e')
    await page.goto(`${shop.url}/gtm-injected`)
    const sent = await sending
    expect(new URL(sent.url()).searchParams.get('environment')).toBe('staging')
    expect(JSON.parse(sent.postData() ?? '')).toMatchObject({ events: [{ event: 'purchase' }] })
    expect((await sent.response())?.status()).toBe(202)
    const click = page.waitForRequest((request) => (request.postData() ?? '').includes('"contact"'))
    await page.getByRole('button').click()
    expect(new URL((await click).url()).pathname).toBe('/e')
  })
})
