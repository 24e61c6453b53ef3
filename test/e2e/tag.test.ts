/** The tag on pages of a shop, in a real Chromium: what it holds, sends, forgets and keeps, seen by what the platforms got. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Evidence, Queue, Tag } from '../../src/browser/tag-types.ts'
import type { CountedEvent } from '../../src/destinations/simulator.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'
import { serveShopPages, shopPage, type ShopPages } from '../support/shop-pages.ts'

let gateway: Gateway
let shop: ShopPages
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  gateway = await startGateway()
  shop = await serveShopPages(pages(gateway.url))
  browser = await sharedBrowser()
})
afterEach(async () => {
  await context.close()
  await gateway.platforms.clear()
})
afterAll(async () => {
  await closePages()
  await shop.close()
  await gateway.stop()
})

function pages(url: string) {
  const attributes = 'data-modules=""'
  const queue = "<script>window.tidegate = [['track', 'add_to_cart', { order: { items: [{ id: 'sku-7' }] } }]]</script>"
  const markup = `
    <a href="#" id="brochure" data-tidegate-event="generate_lead" data-tidegate-order-value="30,50"
       data-tidegate-order-currency="EUR"><b>Brochure</b></a>
    <a href="#" id="call" data-tidegate-event="subscribe" data-tidegate-order-value=""
       data-tidegate-order-currency="EUR">Subscribe</a>
    <form data-tidegate-event="contact"><input name="q"><button>Send</button></form>
    <script>document.forms[0].onsubmit = () => false</script>`
  return {
    '/': shopPage(url, { attributes }),
    '/next': shopPage(url, { attributes }),
    '/queued': shopPage(url, { attributes, body: queue }),
    '/clicks': shopPage(url, { attributes: 'data-modules="clicks" data-page-views="off"', body: markup }),
    '/staged': shopPage(url, { attributes: `${attributes} data-env="staging"` }),
  }
}

const GRANTED = {
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}
const DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
}

async function open(path = '/'): Promise<Page> {
  context = await browser.newContext()
  return openIn(context, path)
}

/** A page whose tag is there. */
async function openIn(where: BrowserContext, path: string): Promise<Page> {
  const page = await where.newPage()
  await page.goto(`${shop.url}${path}`)
  await tagIsThere(page)
  return page
}

async function tagIsThere(page: Page): Promise<void> {
  await page.waitForFunction(() => window.tidegate !== undefined && 'track' in window.tidegate)
}

/** Calls the tag as a script of the page does. */
async function call(page: Page, ...queued: Queue): Promise<void> {
  await page.evaluate((calls) => (window.tidegate as Tag).push(...calls), queued)
}

const consent = (state: Record<string, string>): Queue[number] => [
  'consent',
  { state, at: new Date().toISOString(), source: 'cmp:test' } satisfies Evidence,
]

async function tiktokGot(names: readonly string[]): Promise<readonly CountedEvent[]> {
  const got = async () => (await gateway.platforms.counted('tiktok')).map(({ event }) => event).toSorted()
  await until(`TikTok has ${names.join(', ')}`, async () => (await got()).length >= names.length, 5_000)
  expect(await got()).toEqual(names.toSorted())
  return gateway.platforms.counted('tiktok')
}

/** Everything that a page can leave on a device. */
async function leftOnDevice(page: Page) {
  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: 'caches' in window ? await caches.keys() : [],
  }))
  return { ...stored, cookies: (await page.context().cookies()).map(({ name }) => name) }
}

const NOTHING = { local: [], session: [], databases: [], caches: [], cookies: [] }

/** Until the gateway has answered this. */
const answered = (page: Page, path: string) =>
  page.waitForResponse((response) => new URL(response.url()).pathname === path)

/** What the tag tells the gateway of a page's consent. */
async function evidenceSent(where: BrowserContext): Promise<string | null> {
  const page = await openIn(where, '/')
  const asked = answered(page, '/v1/consent')
  await call(page, consent(GRANTED))
  return (await asked).request().postData()
}

describe('before the person has answered', () => {
  it('holds everything, sends nothing and leaves nothing on the device; after a grant all goes with its own time', async () => {
    const page = await open()
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    const before = Date.now()
    await call(page, ['track', 'view_item', { order: { items: [{ id: 'sku-1' }] } }])
    await page.waitForTimeout(400)
    expect(sent).toEqual([])
    expect(await leftOnDevice(page)).toEqual(NOTHING)
    await call(page, consent(GRANTED))
    const events = await tiktokGot(['Pageview', 'ViewContent'])
    for (const { event_time } of events) expect(Number(event_time) * 1000).toBeLessThanOrEqual(before + 1_000)
  })

  it('goes on asking nobody while nobody has answered, and sends when somebody does', async () => {
    const page = await open()
    const asked = answered(page, '/v1/consent')
    await call(page, ['consent', {}])
    expect(((await (await asked).json()) as { decisions: unknown }).decisions).toMatchObject({
      tiktok: 'consent_unknown',
    })
    expect(await leftOnDevice(page)).toEqual(NOTHING)
    await call(page, consent(GRANTED))
    await tiktokGot(['Pageview'])
  })

  it('takes the calls that were made before it was there', async () => {
    const page = await open('/queued')
    await call(page, consent(GRANTED))
    await tiktokGot(['Pageview', 'AddToCart'])
  })
})

describe('after an answer', () => {
  it('forgets what it held when the person refuses, and leaves nothing on the device', async () => {
    const page = await open()
    const asked = answered(page, '/v1/consent')
    await call(page, consent(DENIED))
    await asked
    await call(page, ['track', 'view_item'])
    expect(await leftOnDevice(page)).toEqual(NOTHING)
    await call(page, consent(GRANTED), ['track', 'contact'])
    await tiktokGot(['Contact'])
  })

  it('sends nothing more after a change of mind, and clears what it had left', async () => {
    const page = await open()
    await call(page, consent(GRANTED))
    await tiktokGot(['Pageview'])
    expect((await leftOnDevice(page)).local).toEqual(['tidegate::grant'])
    const asked = answered(page, '/v1/consent')
    await call(page, consent(DENIED), ['track', 'contact'])
    await asked
    await until('storage is empty', async () => (await leftOnDevice(page)).local.length === 0)
    await call(page, ['track', 'subscribe'])
    await page.reload()
    await page.waitForTimeout(300)
    await tiktokGot(['Pageview'])
  })

  it('says the browser’s own objection (Global Privacy Control) with an answer, and never one that is not there', async () => {
    context = await browser.newContext()
    const plain = JSON.parse((await evidenceSent(context)) ?? '') as { consent: Evidence }
    expect(plain.consent.signals).toEqual({})
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }),
    )
    const objecting = JSON.parse((await evidenceSent(context)) ?? '') as { consent: Evidence }
    expect(objecting.consent.signals).toEqual({ gpc: true })
  })

  it('asks no second time on the next page', async () => {
    const page = await open()
    const grant = consent(GRANTED)
    await call(page, grant)
    await tiktokGot(['Pageview'])
    const paths: string[] = []
    page.on('request', (request) => paths.push(new URL(request.url()).pathname))
    await page.goto(`${shop.url}/next`)
    await tagIsThere(page)
    await call(page, grant)
    await tiktokGot(['Pageview', 'Pageview'])
    expect(paths.filter((path) => path === '/v1/consent')).toEqual([])
  })

  it('stops in other tabs too when one of them refuses', async () => {
    const first = await open()
    const second = await openIn(context, '/next')
    const grant = consent(GRANTED)
    await call(first, grant)
    await call(second, grant)
    await tiktokGot(['Pageview', 'Pageview'])
    const asked = answered(second, '/v1/consent')
    await call(second, consent(DENIED))
    await asked
    await until('storage is empty', async () => (await leftOnDevice(first)).local.length === 0)
    await first.waitForTimeout(100)
    await call(first, ['track', 'contact'])
    await first.waitForTimeout(300)
    await tiktokGot(['Pageview', 'Pageview'])
  })
})

describe('what is said of one destination alone', () => {
  const general = consent(GRANTED)
  const aboutTiktok = (state: Record<string, string>): Queue[number] => [
    ...consent(state),
    { destinations: ['tiktok'] },
  ]
  const known: Queue[number] = ['identify', { email: 'jane@shop.example' }]
  const metaHas = async (id: string) => (await gateway.platforms.countedOf('meta', id)).length === 1

  it('is taken away from it where that is a refusal, and goes to the others', async () => {
    const page = await open()
    await call(page, known, general, aboutTiktok(DENIED), ['track', 'contact', {}, { event_id: 'not-tiktok' }])
    await until('Meta has it', () => metaHas('not-tiktok'))
    await gateway.untilSettled()
    expect(await gateway.platforms.requestsWith('tiktok', 'not-tiktok')).toEqual([])
  })

  it('goes to it, and to nobody else, where that alone is a grant', async () => {
    const page = await open()
    await call(page, known, consent(DENIED), aboutTiktok(GRANTED))
    await call(
      page,
      ['track', 'contact', {}, { event_id: 'tiktok-only', destinations: ['tiktok'] }],
      ['track', 'subscribe'],
    )
    await until('TikTok has it', async () => (await gateway.platforms.countedOf('tiktok', 'tiktok-only')).length === 1)
    await gateway.untilSettled()
    expect(await gateway.platforms.requests('meta')).toEqual([])
    await tiktokGot(['Contact'])
  })
})

describe('what a page reports', () => {
  it('counts a page view for each address of a single page application, and none for a cleaned address or a fragment', async () => {
    const page = await open('/?utm_source=x')
    await call(page, consent(GRANTED))
    await tiktokGot(['Pageview'])
    const ids = await page.evaluate(() => {
      const idNow = () => (window.tidegate as Tag).pageId()
      const at = [idNow()]
      history.replaceState({}, '', '/')
      location.hash = 'details'
      at.push(idNow())
      history.pushState({}, '', '/product/1')
      at.push(idNow())
      return at
    })
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    await tiktokGot(['Pageview', 'Pageview'])
    await page.goBack()
    await tiktokGot(['Pageview', 'Pageview', 'Pageview'])
    const seen = (await gateway.platforms.counted('tiktok')).map(({ event_id }) => event_id)
    expect(seen).toContain(ids[2])
  })

  // A driven Chromium runs no page before it is looked at: this one hears what a browser would say. A real one: prerender.test.ts.
  it('reports nothing of a page that is only made ready, and its view once somebody looks at it', async () => {
    context = await browser.newContext()
    const page = await context.newPage()
    await page.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true, configurable: true }))
    const sent: string[] = []
    page.on('request', (request) => sent.push(new URL(request.url()).pathname))
    await page.goto(`${shop.url}/queued`)
    await page.evaluate((grant) => (window.tidegate as Queue).push(grant), consent(GRANTED))
    await page.waitForTimeout(300)
    expect([sent.toSorted(), await leftOnDevice(page)]).toEqual([['/queued', '/t.js'], NOTHING])
    const seenMs = await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false })
      document.dispatchEvent(new Event('prerenderingchange'))
      return Date.now()
    })
    for (const { event_time } of await tiktokGot(['Pageview', 'AddToCart']))
      expect(Number(event_time)).toBeGreaterThanOrEqual(Math.floor(seenMs / 1000))
  })

  it('reports clicks and sent forms that the markup names, with their values', async () => {
    const page = await open('/clicks')
    await page.waitForTimeout(300)
    await call(page, consent(GRANTED))
    await page.click('#brochure b')
    await page.click('input')
    await page.click('button')
    await page.click('#call')
    const events = await tiktokGot(['Lead', 'Contact', 'Subscribe'])
    const lead = events.find(({ event }) => event === 'Lead')
    expect(lead?.payload).toMatchObject({ properties: { value: 30.5, currency: 'EUR' } })
    expect(events.find(({ event }) => event === 'Subscribe')?.payload).not.toHaveProperty('properties.value')
  })

  it('is judged and never delivered from a page that says it is a trial', async () => {
    const page = await open('/staged')
    await call(page, consent(GRANTED))
    const refusals = () => gateway.metric('tidegate_refusals_total', 'reason="staging"')
    await until('the trial is counted', async () => (await refusals()) > 0, 5_000)
    expect(await gateway.platforms.requests('tiktok')).toEqual([])
  })

  it('survives arguments that are none, and throws nothing into the page', async () => {
    const page = await open()
    const errors: unknown[] = []
    page.on('pageerror', (error) => errors.push(error))
    await page.evaluate(() => {
      const tag = window.tidegate as unknown as Record<string, (...args: unknown[]) => void>
      const circle: Record<string, unknown> = {}
      circle['self'] = circle
      for (const bad of [undefined, null, 1, 'x', circle, [], () => {}]) {
        tag['track']?.(bad, bad, bad)
        tag['identify']?.(bad)
        tag['push']?.(bad, [bad], ['nothing'])
      }
      tag['identify']?.({})
      tag['track']?.('subscribe', null, null)
    })
    await call(page, consent(GRANTED), ['track', 'contact'])
    const came = async () => (await gateway.platforms.counted('tiktok')).map(({ event }) => event)
    await until('contact has come', async () => (await came()).includes('Contact'))
    expect(await came()).toContain('Subscribe')
    expect(errors).toEqual([])
  })
})
